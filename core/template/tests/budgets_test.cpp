#include "fixture.hpp"

namespace hurtrock::tmpl {
namespace {

class BudgetTest : public EngineTest {
protected:
    void expect_stopped(const std::string& text, Budgets budgets = {})
    {
        Options options;
        options.budgets = budgets;
        EXPECT_EQ(failure(text, options).kind(), Error::Kind::budget) << text;
    }
};

TEST_F(BudgetTest, StopsEndlessRecursion)
{
    expect_stopped("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}");
    expect_stopped("{% include 'page.html' %}");
    expect_stopped("{% extends 'page.html' %}");
    expect_stopped("{% block a %}{{ self.a() }}{% endblock %}");
    expect_stopped("{% import 'page.html' as p %}");
    expect_stopped("{% set l = [] %}{% do l.append(l) %}{% for x in l recursive %}{{ loop(x) }}{% endfor %}");
}

TEST_F(BudgetTest, StopsTooManyIterations)
{
    expect_stopped("{% for a in range(2000) %}{% for b in range(2000) %}{% endfor %}{% endfor %}");
    expect_stopped("{% for a in range(11) %}{% endfor %}", {.iterations_max = 10});
    expect_stopped("{{ range(10000000) }}");
}

TEST_F(BudgetTest, StopsTooMuchOutputMemoryAndWork)
{
    expect_stopped("{% for a in range(1000) %}0123456789{% endfor %}", {.output_bytes_max = 5000});
    expect_stopped("{{ 'x' * 999999999999 }}");
    expect_stopped("{% set ns = namespace(t='x') %}{% for i in range(99) %}{% set ns.t = ns.t ~ ns.t %}{% endfor %}");
    expect_stopped("{{ [1] * 999999999 }}");
    expect_stopped("{% set l = [1] %}{% for i in range(99) %}{% do l.extend(l) %}{% endfor %}");
    expect_stopped("{% for a in range(1000) %}{{ a + 1 }}{% endfor %}", {.instructions_max = 1000});
    expect_stopped("{% for a in range(100000) %}{{ a ~ a ~ a }}{% endfor %}", {.time_ms_max = 1});
}

TEST_F(BudgetTest, RefusesDeepNesting)
{
    std::string open, chain = "1";
    for (int level = 0; level < 5000; ++level) {
        open += "(";
        chain += "+1";
    }
    EXPECT_EQ(failure("{{ " + open + " }}").kind(), Error::Kind::syntax);
    EXPECT_EQ(failure("{{ " + chain + " }}").kind(), Error::Kind::syntax);
    std::string nested;
    for (int level = 0; level < 5000; ++level) nested += "{% if 1 %}";
    EXPECT_EQ(failure(nested).kind(), Error::Kind::syntax);
}

TEST_F(BudgetTest, SurvivesValuesThatHoldThemselves)
{
    EXPECT_NE(render("{% set l = [] %}{% do l.append(l) %}{{ l }}").find("..."), std::string::npos);
    EXPECT_EQ(failure("{% set l = [] %}{% do l.append(l) %}{{ l|tojson }}").kind(), Error::Kind::runtime);
    EXPECT_EQ(failure("{% set l = [] %}{% do l.append(l) %}{% set m = [] %}{% do m.append(m) %}{{ l == m }}").kind(), Error::Kind::runtime);
}

TEST_F(BudgetTest, LeavesNoOutputBehind)
{
    loader.set("page.html", "printed {{ 1 / 0 }}");
    const Engine engine{loader};
    std::string out = "before";
    EXPECT_THROW(engine.render_to(out, "page.html", Value::map(), host), Error);
    EXPECT_EQ(out, "before");
}

} // namespace
} // namespace hurtrock::tmpl
