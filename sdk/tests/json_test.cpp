#include <hurtrock/json.hpp>

#include <gtest/gtest.h>

namespace hurtrock
{
namespace
{

std::string problem(std::string_view text)
{
    const auto parsed = from_json(text);
    return parsed.ok() ? "none" : parsed.problem().code;
}

TEST(Json, comes_back_as_it_went)
{
    for (const char* text : {"null", "true", "-9223372036854775808", "9223372036854775807", "1.5", "\"a\\\"b\\u0001é\"",
                             "[]", "{}", R"({"b":[1,{"c":null}],"a":"x"})"}) {
        const auto parsed = from_json(text);
        ASSERT_TRUE(parsed.ok()) << text;
        EXPECT_EQ(to_json(parsed.value()), text);
    }
}

TEST(Json, keeps_decimals_and_integers_apart)
{
    EXPECT_EQ(from_json("1").value().kind(), Value::Kind::integer);
    EXPECT_EQ(from_json("1.0").value().kind(), Value::Kind::decimal);
    EXPECT_EQ(to_json(Value{1.0}), "1.0");
    EXPECT_EQ(from_json("9223372036854775808").value().kind(), Value::Kind::decimal);
    EXPECT_EQ(from_json("18446744073709551615").value().decimal(), 18446744073709551615.0);
}

TEST(Json, says_where_it_is_malformed)
{
    const auto parsed = from_json("{\"a\": 1,\n  \"b\": x}");
    ASSERT_FALSE(parsed.ok());
    EXPECT_EQ(parsed.problem().code, "json.malformed");
    EXPECT_EQ(parsed.problem().arguments["line"].integer(), 2);
    EXPECT_EQ(parsed.problem().arguments["column"].integer(), 8);
    EXPECT_EQ(parsed.problem().status, 400);
    for (const char* text :
         {"", " ", "{", "[1,]", "{\"a\"}", "01", "NaN", "'a'", "1 2", "\"\x01\"", "\"\xff\"", "[1] // no"})
        EXPECT_EQ(problem(text), "json.malformed") << text;
}

TEST(Json, refuses_duplicate_keys_and_deep_nesting)
{
    EXPECT_EQ(problem(R"({"a":1,"a":2})"), "json.duplicate_key");
    EXPECT_EQ(problem(R"({"a":1,"b":{"a":2}})"), "none");
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_EQ(problem(nested(64)), "none");
    EXPECT_EQ(problem(nested(65)), "json.too_deep");
    EXPECT_EQ(problem(nested(1'000'000)), "json.too_deep");
}

TEST(Json, replaces_invalid_bytes_and_writes_no_infinity)
{
    EXPECT_EQ(to_json(Value{"a\xff"}), "\"a\xEF\xBF\xBD\"");
    EXPECT_EQ(to_json(Value{1e308 * 10}), "null");
}

} // namespace
} // namespace hurtrock
