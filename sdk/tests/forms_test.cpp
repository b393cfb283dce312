#include <hurtrock/forms.hpp>

#include <gtest/gtest.h>

namespace hurtrock {
namespace {

TEST(Phones, AreOneNumberInAnyUsualSpelling)
{
    for (const auto* typed : {"0812-3456-7890", "+62 812 3456 7890", "62 812.3456.7890", "(0812) 3456/7890", "8123456 7890",
                              "0062 812 3456 7890", "+62 (0)812 3456 7890"})
        EXPECT_EQ(normalised_phone(typed), "+6281234567890") << typed;
    EXPECT_EQ(normalised_phone("(022) 420-1234"), "+62224201234") << "a line at home";
    EXPECT_EQ(normalised_phone("+65 6123 4567"), "+6561234567") << "another country";
}

TEST(Phones, ThatNobodyCanCallAreRefused)
{
    for (const auto* typed : {"", "12", "telepon", "0812-3456-7890x", "0812 345", "1234567890", "+0812345678", "08123456789012345",
                              "62+8123456789", "+"})
        EXPECT_FALSE(normalised_phone(typed)) << typed;
}

} // namespace
} // namespace hurtrock
