#include "fixture.hpp"

namespace hurtrock::tmpl {
namespace {

TEST_F(EngineTest, CallsTheHostAndEscapesWhatItAnswers)
{
    EXPECT_EQ(render("{{ url_for('a', q='<') }}{{ field('x') }}"), "/a?&lt;<input name=\"x\">");
}

TEST_F(EngineTest, AsksForAVariableOnce)
{
    EXPECT_EQ(render("{% for i in [1, 2] %}{{ site.title }};{% endfor %}"), "Rock &amp; Roll;Rock &amp; Roll;");
    EXPECT_EQ(host.lookups, 1);
}

TEST_F(EngineTest, TranslatesAndEscapesTheVariables)
{
    EXPECT_EQ(render("{% trans name='<b>' %}Hello {{ name }}{% endtrans %}"), "Halo &lt;b&gt;");
    EXPECT_EQ(render("{{ _('Hello %(name)s', name='J') }}"), "Halo J");
    EXPECT_EQ(render("{% trans count=3 %}one{% pluralize %}{{ count }} many{% endtrans %}"), "3 banyak");
    EXPECT_EQ(render("{{ ngettext('one', 'many', 1) }}"), "satu");
}

TEST_F(EngineTest, FillsSlots)
{
    EXPECT_EQ(render("{% slot 'a.b' %}"), "[a.b:]");
    EXPECT_EQ(render("{% set p = 'Ani' %}{% slot 'a' with {who: p} %}{% slot 'a' ~ 'b' with who='x' %}"), "[a:Ani][ab:x]");
}

TEST_F(EngineTest, KeepsThePageWhenASlotFails)
{
    EXPECT_EQ(render("1{% slot 'broken' with {who: 'x'} %}2"), "12");
    EXPECT_EQ(host.failures, "broken=plugin failed");
}

TEST_F(EngineTest, TakesFunctionsFiltersAndTestsOfTheHost)
{
    loader.set("page.html", "{{ twice(2) }}{{ 'a'|shout(mark='?') }}{{ [1, 5]|select('large')|list }}{{ 5 is large }}");
    Engine engine{loader};
    engine.add_function("twice", [](Call& call) { return Value{call.argument(0).integer() * 2}; });
    engine.add_filter("shout", [](Call& call) { return Value{std::string{call.argument(0).text()} + std::string{call.argument(9, "mark").text()}}; });
    engine.add_test("large", [](Call& call) { return call.argument(0).integer() > 3; });
    EXPECT_EQ(engine.render("page.html", Value::map(), host), "4a?[5]True");
}

TEST_F(EngineTest, RendersTextWithoutALoader)
{
    const Engine engine{loader};
    EXPECT_EQ(engine.render_text("Hi {{ name }}", {{"name", "A&B"}}, host), "Hi A&amp;B");
}

TEST_F(EngineTest, HandsTemplateValuesToTheHost)
{
    loader.set("page.html", "{{ show([1, {'a': (2, none)}], k=missing) }}");
    Engine engine{loader};
    engine.add_function("show", [](Call& call) {
        EXPECT_EQ(call.argument(0), Value::list({1, Value{{"a", Value::list({2, nullptr})}}}));
        EXPECT_TRUE(call.argument(1, "k").is_null());
        return Value{"ok"};
    });
    EXPECT_EQ(engine.render("page.html", Value::map(), host), "ok");
}

} // namespace
} // namespace hurtrock::tmpl
