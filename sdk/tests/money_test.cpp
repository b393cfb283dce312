#include <hurtrock/json.hpp>
#include <hurtrock/money.hpp>

#include <gtest/gtest.h>

#include <random>
#include <stdexcept>

namespace hurtrock
{
namespace
{

__extension__ typedef __int128 Wide;

constexpr std::int64_t largest = INT64_MAX;
constexpr std::int64_t smallest = INT64_MIN;

TEST(MoneyText, is_what_people_read)
{
    EXPECT_EQ(Money{1'250'000}.text(), "Rp1.250.000");
    EXPECT_EQ(Money{-12'500}.text(), "-Rp12.500");
    EXPECT_EQ(Money{0}.text(), "Rp0");
    EXPECT_EQ(Money{999}.text(), "Rp999");
    EXPECT_EQ(Money{1'000}.text(), "Rp1.000");
    EXPECT_EQ(Money{-100}.text(), "-Rp100");
    EXPECT_EQ((Money{1'250, "USD"}.text()), "USD 12.50");
    EXPECT_EQ((Money{-5, "USD"}.text()), "-USD 0.05");
    EXPECT_EQ((Money{123'456'789, "EUR"}.text()), "EUR 1,234,567.89");
    EXPECT_EQ((Money{1'250, "JPY"}.text()), "JPY 1,250");
    EXPECT_EQ((Money{1'250, "KWD"}.text()), "KWD 1.250");
    EXPECT_EQ(Money{smallest}.text(), "-Rp9.223.372.036.854.775.808");
    EXPECT_EQ((Money{largest, "USD"}.text()), "USD 92,233,720,368,547,758.07");
}

TEST(MoneyArithmetic, adds_subtracts_and_multiplies)
{
    EXPECT_EQ(Money{5} + Money{7}, Money{12});
    EXPECT_EQ(Money{5} - Money{7}, Money{-2});
    EXPECT_EQ(Money{5} * 3, Money{15});
    EXPECT_EQ(-Money{5}, Money{-5});
    EXPECT_LT(Money{5}, Money{7});
    EXPECT_TRUE(Money{-1}.is_negative());
    EXPECT_TRUE(Money{}.is_zero());
}

TEST(MoneyArithmetic, never_overflows_in_silence)
{
    EXPECT_THROW(Money{largest} + Money{1}, std::overflow_error);
    EXPECT_THROW(Money{smallest} - Money{1}, std::overflow_error);
    EXPECT_THROW(Money{smallest} + Money{-1}, std::overflow_error);
    EXPECT_THROW(Money{largest / 2 + 1} * 2, std::overflow_error);
    EXPECT_THROW(Money{smallest} * -1, std::overflow_error);
    EXPECT_THROW(-Money{smallest}, std::overflow_error);
    EXPECT_THROW((void)Money{largest}.share(2, 1), std::overflow_error);
    EXPECT_EQ(Money{largest}.share(largest, largest), Money{largest});
    EXPECT_EQ(Money{smallest}.share(largest, largest), Money{smallest});
    EXPECT_EQ(Money{largest / 2} * 2, Money{largest - 1});
}

TEST(MoneyArithmetic, refuses_two_currencies_and_odd_ones)
{
    const Money rupiah{1}, dollars{1, "USD"};
    EXPECT_THROW(rupiah + dollars, std::domain_error);
    EXPECT_THROW(rupiah - dollars, std::domain_error);
    EXPECT_THROW((void)(rupiah < dollars), std::domain_error);
    EXPECT_FALSE(rupiah == dollars);
    for (const char* currency : {"", "usd", "US", "USDT", "U$D"})
        EXPECT_THROW((Money{1, currency}), std::domain_error) << currency;
    EXPECT_EQ((dollars * 2).currency(), "USD");
    EXPECT_EQ(dollars.share(1, 2).currency(), "USD");
}

TEST(MoneyShare, rounds_half_away_from_zero)
{
    EXPECT_EQ(Money{125'000}.share(11, 111), Money{12'387});
    EXPECT_EQ(Money{5}.share(1, 2), Money{3});
    EXPECT_EQ(Money{-5}.share(1, 2), Money{-3});
    EXPECT_EQ(Money{5}.share(-1, 2), Money{-3});
    EXPECT_EQ(Money{1}.share(1, 3), Money{0});
    EXPECT_EQ(Money{2}.share(1, 3), Money{1});
    EXPECT_EQ(Money{0}.share(7, 9), Money{0});
    EXPECT_THROW((void)Money{1}.share(1, 0), std::domain_error);
    EXPECT_THROW((void)Money{1}.share(1, -2), std::domain_error);
}

/// For any amount and fraction: the result is the closest whole number, and of two equally close ones the one further
/// from zero; the sign is mirrored; the share of a whole is the whole.
TEST(MoneyShare, is_the_closest_whole_number_for_random_fractions)
{
    std::mt19937_64 random{20'261'121};
    const auto any_size = [&] {
        const auto bits = static_cast<int>(random() % 62) + 1;
        return static_cast<std::int64_t>(random() >> (64 - bits));
    };
    int checked = 0;
    for (int round = 0; round < 200'000; ++round) {
        const std::int64_t units = random() % 2 ? any_size() : -any_size();
        const std::int64_t denominator = any_size() + 1;
        const std::int64_t numerator =
            static_cast<std::int64_t>(random() % (static_cast<std::uint64_t>(denominator) + 1));
        const auto part = Money{units}.share(numerator, denominator).units();

        const Wide exact_times_two = 2 * static_cast<Wide>(units) * numerator;
        const Wide part_times_two = 2 * static_cast<Wide>(part) * denominator;
        const Wide distance =
            part_times_two > exact_times_two ? part_times_two - exact_times_two : exact_times_two - part_times_two;
        ASSERT_LE(distance, denominator) << units << " * " << numerator << " / " << denominator;
        if (distance == denominator && exact_times_two != 0) {
            const bool further_out =
                exact_times_two > 0 ? part_times_two > exact_times_two : part_times_two < exact_times_two;
            ASSERT_TRUE(further_out) << units << " * " << numerator << " / " << denominator;
        }
        ASSERT_EQ(Money{-units}.share(numerator, denominator).units(), -part);
        ASSERT_EQ(Money{units}.share(denominator, denominator).units(), units);
        ++checked;
    }
    EXPECT_EQ(checked, 200'000);
}

TEST(MoneyValue, goes_to_json_and_back)
{
    const Money price{1'250, "USD"};
    EXPECT_EQ(to_json(price.to_value()), R"({"units":1250,"currency":"USD","text":"USD 12.50"})");
    EXPECT_EQ(Money::from_value(price.to_value()), price);
    EXPECT_EQ(Money::from_value(Value{{"units", 7}}), Money{7});
    EXPECT_THROW(Money::from_value(Value{{"units", 7}, {"currency", "rupiah"}}), std::domain_error);
}

} // namespace
} // namespace hurtrock
