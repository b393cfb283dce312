#include <hurtrock/yaml.hpp>

#include <gtest/gtest.h>

namespace hurtrock {
namespace {

Value read(std::string_view text)
{
    auto value = from_yaml(text);
    EXPECT_TRUE(value.ok()) << text << ": " << (value.ok() ? "" : value.problem().code);
    return value.ok() ? std::move(*value) : Value{};
}

TEST(Yaml, TypesPlainScalarsByTheCoreSchemaAndLeavesQuotedOnesText)
{
    const auto value = read("a: '1'\nb: 1\nc: 1.5\nd: on\ne: true\nf: .009 - .042\ng: +12\nh: 0x1F\ni: !!str 5\nj: ~\n"
                            "k: -3e2\nl: \"true\"\nm: 12345678901234567890\nn: 0o17\no:\n");
    EXPECT_EQ(value["a"], Value{"1"});
    EXPECT_EQ(value["b"], Value{1});
    EXPECT_EQ(value["c"], Value{1.5});
    EXPECT_EQ(value["d"], Value{"on"});
    EXPECT_EQ(value["e"], Value{true});
    EXPECT_EQ(value["f"], Value{".009 - .042"});
    EXPECT_EQ(value["g"], Value{12});
    EXPECT_EQ(value["h"], Value{31});
    EXPECT_EQ(value["i"], Value{"5"});
    EXPECT_TRUE(value["j"].is_null());
    EXPECT_EQ(value["k"], Value{-300});
    EXPECT_EQ(value["l"], Value{"true"});
    EXPECT_EQ(value["m"].kind(), Value::Kind::decimal);
    EXPECT_EQ(value["n"], Value{15});
    EXPECT_TRUE(value["o"].is_null());
}

TEST(Yaml, KeepsOrderAndFollowsAliases)
{
    const auto value = read("z: &one {x: 1}\na: [*one, two]\n");
    EXPECT_EQ(value.entries()[0].first, "z");
    EXPECT_EQ(value["a"].items()[0]["x"], Value{1});
    EXPECT_EQ(value["a"].items()[1], Value{"two"});
}

struct Broken {
    const char* text;
    const char* code;
    std::int64_t line, column;
};

TEST(Yaml, NamesThePlaceOfWhatIsWrong)
{
    for (const auto& each : {Broken{"a: 1\nb: {c: 1,\n  c: 2}\n", "yaml.duplicate_key", 3, 3},
                             Broken{"? [a]\n: 1\n", "yaml.key_not_text", 1, 3}}) {
        const auto value = from_yaml(each.text);
        ASSERT_FALSE(value.ok()) << each.text;
        EXPECT_EQ(value.problem().code, each.code);
        EXPECT_EQ(value.problem().arguments["line"].integer(), each.line) << each.text;
        EXPECT_EQ(value.problem().arguments["column"].integer(), each.column) << each.text;
    }
    EXPECT_EQ(from_yaml("a: [1\nb: 2").problem().code, "yaml.malformed");
}

TEST(Yaml, RefusesBombs)
{
    std::string text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
    for (int level = 1; level < 8; ++level) {
        const auto number = std::to_string(level), below = std::to_string(level - 1);
        text.append("a").append(number).append(": &a").append(number).append(" [x");
        for (int copy = 0; copy < 10; ++copy) text.append(", *a").append(below);
        text.append("]\n");
    }
    EXPECT_EQ(from_yaml(text).problem().code, "yaml.too_large");
    EXPECT_EQ(from_yaml(std::string(100, '[') + std::string(100, ']')).problem().code, "yaml.too_deep");
}

} // namespace
} // namespace hurtrock
