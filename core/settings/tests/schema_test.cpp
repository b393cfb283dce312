#include "core/settings/schema.hpp"
#include "core/settings/sealed_box.hpp"

#include <gtest/gtest.h>

namespace hurtrock::settings {
namespace {

std::string refusal(const Value& field)
{
    const auto schema = Schema::parse({{"key", field}});
    return schema ? "" : std::string{schema.problem().arguments["reason"].text()};
}

std::string checked(const Value& declared, const Value& typed)
{
    const auto schema = Schema::parse({{"key", declared}});
    if (!schema) return "schema: " + std::string{schema.problem().arguments["reason"].text()};
    const auto value = check_value(schema->fields().front(), typed);
    if (!value) return value.problem().code;
    return value->is_null()                        ? "null"
           : value->kind() == Value::Kind::integer ? std::to_string(value->integer())
           : value->kind() == Value::Kind::boolean ? (value->boolean() ? "true" : "false")
                                                   : std::string{value->text()};
}

TEST(Schema, names_what_a_manifest_got_wrong)
{
    EXPECT_EQ(refusal({{"type", "integer"}, {"default", 5}}), "");
    EXPECT_EQ(refusal({{"type", "numbr"}}), "unknown type `numbr`");
    EXPECT_EQ(refusal({{"type", "text"}, {"defualt", "x"}}), "unknown entry `defualt`");
    EXPECT_EQ(refusal({{"type", "choice"}}), "a choice needs `choices: [...]`");
    EXPECT_EQ(refusal({{"type", "integer"}, {"min", 3}, {"max", 2}}), "min is above max");
    EXPECT_EQ(refusal({{"type", "integer"}, {"default", 0}, {"min", 1}}),
              "its own default is refused (form.too_small)");
    EXPECT_EQ(refusal({{"type", "secret"}, {"default", "hunter2"}}), "a secret has no default");
    EXPECT_EQ(refusal("text"), "expected a map with `type:`");
    EXPECT_FALSE(Schema::parse({{"Key", Value{{"type", "text"}}}}));
}

TEST(Schema, conditions_name_another_setting_and_what_it_can_be)
{
    const auto with = [](Value when) {
        const auto schema = Schema::parse({{"mode", {{"type", "choice"}, {"choices", Value::list({"test", "live"})}}},
                                           {"express", {{"type", "boolean"}}},
                                           {"key", {{"type", "secret"}, {"when", std::move(when)}}}});
        return schema ? "" : std::string{schema.problem().arguments["reason"].text()};
    };
    EXPECT_EQ(with({{"mode", "live"}, {"express", true}}), "");
    EXPECT_EQ(with({{"mode", Value::list({"live", "test"})}}), "");
    EXPECT_EQ(with({{"mod", "live"}}), "`when` names `mod`, which is no other setting");
    EXPECT_EQ(with({{"key", "x"}}), "`when` names `key`, which is no other setting");
    EXPECT_EQ(with({{"mode", "lively"}}), "`when` wants `mode` to be `lively`, which it cannot be");
    EXPECT_EQ(with("live"), "`when` is a map: { other_setting: value }");
}

TEST(Schema, checks_values_from_forms_and_from_yaml_alike)
{
    const Value integer{{"type", "integer"}, {"min", 1}, {"max", 10}};
    EXPECT_EQ(checked(integer, " 7 "), "7");
    EXPECT_EQ(checked(integer, 7), "7");
    EXPECT_EQ(checked(integer, ""), "null");
    EXPECT_EQ(checked(integer, "7x"), "form.number");
    EXPECT_EQ(checked(integer, 0), "form.too_small");
    EXPECT_EQ(checked(integer, "11"), "form.too_large");
    EXPECT_EQ(checked(integer, Value::list({1})), "form.number");
    EXPECT_EQ(checked({{"type", "boolean"}}, "on"), "true");
    EXPECT_EQ(checked({{"type", "boolean"}}, false), "false");
    EXPECT_EQ(checked({{"type", "boolean"}}, "maybe"), "form.choice");
    EXPECT_EQ(checked({{"type", "text"}, {"max", 3}}, "äöü"), "äöü");
    EXPECT_EQ(checked({{"type", "text"}, {"max", 3}}, "äöüß"), "form.too_long");
    EXPECT_EQ(checked({{"type", "text"}, {"min", 2}}, "a"), "form.too_short");
    EXPECT_EQ(checked({{"type", "text"}}, 12345), "12345");
    EXPECT_EQ(checked({{"type", "text"}}, "a\nb"), "form.control_character");
    EXPECT_EQ(checked({{"type", "textarea"}}, "a\nb"), "a\nb");
    const Value choice{{"type", "choice"},
                       {"choices", Value::list({"sandbox", Value{{"value", "live"}, {"label", "Live"}}})}};
    EXPECT_EQ(checked(choice, "live"), "live");
    EXPECT_EQ(checked(choice, "lively"), "form.choice");
    EXPECT_EQ(checked({{"type", "colour"}}, "#FF6B35"), "#FF6B35");
    EXPECT_EQ(checked({{"type", "colour"}}, "red"), "form.colour");
    EXPECT_EQ(checked({{"type", "email"}}, "halo@example.com"), "halo@example.com");
    EXPECT_EQ(checked({{"type", "email"}}, "halo"), "form.email");
    EXPECT_EQ(checked({{"type", "url"}}, "https://example.com/a?b"), "https://example.com/a?b");
    EXPECT_EQ(checked({{"type", "url"}}, "javascript:alert(1)"), "form.url");
}

TEST(SealedBox, opens_only_with_its_key_in_its_place_unchanged)
{
    const SealedBox box{std::string(32, 'k')};
    auto sealed = box.seal("mail/password", "s3cret");
    EXPECT_EQ(sealed.find("s3cret"), std::string::npos);
    EXPECT_NE(sealed, box.seal("mail/password", "s3cret"));
    EXPECT_EQ(box.open("mail/password", sealed), "s3cret");
    EXPECT_FALSE(box.open("mail/other", sealed));
    EXPECT_FALSE(SealedBox{std::string(32, 'x')}.open("mail/password", sealed));
    sealed.back() = static_cast<char>(sealed.back() ^ 1);
    EXPECT_FALSE(box.open("mail/password", sealed));
    EXPECT_FALSE(box.open("mail/password", ""));
    EXPECT_THROW(SealedBox{"short"}, std::invalid_argument);
}

} // namespace
} // namespace hurtrock::settings
