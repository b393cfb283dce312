#include "provider.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace hurtrock::bank_transfer {
namespace {

TEST(UniqueCodes, lie_between_1_and_999_and_never_repeat)
{
    const auto codes = codes_to_try(123'456'789, 999);
    ASSERT_EQ(codes.size(), 999u);
    EXPECT_EQ(std::set<std::int64_t>(codes.begin(), codes.end()).size(), 999u);
    EXPECT_EQ(*std::min_element(codes.begin(), codes.end()), 1);
    EXPECT_EQ(*std::max_element(codes.begin(), codes.end()), 999);
}

TEST(UniqueCodes, start_elsewhere_for_another_attempt)
{
    EXPECT_NE(codes_to_try(1, 1).front(), codes_to_try(2, 1).front());
    EXPECT_EQ(codes_to_try(UINT64_MAX, 3).size(), 3u);
}

} // namespace
} // namespace hurtrock::bank_transfer
