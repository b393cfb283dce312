#include "types.hpp"

#include <gtest/gtest.h>

namespace hurtrock::cart
{
namespace
{

TEST(LineLimit, is_what_is_available_up_to_the_most_a_line_may_hold)
{
    EXPECT_EQ(line_limit(-3), 0);
    EXPECT_EQ(line_limit(0), 0);
    EXPECT_EQ(line_limit(5), 5);
    EXPECT_EQ(line_limit(99), 99);
    EXPECT_EQ(line_limit(100), 99);
}

TEST(CartLine, is_blocked_when_gone_or_short_and_not_when_only_its_price_changed)
{
    shop::CartLine line;
    line.variant.active = true;
    line.quantity = line.available = 2;
    EXPECT_FALSE(line.blocked());
    line.price_before = Money{1000};
    EXPECT_FALSE(line.blocked());
    line.available = 1;
    EXPECT_TRUE(line.blocked());
    line.variant.backorder = true;
    EXPECT_FALSE(line.blocked());
    EXPECT_TRUE(line.short_of_stock());
    line.available = 9;
    line.variant.active = false;
    EXPECT_TRUE(line.blocked());
}

TEST(CartOwner, prefers_nobody_over_an_empty_guest_key)
{
    const shop::CartOwner nobody;
    EXPECT_FALSE(nobody.user);
    EXPECT_TRUE(nobody.guest.empty());
}

TEST(Codes, are_kept_in_capitals_without_spaces)
{
    EXPECT_EQ(normalised_code(" gajian 10 "), "GAJIAN10");
    EXPECT_EQ(normalised_code("kode\n"), "");
    EXPECT_EQ(normalised_code("é"), "");
    EXPECT_EQ(normalised_code(std::string(41, 'A')), "");
}

} // namespace
} // namespace hurtrock::cart
