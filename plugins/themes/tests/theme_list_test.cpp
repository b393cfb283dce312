#include "theme_list.hpp"

#include <gtest/gtest.h>

namespace hurtrock::themes {
namespace {

Value choice(const char* value, bool selected) { return {{"value", value}, {"text", value}, {"selected", selected}}; }

Value fields()
{
    auto list = Value::list();
    list.push({{"key", "accent"}, {"type", "colour"}, {"value", "#FF6B35"}, {"pinned", false}});
    list.push({{"key", "glass"}, {"type", "boolean"}, {"value", true}, {"pinned", false}});
    list.push({{"key", "mode"}, {"type", "choice"}, {"value", "dark"}, {"pinned", false}, {"choices", Value::list({choice("dark", true), choice("light", false)})}});
    list.push({{"key", "title"}, {"type", "text"}, {"value", "Pinned"}, {"pinned", true}});
    return list;
}

TEST(ThemeList, SpeaksTheLanguageOrEnglish)
{
    const Value texts{{"en", "Stage"}, {"id", "Panggung"}};
    EXPECT_EQ(localised(texts, "id"), "Panggung");
    EXPECT_EQ(localised({{"en", "Stage"}}, "id"), "Stage");
    EXPECT_EQ(localised("rock-metal", "id"), "rock-metal");
    EXPECT_EQ(localised({}, "id"), "");
}

TEST(ThemeList, FindsAThemeAndMarksItsColours)
{
    Value theme{{"id", "stage"}};
    theme.set("settings", {{"id", {{"fields", fields()}}}});
    const auto list = Value::list({theme});
    EXPECT_TRUE(find_theme(list, "other").is_null());
    const auto shown = form_fields(find_theme(list, "stage"), "id");
    EXPECT_EQ(shown.items()[0]["swatch"].text(), "#FF6B35");
    EXPECT_FALSE(shown.items()[1].has("swatch"));
}

TEST(ThemeList, ARefusedFormKeepsWhatWasTyped)
{
    const auto refused = refused_fields(fields(), {{"accent", "reddish"}, {"mode", "light"}, {"title", "mine"}}, {{"accent", "No colour"}});
    EXPECT_EQ(refused.items()[0]["value"].text(), "reddish");
    EXPECT_EQ(refused.items()[0]["error"].text(), "No colour");
    EXPECT_FALSE(refused.items()[1]["value"].boolean(true)) << "a box that is not sent is off";
    EXPECT_TRUE(refused.items()[2]["choices"].items()[1]["selected"].boolean());
    EXPECT_FALSE(refused.items()[2]["choices"].items()[0]["selected"].boolean());
    EXPECT_EQ(refused.items()[3]["value"].text(), "Pinned") << "what the configuration fixes stays";
}

TEST(ThemeList, TellsWhatChanged)
{
    const Value before{{"a", 1}, {"b", 2}}, after{{"a", 1}, {"b", 3}};
    EXPECT_EQ(differing(after, before), (Value{{"b", 3}}));
    EXPECT_EQ(differing(before, after), (Value{{"b", 2}}));
    EXPECT_TRUE(differing(before, before).empty());
}

TEST(ThemeList, WidensShortColours)
{
    EXPECT_EQ(six_digits("#f63"), "#ff6633");
    EXPECT_EQ(six_digits("#FF6B35"), "#FF6B35");
    EXPECT_EQ(six_digits("red"), "#000000");
    EXPECT_EQ(six_digits("#ggg"), "#000000");
    EXPECT_EQ(six_digits(""), "#000000");
}

} // namespace
} // namespace hurtrock::themes
