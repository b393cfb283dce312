#include "core/settings/settings_host.hpp"
#include "core/testing/test_database.hpp"

#include <gtest/gtest.h>

namespace hurtrock::settings {
namespace {

using hurtrock::testing::database;

struct Store : ::testing::Test {
    hurtrock::testing::TestClock clock;
    hurtrock::testing::TestLog log;
    int told{0};
    SettingsStore store{database(), clock, log, std::string(32, 'k'), [this](const std::string&) { ++told; }};

    static Schema schema()
    {
        return *Schema::parse({
            {"greeting", {{"type", "text"}, {"default", "Halo"}, {"label", {{"en", "Greeting"}, {"id", "Salam"}}}}},
            {"lines_max", {{"type", "integer"}, {"default", 100}, {"min", 1}, {"max", 1000}}},
            {"shouting", {{"type", "boolean"}, {"default", true}}},
            {"mode", {{"type", "choice"}, {"choices", Value::list({"sandbox", "live"})}, {"default", "sandbox"}}},
            {"key", {{"type", "secret"}, {"required", true}}},
        });
    }
    Result<Changes> save(const std::string& owner, const Value& form)
    {
        return database().transaction("test.save",
                                      [&](Transaction& tx) { return store.save(tx, owner, form, "Sari"); });
    }
};

TEST_F(Store, defaults_then_stored_values_then_pins)
{
    store.declare("order", schema());
    SettingsHost settings{store, "order"};
    EXPECT_EQ(settings.text("greeting"), "Halo");
    EXPECT_EQ(settings.integer("lines_max"), 100);
    EXPECT_TRUE(settings.boolean("shouting"));
    EXPECT_FALSE(settings.complete());

    const auto saved = save("order", {{"greeting", "Hai"}, {"lines_max", "5"}, {"key", "s3cret"}, {"mode", "live"}});
    ASSERT_TRUE(saved);
    EXPECT_EQ(settings.text("greeting"), "Hai");
    EXPECT_EQ(settings.integer("lines_max"), 5);
    EXPECT_FALSE(settings.boolean("shouting"));
    EXPECT_EQ(settings.secret("key"), "s3cret");
    EXPECT_TRUE(settings.complete());
    EXPECT_EQ(saved->before["lines_max"].integer(), 100);
    EXPECT_EQ(saved->after["lines_max"].integer(), 5);
    EXPECT_EQ(saved->after["key"].text(), "set");
    EXPECT_FALSE(settings.all().has("key"));

    EXPECT_TRUE(store.declare("order", schema(), {{"greeting", {"Selamat", "config/plugins.yaml:12"}}}).empty());
    EXPECT_EQ(settings.text("greeting"), "Selamat");
    EXPECT_EQ(settings.integer("lines_max"), 5);
    ASSERT_TRUE(save("order", {{"greeting", "ignored"}}));
    EXPECT_EQ(settings.text("greeting"), "Selamat");
    EXPECT_EQ(settings.secret("key"), "s3cret");
}

TEST_F(Store, refuses_the_whole_form_and_names_every_wrong_field)
{
    store.declare("refuse", schema());
    const auto saved = save("refuse", {{"greeting", "Hai"}, {"lines_max", "0"}, {"mode", "x"}, {"key", "k"}});
    ASSERT_FALSE(saved);
    EXPECT_EQ(saved.problem().code, "form.invalid");
    ASSERT_EQ(saved.problem().details.size(), 2u);
    EXPECT_EQ(saved.problem().details[0].field, "lines_max");
    EXPECT_EQ(saved.problem().details[1].field, "mode");
    EXPECT_EQ(SettingsHost(store, "refuse").text("greeting"), "Halo");
    EXPECT_EQ(save("nobody", {}).problem().code, "settings.unknown_owner");
}

TEST_F(Store, what_does_not_matter_is_not_required)
{
    store.declare("gate", *Schema::parse({{"mode", {{"type", "choice"}, {"choices", Value::list({"test", "live"})}, {"default", "test"}}},
                                          {"merchant", {{"type", "text"}, {"required", true}, {"when", {{"mode", "live"}}}}}}));
    EXPECT_TRUE(store.snapshot("gate")->complete);
    ASSERT_TRUE(save("gate", {{"mode", "test"}, {"merchant", ""}}));
    const auto refused = save("gate", {{"mode", "live"}, {"merchant", ""}});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problem().details.front().field, "merchant");
    EXPECT_EQ(store.snapshot("gate")->values.at("mode").text(), "test");
    ASSERT_TRUE(save("gate", {{"mode", "live"}, {"merchant", "HR-1"}}));
    EXPECT_TRUE(store.snapshot("gate")->missing().empty());
    const auto form = form_model("gate", *store.snapshot("gate"), "en");
    const Value field = form["fields"].items()[1];
    EXPECT_TRUE(field["applies"].boolean());
    EXPECT_EQ(field["when"].items()[0]["key"].text(), "mode");
}

TEST_F(Store, a_rolled_back_save_changes_nothing)
{
    store.declare("rollback", schema());
    (void)database().transaction("test.rollback", [&](Transaction& tx) -> Result<Done> {
        EXPECT_TRUE(store.save(tx, "rollback", {{"greeting", "Hai"}}, "Sari"));
        return Problem{"changed.mind"};
    });
    EXPECT_EQ(SettingsHost(store, "rollback").text("greeting"), "Halo");
}

TEST_F(Store, an_empty_secret_stays_until_it_is_removed)
{
    store.declare("secret", schema());
    SettingsHost settings{store, "secret"};
    ASSERT_TRUE(save("secret", {{"key", "s3cret"}}));
    ASSERT_TRUE(save("secret", {{"key", ""}}));
    EXPECT_EQ(settings.secret("key"), "s3cret");
    EXPECT_EQ(save("secret", {{"key", ""}, {"key_remove", "on"}}).problem().details.front().code, "form.required");
    EXPECT_EQ(settings.secret("key"), "s3cret");
}

const Query raw_query{
    "test.raw_settings",
    "SELECT coalesce(string_agg(s::text || encode(sealed, 'escape'), ''), '') AS raw FROM core.settings s"};

TEST_F(Store, a_secret_is_unreadable_in_the_database_and_with_another_key)
{
    store.declare("sealed", schema());
    ASSERT_TRUE(save("sealed", {{"key", "plaintext-needle"}}));
    EXPECT_EQ(database().run(raw_query).front().text("raw").find("plaintext-needle"), std::string_view::npos);

    SettingsStore other{database(), clock, log, std::string(32, 'x')};
    other.declare("sealed", schema());
    EXPECT_EQ(SettingsHost(other, "sealed").secret("key"), "");
    EXPECT_FALSE(SettingsHost(other, "sealed").complete());
    EXPECT_TRUE(log.contains("does not open"));
    EXPECT_FALSE(log.contains("plaintext-needle"));
    const auto model = form_model("sealed", *other.snapshot("sealed"), "id");
    EXPECT_TRUE(model["fields"].items().back()["unreadable"].boolean());
}

TEST_F(Store, an_emptied_text_stays_empty_and_an_emptied_number_goes_back_to_its_default)
{
    store.declare("empty", schema());
    SettingsHost settings{store, "empty"};
    ASSERT_TRUE(save("empty", {{"greeting", "Hai"}, {"lines_max", "5"}}));
    ASSERT_TRUE(save("empty", {{"greeting", ""}, {"lines_max", ""}}));
    EXPECT_EQ(settings.text("greeting"), "");
    EXPECT_EQ(settings.integer("lines_max"), 100);
    SettingsStore again{database(), clock, log, std::string(32, 'k')};
    again.declare("empty", schema());
    EXPECT_EQ(SettingsHost(again, "empty").text("greeting"), "");
}

TEST_F(Store, other_nodes_follow)
{
    store.declare("nodes", schema());
    SettingsStore other{database(), clock, log, std::string(32, 'k')};
    other.declare("nodes", schema());
    other.refresh();
    EXPECT_FALSE(other.refresh());
    ASSERT_TRUE(save("nodes", {{"greeting", "Hai"}}));
    EXPECT_EQ(SettingsHost(other, "nodes").text("greeting"), "Halo");
    EXPECT_TRUE(other.refresh());
    EXPECT_EQ(SettingsHost(other, "nodes").text("greeting"), "Hai");
    EXPECT_FALSE(other.refresh());
    EXPECT_GE(told, 2);
}

TEST_F(Store, an_empty_pin_fixes_nothing)
{
    store.declare("empty", schema());
    ASSERT_TRUE(save("empty", {{"greeting", "Hai"}, {"lines_max", "5"}, {"key", "s3cret"}, {"mode", "live"}}));
    const Value empty{""};
    EXPECT_TRUE(store
                    .declare("empty", schema(),
                             {{"greeting", {empty, "x:1"}}, {"key", {empty, "x:2"}}, {"lines_max", {Value{}, "x:3"}}})
                    .empty());
    SettingsHost settings{store, "empty"};
    EXPECT_EQ(settings.text("greeting"), "Hai");
    EXPECT_EQ(settings.secret("key"), "s3cret");
    EXPECT_EQ(settings.integer("lines_max"), 5);
    ASSERT_TRUE(save("empty", {{"greeting", "Pagi"}}));
    EXPECT_EQ(settings.text("greeting"), "Pagi");
}

TEST_F(Store, a_pin_the_schema_refuses_is_named_with_its_place)
{
    const auto refused = store.declare(
        "pins", schema(), {{"lines_max", {0, "config/plugins.yaml:7"}}, {"lines_mx", {5, "config/plugins.yaml:8"}}});
    ASSERT_EQ(refused.size(), 2u);
    EXPECT_EQ(refused[0].arguments["place"].text(), "config/plugins.yaml:7");
    EXPECT_EQ(refused[1].code, "settings.unknown_key");
    EXPECT_EQ(SettingsHost(store, "pins").integer("lines_max"), 100);
}

TEST_F(Store, a_form_shows_labels_pins_and_what_was_typed_but_no_secret)
{
    store.declare("form", schema(), {{"mode", {"live", "config/plugins.yaml:3"}}});
    ASSERT_TRUE(save("form", {{"key", "s3cret"}}));
    const auto model =
        form_model("form", *store.snapshot("form"), "id", {{"lines_max", "zero"}}, {{"lines_max", "bukan angka"}});
    const auto& fields = model["fields"].items();
    EXPECT_EQ(fields[0]["label"].text(), "Salam");
    EXPECT_EQ(fields[1]["value"].text(), "zero");
    EXPECT_EQ(fields[1]["error"].text(), "bukan angka");
    EXPECT_TRUE(fields[3]["pinned"].boolean());
    EXPECT_EQ(fields[3]["place"].text(), "config/plugins.yaml:3");
    EXPECT_TRUE(fields[3]["choices"].items()[1]["selected"].boolean());
    EXPECT_EQ(fields[4]["value"].text(), "");
    EXPECT_TRUE(fields[4]["is_set"].boolean());
}

TEST_F(Store, single_values_and_strict_reading)
{
    store.declare("one", schema(), {{"mode", {"live", "config/plugins.yaml:3"}}});
    SettingsHost settings{store, "one"};
    const auto set = [&](const std::string& key, const Value& value) {
        return database().transaction("test.one",
                                      [&](Transaction& tx) { return store.save_one(tx, "one", key, value, "cli"); });
    };
    EXPECT_TRUE(set("shouting", "off"));
    EXPECT_FALSE(settings.boolean("shouting"));
    EXPECT_EQ(set("mode", "sandbox").problem().code, "settings.pinned");
    EXPECT_EQ(set("moed", "sandbox").problem().code, "settings.unknown_key");
    EXPECT_THROW((void)settings.text("moed"), std::out_of_range);
    EXPECT_THROW((void)settings.text("key"), std::out_of_range);
    EXPECT_THROW((void)settings.secret("mode"), std::out_of_range);
}

} // namespace
} // namespace hurtrock::settings
