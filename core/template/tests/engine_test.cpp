#include "fixture.hpp"

#include <atomic>
#include <thread>

namespace hurtrock::tmpl {
namespace {

TEST_F(EngineTest, EscapesEverythingThatIsNotSafe)
{
    const Value context{{"plain", "<b>&'\""}, {"html", Value::safe("<i>")}};
    EXPECT_EQ(render("{{ plain }}{{ html }}{{ plain|safe }}", context), "&lt;b&gt;&amp;&#39;&#34;<i><b>&'\"");
}

TEST_F(EngineTest, InheritsIncludesAndImports)
{
    loader.set("base.html", "<{% block title %}base{% endblock %}>{% block body %}{% endblock %}");
    loader.set("lib.html", "{% macro tag(text, kind='p') %}<{{ kind }}>{{ text }}</{{ kind }}>{% endmacro %}");
    loader.set("row.html", "{{ loop.index }}:{{ item }};");
    EXPECT_EQ(render("{% extends 'base.html' %}{% from 'lib.html' import tag %}{% block title %}{{ super() }}+{% endblock %}"
                     "{% block body %}{{ tag('a&b') }}{% for item in items %}{% include 'row.html' %}{% endfor %}{% endblock %}",
                     {{"items", Value::list({"x", "y"})}}),
              "<base+><p>a&amp;b</p>1:x;2:y;");
}

TEST_F(EngineTest, ReadsAnEntryNamedLikeAMethod)
{
    const Value context{{"box", Value{{"items", Value::list({1, 2})}}}};
    EXPECT_EQ(render("{% for i in box.items %}{{ i }}{% endfor %}|{% for k, v in box.items() %}{{ k }}{% endfor %}", context), "12|items");
}

TEST_F(EngineTest, LeavesTheHostsValuesAlone)
{
    const Value context{{"items", Value::list({1})}};
    EXPECT_NE(failure("{% do items.append(2) %}", {}, context).message().find("cannot be changed"), std::string::npos);
    EXPECT_EQ(render("{% set mine = items|list %}{% do mine.append(2) %}{{ mine }}", context), "[1, 2]");
    EXPECT_EQ(context["items"].size(), 1u);
}

TEST_F(EngineTest, TellsPlaceExcerptAndSuggestion)
{
    const auto error = failure("one\ntwo {{ name|uper }}\n");
    EXPECT_EQ(error.kind(), Error::Kind::syntax);
    EXPECT_EQ(error.place().path, "themes/page.html");
    EXPECT_EQ(error.place().line, 2u);
    EXPECT_EQ(error.place().column, 13u);
    EXPECT_EQ(error.message(), "No filter named 'uper'. Did you mean 'upper'?");
    EXPECT_NE(error.excerpt().find("two {{ name|uper }}"), std::string::npos);
    EXPECT_NE(failure("{% fro x in y %}").message().find("Did you mean 'for'?"), std::string::npos);
    EXPECT_NE(failure("{{ x is defind }}").message().find("Did you mean 'defined'?"), std::string::npos);
}

TEST_F(EngineTest, PlacesAnErrorInTheTemplateItHappensIn)
{
    loader.set("part.html", "\n\n{{ 1 / zero }}");
    const auto error = failure("{% include 'part.html' %}", {}, {{"zero", 0}});
    EXPECT_EQ(error.place().name, "part.html");
    EXPECT_EQ(error.place().line, 3u);
    EXPECT_EQ(failure("{% include 'gone.html' %}").kind(), Error::Kind::not_found);
}

TEST_F(EngineTest, RefusesUnknownVariablesOnlyWhenStrict)
{
    const Options strict{.strict_variables = true};
    EXPECT_EQ(render("[{{ titel }}]"), "[]");
    EXPECT_EQ(failure("{{ titel }}", strict, {{"title", 1}}).message(), "'titel' is undefined. Did you mean 'title'?");
    EXPECT_EQ(render("{{ titel is defined }}{{ titel|default('d') }}", Value::map(), strict), "Falsed");
}

TEST_F(EngineTest, ChecksWithoutRendering)
{
    loader.set("bad.html", "{% if %}");
    loader.set("page.html", "{% include 'lost.html' %}\n{{ titel }}{{ site }}{% set mine = 1 %}{{ mine }}{{ _('x') }}");
    Engine engine{loader};
    engine.declare_variable("site");
    ASSERT_EQ(engine.check("bad.html").size(), 1u);
    EXPECT_EQ(engine.check("bad.html")[0].severity, Finding::Severity::error);
    const std::vector<std::string> known{"title"};
    const auto findings = engine.check("page.html", &known);
    ASSERT_EQ(findings.size(), 2u);
    EXPECT_EQ(findings[0].message, "template 'lost.html' not found");
    EXPECT_EQ(findings[1].message, "'titel' is not known here. Did you mean 'title'?");
    EXPECT_EQ(findings[1].place.line, 2u);
}

TEST_F(EngineTest, CompilesOnceUntilTheVersionChanges)
{
    loader.set("a.html", "old");
    Engine engine{loader};
    EXPECT_EQ(engine.render("a.html", Value::map(), host), "old");
    EXPECT_EQ(engine.render("a.html", Value::map(), host), "old");
    EXPECT_EQ(loader.loads, 1);
    loader.set("a.html", "new", "2");
    EXPECT_EQ(engine.render("a.html", Value::map(), host), "new");
    EXPECT_EQ(loader.loads, 2);
}

TEST_F(EngineTest, RendersOnManyThreads)
{
    loader.set("a.html", "{% for x in items %}{{ x.name }}{{ loop.index }},{% endfor %}");
    const Engine engine{loader};
    const Value context{{"items", Value::list({Value{{"name", "a"}}, Value{{"other", 1}, {"name", "<"}}})}};
    std::atomic<int> wrong{0};
    std::vector<std::thread> threads;
    for (int number = 0; number < 4; ++number) {
        threads.emplace_back([&] {
            TestHost own;
            for (int round = 0; round < 500; ++round)
                if (engine.render("a.html", context, own) != "a1,&lt;2,") ++wrong;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

} // namespace
} // namespace hurtrock::tmpl
