#include "types.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace hurtrock::inventory
{
namespace
{

TEST(StockLines, are_merged_by_variant_and_sorted_for_locking)
{
    const auto lines = in_lock_order({{VariantId{7}, 2}, {VariantId{3}, 1}, {VariantId{7}, 3}});
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].variant.value, 3);
    EXPECT_EQ(lines[0].quantity, 1);
    EXPECT_EQ(lines[1].variant.value, 7);
    EXPECT_EQ(lines[1].quantity, 5);
}

TEST(StockLines, of_nothing_are_nothing)
{
    EXPECT_TRUE(in_lock_order({}).empty());
}

TEST(Level, available_is_what_nobody_holds)
{
    EXPECT_EQ((Level{VariantId{1}, 5, 2}).available(), 3);
}

TEST(Schema, keeps_the_last_guard_against_overselling)
{
    std::ifstream file{HURTROCK_PLUGIN_FOLDER "/migrations/0001_create_stock.sql"};
    std::stringstream text;
    text << file.rdbuf();
    EXPECT_NE(text.str().find("CHECK (0 <= reserved AND reserved <= on_hand)"), std::string::npos);
}

} // namespace
} // namespace hurtrock::inventory
