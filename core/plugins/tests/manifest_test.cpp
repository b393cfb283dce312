#include "core/plugins/dependencies.hpp"
#include "core/plugins/quarantine.hpp"
#include "core/plugins/shelf.hpp"

#include "folder.hpp"

#include "core/config/yaml_file.hpp"

#include <gtest/gtest.h>

namespace hurtrock::plugins {
namespace {

Version version(std::string_view text) { return Version::parse(text).value(); }

TEST(VersionTest, ReadsOneToThreeNumbers)
{
    EXPECT_EQ(version("1"), (Version{1, 0, 0}));
    EXPECT_EQ(version("1.2"), (Version{1, 2, 0}));
    EXPECT_EQ(version("1.2.3").text(), "1.2.3");
    for (const char* wrong : {"", "a", "1.", "1..2", "1.2.3.4", "-1", "1.-2", "1.2.3-beta", " 1", "99999999999"}) EXPECT_FALSE(Version::parse(wrong)) << wrong;
}

TEST(VersionTest, KnowsRanges)
{
    const auto in = [](const char* text, const char* range) { return satisfies(version(text), range); };
    EXPECT_EQ(in("1.9.9", "^1.2"), true);
    EXPECT_EQ(in("1.1.9", "^1.2"), false);
    EXPECT_EQ(in("2.0.0", "^1.2"), false);
    EXPECT_EQ(in("0.1.5", "^0.1"), true);
    EXPECT_EQ(in("0.2.0", "^0.1"), false);
    EXPECT_EQ(in("1.2.9", "~1.2"), true);
    EXPECT_EQ(in("1.3.0", "~1.2"), false);
    EXPECT_EQ(in("9.0.0", ">=1.2"), true);
    EXPECT_EQ(in("1.2.3", "1.2.3"), true);
    EXPECT_EQ(in("1.2.4", "1.2.3"), false);
    EXPECT_EQ(in("0.0.0", "*"), true);
    for (const char* wrong : {"", "^", "^x", ">1", "<2", "1 || 2", "latest"}) EXPECT_EQ(in("1.0.0", wrong), std::nullopt) << wrong;
}

class ManifestTest : public testing::Test {
protected:
    Manifest load(const std::string& yaml)
    {
        folder_.write("hello/plugin.yaml", yaml);
        return Manifest::load(folder_.path() / "hello");
    }
    void expect_refused(const std::string& yaml, const std::string& place, const std::string& words)
    {
        try {
            load(yaml);
            FAIL() << yaml;
        } catch (const config::ConfigError& error) {
            const std::string what = error.what();
            EXPECT_NE(what.find("plugin.yaml" + place), std::string::npos) << what;
            EXPECT_NE(what.find(words), std::string::npos) << what;
        }
    }
    TestFolder folder_;
};

TEST_F(ManifestTest, ReadsWhatAPluginNeeds)
{
    const auto manifest = load("id: hello\nversion: 1.2.0\nsdk: \"^0.1\"\ndepends: { catalog: \"^0.1\" }\nuses: [store]\n"
                               "permissions: { hello.greetings.edit: { en: Edit } }\n");
    EXPECT_EQ(manifest.version.text(), "1.2.0");
    ASSERT_EQ(manifest.depends.size(), 1U);
    EXPECT_EQ(manifest.depends[0].id, "catalog");
    EXPECT_EQ(manifest.uses, std::vector<std::string>{"store"});
    EXPECT_EQ(manifest.library(), folder_.path() / "hello" / "hello.so");
}

TEST_F(ManifestTest, SaysWhereAndWhatIsWrong)
{
    const std::string head = "id: hello\nversion: 1.0.0\nsdk: \"^0.1\"\n";
    expect_refused(head + "depnds: {}\n", ":4:1", "did you mean \"depends\"?");
    expect_refused("version: 1.0.0\nsdk: \"^0.1\"\n", "", "needs a text under \"id\"");
    expect_refused("id: Hello\nversion: 1.0.0\nsdk: \"^0.1\"\n", ":1:1", "a to z");
    expect_refused("id: other\nversion: 1.0.0\nsdk: \"^0.1\"\n", ":1:1", "the folder is called \"hello\"");
    expect_refused("id: hello\nversion: one\nsdk: \"^0.1\"\n", ":2:1", "1.2.3");
    expect_refused("id: hello\nversion: 1.0.0\nsdk: latest\n", ":3:1", "version range");
    expect_refused(head + "depends:\n  catalog: newest\n", ":5:3", "newest");
    expect_refused(head + "permissions:\n  catalog.products.edit: { en: Edit }\n", ":5:3", "begin with \"hello.\"");
    expect_refused(head + "id: hello\n", ":4:1", "a second time");
    expect_refused("id: [\n", ":", "");
}

TEST_F(ManifestTest, AShelfNoticesWhatComesAndChanges)
{
    Shelf shelf{{folder_.path()}};
    EXPECT_TRUE(shelf.look().empty());
    const auto nothing = Shelf::stamp_of({folder_.path()});
    folder_.write("hello/plugin.yaml", "id: hello\nversion: 1.0.0\nsdk: \"^0.1\"\n");
    folder_.write("broken/plugin.yaml", "id: broken\nversion: x\n");
    const auto something = Shelf::stamp_of({folder_.path()});
    EXPECT_NE(nothing, something);
    shelf.look();
    ASSERT_NE(shelf.find("hello"), nullptr);
    EXPECT_EQ(shelf.find("broken"), nullptr);
    EXPECT_NE(shelf.items().at("broken").error.find("plugin.yaml"), std::string::npos);
    folder_.write("hello/plugin.yaml", "id: hello\nversion: 1.0.1\nsdk: \"^0.1\"\n");
    EXPECT_EQ(shelf.look().at("hello").manifest->version.text(), "1.0.1");
    folder_.write("hello/hello.so", "code");
    EXPECT_NE(Shelf::stamp_of({folder_.path()}), something);
}

Manifest named(const std::string& id, std::vector<Dependency> depends = {}, std::vector<std::string> uses = {})
{
    Manifest manifest;
    manifest.id = id;
    manifest.version = {1, 0, 0};
    manifest.sdk_range = "*";
    manifest.depends = std::move(depends);
    manifest.uses = std::move(uses);
    return manifest;
}

Manifests all_of(std::vector<Manifest> list)
{
    Manifests all;
    for (auto& manifest : list) all.emplace(manifest.id, manifest);
    return all;
}

TEST(DependenciesTest, WhatIsNeededOrUsedStartsFirst)
{
    const auto all = all_of({named("a", {{"c", "*"}}), named("b", {}, {"z"}), named("c"), named("z")});
    const auto everything = [](const std::string&) { return true; };
    EXPECT_EQ(start_order(all, everything).ids, (std::vector<std::string>{"c", "a", "z", "b"}));
    EXPECT_EQ(start_order(all, [](const std::string& id) { return id != "z"; }).ids, (std::vector<std::string>{"c", "a", "b"}));
}

TEST(DependenciesTest, CirclesAreLeftOutAndNamed)
{
    const auto all = all_of({named("a", {{"b", "*"}}), named("b", {{"a", "*"}}), named("c")});
    const auto order = start_order(all, [](const std::string&) { return true; });
    EXPECT_EQ(order.ids, std::vector<std::string>{"c"});
    EXPECT_EQ(order.circular, (std::set<std::string>{"a", "b"}));
}

TEST(DependenciesTest, SaysWhatIsMissing)
{
    const auto a = named("a", {{"b", "^2"}});
    EXPECT_EQ(missing_dependency(a, {}), "needs plugin b, which is not running; enable it first");
    EXPECT_EQ(missing_dependency(a, all_of({named("b")})), "needs b ^2; installed is 1.0.0");
    EXPECT_EQ(missing_dependency(named("c"), {}), "");
    auto old = named("old");
    old.sdk_range = "^99";
    EXPECT_EQ(missing_dependency(old, {}).substr(0, 13), "needs SDK ^99");
}

TEST(DependenciesTest, FindsDependentsThroughOthers)
{
    const auto all = all_of({named("a", {{"b", "*"}}), named("b", {{"c", "*"}}), named("c"), named("d", {}, {"c"})});
    EXPECT_EQ(dependents_of(all, "c"), (std::set<std::string>{"a", "b"}));
    EXPECT_EQ(names_with_versions(all, {"a", "b"}), "a 1.0.0 and b 1.0.0");
    EXPECT_EQ(names_with_versions(all, {"a", "b", "c"}), "a 1.0.0, b 1.0.0 and c 1.0.0");
}

TEST(QuarantineTest, ThreeCrashesWithinAMinuteUntilTheOwnerWantsItAgain)
{
    using std::chrono::seconds;
    const TestFolder folder;
    Quarantine quarantine{folder.path() / "plugins" / "quarantine.json"};
    const std::chrono::sys_seconds now{seconds{1'000'000}};
    const auto crash = [&](int ago_s, const char* plugin) { return Quarantine::Crash{now - seconds{ago_s}, plugin, "signal 11"}; };

    EXPECT_TRUE(quarantine.judge({crash(90, "bad"), crash(20, "bad"), crash(1, "bad"), crash(1, ""), crash(2, ""), crash(3, "")}, now).empty());
    EXPECT_EQ(quarantine.judge({crash(50, "bad"), crash(20, "bad"), crash(9, "good"), crash(1, "bad")}, now), std::vector<std::string>{"bad"});
    EXPECT_FALSE(quarantine.reason("good"));
    ASSERT_TRUE(Quarantine{quarantine.file()}.reason("bad")) << "it outlives the process";
    EXPECT_NE(quarantine.reason("bad")->find("signal 11"), std::string::npos);
    EXPECT_TRUE(quarantine.release("bad", now));
    EXPECT_FALSE(quarantine.release("bad", now));
    EXPECT_FALSE(quarantine.reason("bad"));
    EXPECT_TRUE(quarantine.judge({crash(3, "bad"), crash(2, "bad"), crash(1, "bad")}, now).empty()) << "crashes before the release do not count";
    folder.write("plugins/quarantine.json", "damaged");
    EXPECT_FALSE(quarantine.reason("bad"));
}

} // namespace
} // namespace hurtrock::plugins
