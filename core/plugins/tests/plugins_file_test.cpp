#include "core/config/plugins_file.hpp"

#include "folder.hpp"

#include <gtest/gtest.h>

namespace hurtrock::config {
namespace {

class PluginsFileTest : public testing::Test {
protected:
    std::string switched(const std::string& text, std::string_view id, bool on)
    {
        folder_.write("plugins.yaml", text);
        switch_plugin(file(), id, on);
        const auto now = PluginsFile::load(file());
        const auto* choice = now.find(id);
        EXPECT_TRUE(choice && choice->enabled == on);
        return folder_.read("plugins.yaml");
    }
    void expect_refused(const std::string& text, std::string_view id, bool on)
    {
        folder_.write("plugins.yaml", text);
        EXPECT_THROW(switch_plugin(file(), id, on), ConfigError) << text;
        EXPECT_EQ(folder_.read("plugins.yaml"), text);
    }
    std::string error_of(const std::string& text)
    {
        folder_.write("plugins.yaml", text);
        try {
            (void)PluginsFile::load(file());
        } catch (const ConfigError& error) {
            return error.what();
        }
        return {};
    }
    std::filesystem::path file() const { return folder_.path() / "plugins.yaml"; }
    plugins::TestFolder folder_;
};

TEST_F(PluginsFileTest, ChangesOneWordAndKeepsEverythingElse)
{
    const std::string text = "# which run\nplugins:   # here\n\n  chat:  on   # talk\n  # about the maps\n  maps: on\ntheme: rock # loud\n";
    EXPECT_EQ(switched(text, "chat", false), "# which run\nplugins:   # here\n\n  chat:  off   # talk\n  # about the maps\n  maps: on\ntheme: rock # loud\n");
    EXPECT_EQ(switched(text, "chat", true), text);
}

TEST_F(PluginsFileTest, SwitchesNestedEntriesAndNothingInside)
{
    const std::string text = "plugins:\n  mail:\n    enabled: on  # yes\n    settings:\n      enabled: off\n      chat: on\n      \"url\": \"http://x # y\"\n  chat: on\n";
    EXPECT_EQ(switched(text, "mail", false),
              "plugins:\n  mail:\n    enabled: off  # yes\n    settings:\n      enabled: off\n      chat: on\n      \"url\": \"http://x # y\"\n  chat: on\n");
    EXPECT_EQ(switched(text, "chat", false),
              "plugins:\n  mail:\n    enabled: on  # yes\n    settings:\n      enabled: off\n      chat: on\n      \"url\": \"http://x # y\"\n  chat: off\n");
}

TEST_F(PluginsFileTest, AddsEnabledWhereOnlySettingsStand)
{
    EXPECT_EQ(switched("plugins:\n    mail:\n        settings:\n            a: 1\n", "mail", false),
              "plugins:\n    mail:\n        enabled: off\n        settings:\n            a: 1\n");
}

TEST_F(PluginsFileTest, AddsWhatIsMissing)
{
    EXPECT_EQ(switched("", "chat", true), "plugins:\n  chat: on\n");
    EXPECT_EQ(switched("theme: rock", "chat", true), "theme: rock\nplugins:\n  chat: on\n");
    EXPECT_EQ(switched("plugins:\ntheme: rock\n", "chat", true), "plugins:\n  chat: on\ntheme: rock\n");
    EXPECT_EQ(switched("plugins: {}   # none yet\ntheme: rock\n", "chat", true), "plugins:   # none yet\n  chat: on\ntheme: rock\n");
    EXPECT_EQ(switched("plugins:\n    maps: on\n\n# the look\ntheme: rock\n", "chat", true), "plugins:\n    maps: on\n    chat: on\n\n# the look\ntheme: rock\n");
    EXPECT_EQ(switched("theme: rock\nplugins:\n  maps: on", "chat", true), "theme: rock\nplugins:\n  maps: on\n  chat: on\n");
}

TEST_F(PluginsFileTest, MakesAFileThatIsNotThere)
{
    switch_plugin(file(), "chat", true);
    EXPECT_TRUE(PluginsFile::load(file()).find("chat")->enabled);
}

TEST_F(PluginsFileTest, TellsKeysApartThatBeginAlike)
{
    EXPECT_EQ(switched("plugins:\n  chat-bot: on\n  chat: on\n", "chat", false), "plugins:\n  chat-bot: on\n  chat: off\n");
    EXPECT_EQ(switched("# plugins:\n#   chat: on\nplugins:\n  \"chat\": yes\n", "chat", false), "# plugins:\n#   chat: on\nplugins:\n  \"chat\": off\n");
}

TEST_F(PluginsFileTest, KeepsLineEndings)
{
    EXPECT_EQ(switched("plugins:\r\n  chat: on # x\r\n  maps: on\r\n", "chat", false), "plugins:\r\n  chat: off # x\r\n  maps: on\r\n");
    EXPECT_EQ(switched("plugins:\n  chat: on", "chat", false), "plugins:\n  chat: off");
}

TEST_F(PluginsFileTest, RefusesWhatNoSingleLineDecides)
{
    expect_refused("plugins: {chat: on}\n", "chat", false);
    expect_refused("plugins:\n  chat: {enabled: on}\n", "chat", false);
    expect_refused("plugins:\n  chat: on\n  chat: off\n", "chat", true);
    expect_refused("plugins:\n  chat: [\n", "chat", true);
    expect_refused("plugins:\n  mail: &all on\n", "mail", false);
}

TEST_F(PluginsFileTest, SaysWhereAndWhatIsWrong)
{
    EXPECT_NE(error_of("plugns:\n  chat: on\n").find("plugins.yaml:1:1: unknown entry \"plugns\"; did you mean \"plugins\"?"), std::string::npos);
    EXPECT_NE(error_of("plugins:\n  chat: maybe\n").find("plugins.yaml:2:3: "), std::string::npos);
    EXPECT_NE(error_of("plugins:\n  chat:\n    enable: on\n").find("plugins.yaml:3:5: unknown entry \"enable\"; did you mean \"enabled\"?"), std::string::npos);
    EXPECT_NE(error_of("plugins:\n  chat: on\n  chat: off\n").find("plugins.yaml:3:3: "), std::string::npos);
    EXPECT_NE(error_of("plugins: [\n").find("plugins.yaml:"), std::string::npos);
    EXPECT_EQ(error_of("plugins:\n  chat: on\n"), "");
}

TEST_F(PluginsFileTest, ChoosesAThemeBesideAnythingNamedLikeIt)
{
    folder_.write("plugins.yaml", "plugins:\n  theme: on\ntheme: rock   # loud\n");
    choose_theme(file(), "jazz");
    EXPECT_EQ(folder_.read("plugins.yaml"), "plugins:\n  theme: on\ntheme: jazz   # loud\n");
}

} // namespace
} // namespace hurtrock::config
