#include "types.hpp"

#include <gtest/gtest.h>

#include <random>

namespace hurtrock::payments {
namespace {

Refund waiting(std::int64_t amount, RefundState state = RefundState::reserved, std::string key = "")
{
    Refund refund;
    refund.amount = Money{amount};
    refund.state = state;
    refund.key = std::move(key);
    return refund;
}

TEST(SettleRefunds, a_total_that_is_known_already_changes_nothing)
{
    for (const auto total : {0, 50, 100}) {
        const auto settled = settle_refunds(Money{500}, Money{100}, {waiting(100)}, Money{total}, "");
        EXPECT_TRUE(settled.completed.empty() && settled.impossible.empty() && settled.elsewhere.is_zero()) << total;
    }
}

TEST(SettleRefunds, the_named_refund_is_completed_before_older_ones)
{
    const std::vector waits{waiting(100, RefundState::reserved, "a"), waiting(100, RefundState::pending, "b")};
    EXPECT_EQ(settle_refunds(Money{500}, Money{}, waits, Money{100}, "b").completed, std::vector<std::size_t>{1});
    EXPECT_EQ(settle_refunds(Money{500}, Money{}, waits, Money{100}, "").completed, std::vector<std::size_t>{0});
}

TEST(SettleRefunds, what_matches_no_request_was_sent_elsewhere)
{
    const auto settled = settle_refunds(Money{500}, Money{}, {waiting(100)}, Money{130}, "");
    EXPECT_EQ(settled.completed.size(), 1u);
    EXPECT_EQ(settled.elsewhere, Money{30});
}

TEST(SettleRefunds, a_request_for_more_than_is_left_is_given_up)
{
    const auto settled = settle_refunds(Money{100}, Money{}, {waiting(60)}, Money{50}, "");
    EXPECT_EQ(settled.impossible, std::vector<std::size_t>{0});
    EXPECT_EQ(settled.elsewhere, Money{50});
}

TEST(SettleRefunds, money_that_a_person_sends_is_not_confused_with_the_gateways)
{
    const auto settled = settle_refunds(Money{500}, Money{}, {waiting(100, RefundState::by_hand)}, Money{100}, "");
    EXPECT_TRUE(settled.completed.empty());
    EXPECT_EQ(settled.elsewhere, Money{100});
}

/// Whatever is asked for, told, told again and told late: nothing is ever refunded or promised beyond what was
/// captured.
TEST(SettleRefunds, never_exceeds_the_captured_in_random_sequences)
{
    std::mt19937 random{20'261'121};
    const auto any = [&](std::int64_t max) { return std::uniform_int_distribution<std::int64_t>{0, max}(random); };
    for (int round = 0; round < 2'000; ++round) {
        const auto captured = any(1'000'000) + 1;
        std::int64_t refunded = 0, due = 0;
        std::vector<Refund> waits;
        for (int step = 0; step < 30; ++step) {
            std::int64_t reserved = 0;
            for (const auto& one : waits)
                reserved += one.amount.units();
            if (any(1) == 0) {
                const auto amount = any(captured) + 1;
                if (captured - due >= amount) {
                    due += amount;
                    waits.push_back(waiting(amount, any(3) == 0 ? RefundState::by_hand : RefundState::reserved));
                }
            } else {
                const auto settled =
                    settle_refunds(Money{captured}, Money{refunded}, waits, Money{any(captured + 5)}, "");
                std::vector<Refund> rest;
                for (std::size_t i = 0; i < waits.size(); ++i) {
                    const bool done = std::count(settled.completed.begin(), settled.completed.end(), i) > 0;
                    const bool given_up = std::count(settled.impossible.begin(), settled.impossible.end(), i) > 0;
                    EXPECT_FALSE(done && given_up);
                    if (done) refunded += waits[i].amount.units();
                    if (done || given_up) reserved -= waits[i].amount.units();
                    if (!done && !given_up) rest.push_back(waits[i]);
                }
                const auto free = due - refunded - reserved;
                due += std::max<std::int64_t>(settled.elsewhere.units() - std::max<std::int64_t>(free, 0), 0);
                refunded += settled.elsewhere.units();
                waits = std::move(rest);
            }
            reserved = 0;
            for (const auto& one : waits)
                reserved += one.amount.units();
            ASSERT_LE(due, captured);
            ASSERT_LE(refunded + reserved, due) << "round " << round << " step " << step;
        }
    }
}

} // namespace
} // namespace hurtrock::payments
