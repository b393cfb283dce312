#include "amounts.hpp"

#include <gtest/gtest.h>

namespace hurtrock::stripe {
namespace {

TEST(Amounts, rupiah_have_two_decimals_at_stripe)
{
    EXPECT_EQ(to_minor(Money{125'000}), 12'500'000);
    EXPECT_EQ(to_minor(Money{0}), 0);
    EXPECT_EQ(from_minor(12'500'000, "idr").money, Money{125'000});
    EXPECT_FALSE(from_minor(12'500'000, "idr").rest);
    EXPECT_EQ(from_minor(12'500'050, "idr").money, Money{125'000});
    EXPECT_TRUE(from_minor(12'500'050, "idr").rest);
}

TEST(Amounts, twelve_digits_of_rupiah_are_the_most)
{
    EXPECT_EQ(to_minor(Money{9'999'999'999}), 999'999'999'900);
    EXPECT_FALSE(to_minor(Money{10'000'000'000}));
    EXPECT_FALSE(to_minor(Money{9'223'372'036'854'775'807}));
    EXPECT_FALSE(to_minor(Money{-1}));
}

TEST(Amounts, currencies_without_decimals_are_sent_as_they_are)
{
    for (const auto* currency :
         {"BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF"}) {
        EXPECT_EQ(to_minor(Money(1'250, currency)), 1'250) << currency;
        EXPECT_EQ(from_minor(1'250, lower_case(currency)).money, Money(1'250, currency)) << currency;
    }
}

TEST(Amounts, the_odd_ones_are_as_stripe_says)
{
    EXPECT_EQ(to_minor(Money(12'50, "USD")), 1'250);
    EXPECT_EQ(to_minor(Money(99'999'999, "EUR")), 99'999'999);
    EXPECT_FALSE(to_minor(Money(100'000'000, "EUR"))) << "eight digits";
    EXPECT_EQ(to_minor(Money(500, "UGX")), 50'000);
    EXPECT_EQ(to_minor(Money(500, "ISK")), 50'000);
    EXPECT_EQ(from_minor(50'000, "isk").money, Money(500, "ISK"));
    EXPECT_EQ(to_minor(Money(5'120, "KWD")), 5'120);
    EXPECT_FALSE(to_minor(Money(5'123, "KWD"))) << "the last decimal must be zero";
    EXPECT_EQ(to_minor(Money(50'000, "MGA")), 500);
    EXPECT_FALSE(to_minor(Money(50'010, "MGA")));
}

TEST(Amounts, strange_currencies_are_no_rupiah)
{
    for (const auto* currency : {"", "x", "rupiah", "1dr", "i\xC3\xA9"})
        EXPECT_EQ(from_minor(100, currency).money.currency(), "ZZZ") << currency;
}

} // namespace
} // namespace hurtrock::stripe
