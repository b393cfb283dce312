#include "allocation.hpp"
#include "codes.hpp"
#include "engine.hpp"
#include "promotion_form.hpp"

#include <gtest/gtest.h>

#include <set>

namespace hurtrock::promotions {
namespace {

using Amounts = std::vector<Money>;

Promotion made(Kind kind, std::int64_t number)
{
    Promotion promotion;
    static std::int64_t next = 1;
    promotion.id = next++;
    promotion.public_id = "p" + std::to_string(promotion.id);
    promotion.name_id = promotion.public_id;
    promotion.kind = kind;
    if (kind == Kind::fixed)
        promotion.amount = Money{number};
    else
        promotion.percent = number;
    return promotion;
}

PricedLine line(std::int64_t price, std::int64_t quantity, std::int64_t product = 1)
{
    return {Money{price}, quantity, ProductId{product}, "Garuda", {product * 10, 1}};
}

Amounts taken(const Outcome& outcome)
{
    Amounts amounts;
    for (const auto& each : outcome.lines)
        amounts.push_back(each.amount);
    return amounts;
}

Outcome alone(const Promotion& promotion, const std::vector<PricedLine>& lines, Money shipping = {})
{
    return apply(lines, shipping, {{&promotion, "CODE"}}, "id");
}

TEST(Allocate, gives_what_is_left_over_to_the_largest_remainders_the_earlier_line_first)
{
    EXPECT_EQ(allocate(Money{10}, {Money{1}, Money{1}, Money{1}}), (Amounts{Money{4}, Money{3}, Money{3}}));
    EXPECT_EQ(allocate(Money{100}, {Money{1}, Money{2}, Money{3}}), (Amounts{Money{17}, Money{33}, Money{50}}));
    EXPECT_EQ(allocate(Money{5}, {Money{0}, Money{5}}), (Amounts{Money{0}, Money{5}}));
    EXPECT_EQ(allocate(Money{0}, {Money{0}}), (Amounts{Money{0}}));
    EXPECT_THROW(allocate(Money{1}, {Money{0}}), std::domain_error);
}

TEST(Percentage, is_of_the_sum_and_shared_exactly)
{
    EXPECT_EQ(taken(alone(made(Kind::percentage, 10), {line(333, 1), line(333, 1), line(334, 1)})),
              (Amounts{Money{33}, Money{33}, Money{34}}));
}

TEST(Percentage, stops_at_its_most)
{
    auto promotion = made(Kind::percentage, 50);
    promotion.max_discount = Money{100};
    EXPECT_EQ(taken(alone(promotion, {line(1000, 2)})), (Amounts{Money{100}}));
}

TEST(FixedAmount, never_exceeds_what_it_is_for)
{
    auto promotion = made(Kind::fixed, 5000);
    promotion.targets = {{TargetKind::product, 2, "B"}};
    EXPECT_EQ(taken(alone(promotion, {line(9000, 1, 1), line(3000, 1, 2)})), (Amounts{Money{0}, Money{3000}}));
}

TEST(Targets, are_products_categories_above_and_brands)
{
    Promotion promotion;
    const auto each = line(1, 1, 7);
    const auto fits = [&](Target target) {
        promotion.targets = {std::move(target)};
        return is_for(promotion, each);
    };
    EXPECT_TRUE(fits({TargetKind::product, 7, ""}));
    EXPECT_FALSE(fits({TargetKind::product, 70, ""}));
    EXPECT_TRUE(fits({TargetKind::category, 70, ""}));
    EXPECT_TRUE(fits({TargetKind::category, 1, ""}));
    EXPECT_FALSE(fits({TargetKind::category, 7, ""}));
    EXPECT_TRUE(fits({TargetKind::brand, 0, "Garuda"}));
    EXPECT_FALSE(fits({TargetKind::brand, 0, "Elang"}));
}

TEST(BuyTwoGetOne, takes_the_cheapest_pieces)
{
    auto promotion = made(Kind::buy_x_get_y, 100);
    promotion.buy_quantity = 2;
    promotion.get_quantity = 1;
    EXPECT_EQ(taken(alone(promotion, {line(500, 2), line(300, 1)})), (Amounts{Money{0}, Money{300}}));
    EXPECT_EQ(taken(alone(promotion, {line(500, 5), line(300, 1)})), (Amounts{Money{500}, Money{300}}));
    EXPECT_EQ(alone(promotion, {line(500, 2)}).verdicts.front(), Verdict::too_few);
}

TEST(BuyTwoGetOne, can_take_a_part_off)
{
    auto promotion = made(Kind::buy_x_get_y, 50);
    promotion.buy_quantity = 1;
    promotion.get_quantity = 1;
    EXPECT_EQ(taken(alone(promotion, {line(999, 2)})), (Amounts{Money{500}}));
}

TEST(FreeShipping, applies_before_a_service_is_chosen_and_takes_its_price_after)
{
    const auto promotion = made(Kind::free_shipping, 0);
    const auto before = alone(promotion, {line(1, 1)});
    EXPECT_EQ(before.verdicts.front(), Verdict::applied);
    ASSERT_EQ(before.shipping.why.size(), 1U);
    EXPECT_EQ(alone(promotion, {line(1, 1)}, Money{12'000}).shipping.amount, Money{12'000});
}

TEST(Conditions, say_what_is_missing)
{
    auto promotion = made(Kind::percentage, 10);
    promotion.min_spend = Money{1001};
    EXPECT_EQ(alone(promotion, {line(1000, 1)}).verdicts.front(), Verdict::too_little);
    EXPECT_EQ(alone(promotion, {line(1001, 1)}).verdicts.front(), Verdict::applied);
    promotion.min_quantity = 2;
    EXPECT_EQ(alone(promotion, {line(1001, 1)}).verdicts.front(), Verdict::too_few);
    EXPECT_EQ(alone(promotion, {}).verdicts.front(), Verdict::nothing_fits);
}

TEST(Exclusive, ends_what_comes_after_it_and_keeps_what_came_before)
{
    const auto first = made(Kind::percentage, 10), last = made(Kind::percentage, 10);
    auto exclusive = made(Kind::fixed, 100);
    exclusive.exclusive = true;
    const auto outcome = apply({line(1000, 1)}, {}, {{&first, ""}, {&exclusive, "X"}, {&last, "Y"}}, "id");
    EXPECT_EQ(outcome.verdicts, (std::vector{Verdict::applied, Verdict::applied, Verdict::excluded}));
    EXPECT_EQ(taken(outcome), (Amounts{Money{200}}));
}

TEST(Reasons, name_each_promotion_once_and_sum_to_the_discount)
{
    const auto ten = made(Kind::percentage, 10), fixed = made(Kind::fixed, 50);
    const auto outcome = apply({line(1000, 1)}, {}, {{&ten, ""}, {&fixed, "C"}, {&fixed, "D"}}, "id");
    ASSERT_EQ(outcome.lines.front().why.size(), 2U);
    EXPECT_EQ(outcome.lines.front().why[0].amount + outcome.lines.front().why[1].amount, Money{150});
    EXPECT_EQ(outcome.verdicts.back(), Verdict::excluded);
}

TEST(Order, is_priority_downwards_then_the_older)
{
    auto old = made(Kind::fixed, 1), young = made(Kind::fixed, 1), high = made(Kind::fixed, 1);
    high.priority = 5;
    std::vector<Candidate> candidates{{&young, ""}, {&old, ""}, {&high, ""}};
    sort_for_application(candidates);
    EXPECT_EQ(candidates[0].promotion, &high);
    EXPECT_EQ(candidates[1].promotion, &old);
}

TEST(Codes, are_written_in_capitals_without_spaces)
{
    EXPECT_EQ(normalised_code(" gajian-10 "), "GAJIAN-10");
    for (const auto* bad : {"", "AB", "-ABC", "ABC-", "A_B_C", "Ä1234", "<script>"})
        EXPECT_EQ(normalised_code(bad), "") << bad;
    EXPECT_EQ(normalised_code(std::string(41, 'A')), "");
}

TEST(RandomCodes, differ_and_can_be_typed)
{
    std::set<std::string> seen;
    for (int count = 0; count < 10'000; ++count) {
        const auto code = random_code("LEBARAN");
        EXPECT_EQ(normalised_code(code), code);
        seen.insert(code);
    }
    EXPECT_EQ(seen.size(), 10'000U);
}

TEST(Wib, is_seven_hours_ahead)
{
    const auto time = wib_time("2026-11-21T09:30");
    ASSERT_TRUE(time);
    EXPECT_EQ(to_rfc3339(*time).substr(0, 16), "2026-11-21T02:30");
    EXPECT_EQ(wib_text(time), "2026-11-21T09:30");
    for (const auto* bad :
         {"", "2026-13-01T00:00", "2026-02-30T00:00", "2026-11-21T24:00", "2026-11-21", "abcd-11-21T09:30"})
        EXPECT_FALSE(wib_time(bad)) << bad;
}

TEST(State, follows_switch_schedule_and_uses)
{
    const Time now{std::chrono::hours{1000}};
    Promotion promotion;
    EXPECT_EQ(state_of(promotion, now), State::running);
    promotion.starts_at = now + std::chrono::hours{1};
    EXPECT_EQ(state_of(promotion, now), State::scheduled);
    promotion.starts_at = std::nullopt;
    promotion.ends_at = now;
    EXPECT_EQ(state_of(promotion, now), State::ended);
    promotion.ends_at = std::nullopt;
    promotion.uses_max = promotion.uses = 3;
    EXPECT_EQ(state_of(promotion, now), State::used_up);
    promotion.active = false;
    EXPECT_EQ(state_of(promotion, now), State::off);
}

} // namespace
} // namespace hurtrock::promotions
