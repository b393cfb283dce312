#include <hurtrock/value.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <thread>

namespace hurtrock
{
namespace
{

TEST(ValueKinds, are_chosen_by_the_type_given)
{
    EXPECT_EQ(Value{}.kind(), Value::Kind::null);
    EXPECT_EQ(Value{nullptr}.kind(), Value::Kind::null);
    EXPECT_EQ(Value{true}.kind(), Value::Kind::boolean);
    EXPECT_EQ(Value{42}.kind(), Value::Kind::integer);
    EXPECT_EQ(Value{std::size_t{42}}.integer(), 42);
    EXPECT_EQ(Value{1.5}.kind(), Value::Kind::decimal);
    EXPECT_EQ(Value{"x"}.kind(), Value::Kind::text);
    EXPECT_EQ(Value{std::string_view{"x"}}.text(), "x");
    EXPECT_TRUE(Value::list().is_list());
    EXPECT_TRUE(Value::map().is_map());
}

TEST(ValueReaders, answer_the_fallback_for_other_kinds)
{
    const Value text{"12"};
    EXPECT_EQ(text.integer(7), 7);
    EXPECT_TRUE(text.boolean(true));
    EXPECT_EQ(text.decimal(1.5), 1.5);
    EXPECT_EQ(Value{3}.text("none"), "none");
    EXPECT_EQ(Value{3}.decimal(), 3.0);
    EXPECT_TRUE(text.items().empty());
    EXPECT_TRUE(text.entries().empty());
    EXPECT_TRUE(text["key"].is_null());
    EXPECT_EQ(text.find("key"), nullptr);
}

TEST(ValueMaps, keep_their_order_and_the_last_value_of_a_key)
{
    const Value map{{"b", 1}, {"a", 2}, {"b", 3}};
    ASSERT_EQ(map.size(), 2U);
    EXPECT_EQ(map.entries()[0].first, "b");
    EXPECT_EQ(map["b"].integer(), 3);
    EXPECT_TRUE(map.has("a"));
}

TEST(ValueCopies, are_independent_once_written)
{
    Value first{{"list", Value::list({1, 2})}};
    Value second = first;
    second.at("list").push(3);
    second.set("new", "x");
    EXPECT_EQ(first["list"].size(), 2U);
    EXPECT_FALSE(first.has("new"));
    EXPECT_EQ(second["list"].size(), 3U);
}

TEST(ValueCopies, may_be_made_and_written_by_many_threads)
{
    const Value shared{{"list", Value::list({1, 2, 3})}};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 4; ++thread)
        threads.emplace_back([&shared] {
            for (int round = 0; round < 2'000; ++round) {
                Value copy = shared;
                copy.at("list").push(round);
                EXPECT_EQ(copy["list"].size(), 4U);
            }
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(shared["list"].size(), 3U);
}

TEST(ValueWriters, turn_null_into_what_is_needed_and_refuse_the_rest)
{
    Value value;
    value.at("deep").at("deeper").push(1);
    EXPECT_EQ(value["deep"]["deeper"].items()[0].integer(), 1);
    EXPECT_THROW(value.push(1), std::logic_error);
    EXPECT_THROW(Value{1}.set("key", 2), std::logic_error);
    EXPECT_TRUE(value.erase("deep"));
    EXPECT_FALSE(value.erase("deep"));
    EXPECT_TRUE(value.empty());
}

TEST(ValueWriters, may_put_a_value_into_itself)
{
    Value list = Value::list({1});
    list.push(list);
    EXPECT_EQ(list.size(), 2U);
    EXPECT_EQ(list.items()[1].size(), 1U);

    Value map{{"a", 1}};
    map.merge(map);
    map.set("self", map);
    EXPECT_EQ(map["self"].size(), 1U);
    map = map["self"];
    EXPECT_EQ(map, (Value{{"a", 1}}));
}

TEST(ValueEquality, compares_by_content)
{
    EXPECT_EQ((Value{{"a", 1}, {"b", 2}}), (Value{{"b", 2}, {"a", 1}}));
    EXPECT_FALSE((Value{{"a", 1}}) == (Value{{"a", 2}}));
    EXPECT_FALSE((Value{{"a", nullptr}}) == (Value{{"b", nullptr}}));
    EXPECT_EQ(Value{1}, Value{1.0});
    EXPECT_FALSE(Value{INT64_MAX} == Value{INT64_MAX - 1});
    EXPECT_FALSE(Value{1} == Value{true});
    EXPECT_FALSE(Value{"1"} == Value{1});
    EXPECT_EQ(Value::list({1, "a"}), Value::list({1, "a"}));
    EXPECT_EQ(Value{}, Value{nullptr});
}

TEST(ValueSafe, marks_text_only_where_asked)
{
    auto safe = Value::safe("<b>");
    EXPECT_TRUE(safe.is_safe());
    EXPECT_TRUE(Value{safe}.is_safe());
    const Value moved = std::move(safe);
    EXPECT_TRUE(moved.is_safe());
    EXPECT_FALSE(Value{"<b>"}.is_safe());
}

} // namespace
} // namespace hurtrock
