#include <hurtrock/ids.hpp>

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <unordered_set>

namespace hurtrock
{
namespace
{

TEST(PublicId, is_22_characters_of_base62_and_never_the_same)
{
    std::set<std::string> seen;
    for (int round = 0; round < 10'000; ++round) {
        const auto id = make_public_id();
        EXPECT_EQ(id.size(), 22U);
        EXPECT_EQ(id.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
                  std::string::npos)
            << id;
        EXPECT_TRUE(seen.insert(id).second);
    }
}

TEST(PublicId, draws_every_character_equally_often)
{
    std::map<char, int> counts;
    constexpr int rounds = 20'000;
    for (int round = 0; round < rounds; ++round)
        for (const char letter : make_public_id())
            ++counts[letter];
    ASSERT_EQ(counts.size(), 62U);
    const double expected = rounds * 22 / 62.0; // about 7,097, standard deviation 84; byte % 62 would be off by 24 %
    for (const auto& [letter, count] : counts)
        EXPECT_NEAR(count, expected, 6 * 84) << letter;
}

TEST(IdType, compares_hashes_and_is_false_when_zero)
{
    EXPECT_FALSE(OrderId{});
    EXPECT_TRUE(OrderId{3});
    EXPECT_LT(OrderId{3}, OrderId{4});
    EXPECT_TRUE((std::unordered_set<OrderId>{OrderId{3}}.contains(OrderId{3})));
    static_assert(!std::is_convertible_v<VariantId, OrderId>);
}

} // namespace
} // namespace hurtrock
