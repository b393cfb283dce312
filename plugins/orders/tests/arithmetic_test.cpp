#include "arithmetic.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <random>

namespace hurtrock::orders
{
namespace
{

std::mt19937_64 dice{20261121};
std::int64_t roll(std::int64_t from, std::int64_t to)
{
    return std::uniform_int_distribution<std::int64_t>{from, to}(dice);
}

OrderLine random_line()
{
    OrderLine line;
    line.unit_price = Money{roll(0, 3) == 0 ? roll(0, 20) : roll(100, 25'000'000)};
    line.quantity = roll(1, 12);
    line.total = line.unit_price * line.quantity;
    for (auto left = line.total; roll(0, 2) > 0 && left > Money{};) {
        const Money part{roll(0, left.units())};
        line.discount.why.push_back({"p", "because", "", part});
        line.discount.amount += part;
        left -= part;
    }
    line.tax = line.paid().share(11, 111);
    return line;
}

Money sum_of(const std::vector<shop::DiscountReason>& reasons)
{
    Money sum;
    for (const auto& reason : reasons)
        sum += reason.amount;
    return sum;
}

TEST(Parts, of_all_units_sum_to_the_line_however_they_are_split)
{
    for (int round = 0; round < 20'000; ++round) {
        const auto line = random_line();
        Part before;
        for (std::int64_t units = 0; units < line.quantity;) {
            const auto taken = roll(1, line.quantity - units);
            const auto part = part_of(line, taken, units, before);
            ASSERT_GE(part.amount, Money{});
            ASSERT_GE(part.tax, Money{});
            ASSERT_LE(part.tax, part.amount);
            before.amount += part.amount;
            before.tax += part.tax;
            units += taken;
            ASSERT_LE(before.amount, line.paid());
        }
        ASSERT_EQ(before.amount, line.paid());
        ASSERT_EQ(before.tax, line.tax);
    }
}

TEST(Parts, sum_even_when_some_are_withdrawn_in_between)
{
    for (int round = 0; round < 20'000; ++round) {
        const auto line = random_line();
        std::vector<std::pair<std::int64_t, Part>> live;
        const auto sums = [&] {
            std::pair<std::int64_t, Part> all{};
            for (const auto& [units, part] : live) {
                all.first += units;
                all.second.amount += part.amount;
                all.second.tax += part.tax;
            }
            return all;
        };
        for (int step = 0; step < 8 || sums().first < line.quantity; ++step) {
            const auto [units, before] = sums();
            if (units < line.quantity) {
                const auto taken = roll(1, line.quantity - units);
                live.emplace_back(taken, part_of(line, taken, units, before));
            }
            if (step < 8 && roll(0, 1) && !live.empty())
                live.erase(live.begin() + roll(0, static_cast<std::int64_t>(live.size()) - 1));
            ASSERT_LE(sums().second.amount, line.paid());
        }
        ASSERT_EQ(sums().second.amount, line.paid());
    }
}

TEST(Resizing, keeps_price_share_of_the_discount_and_its_reasons)
{
    for (int round = 0; round < 20'000; ++round) {
        auto line = random_line();
        const auto before = line;
        resize(line, roll(0, 20));
        ASSERT_EQ(line.total, line.unit_price * line.quantity);
        ASSERT_EQ(sum_of(line.discount.why), line.discount.amount);
        ASSERT_LE(line.discount.amount, line.total);
        if (line.quantity >= before.quantity) {
            ASSERT_EQ(line.discount.amount, before.discount.amount);
        }
    }
}

TEST(Orders, sum_to_the_total_whatever_is_in_them)
{
    for (int round = 0; round < 20'000; ++round) {
        Order order;
        for (auto lines = roll(1, 6); lines > 0; --lines)
            order.lines.push_back(random_line());
        order.shipping_price = Money{roll(0, 90'000)};
        order.shipping_discount.amount = Money{roll(0, order.shipping_price.units())};
        shop::TaxSummary summary{.lines = {}, .shipping = {}, .name = "PPN", .statutory_rate = "", .effective_rate = ""};
        for (const auto& asked : taxable(order.lines))
            summary.lines.push_back({asked.gross - asked.gross.share(11, 111), {}, asked.gross.share(11, 111)});
        summary.shipping.tax = order.shipping_paid().share(11, 111);
        apply_tax(order, &summary);
        add_up(order);
        Money paid = order.shipping_paid(), tax = order.shipping_tax;
        for (const auto& line : order.lines) {
            paid += line.paid();
            tax += line.tax;
        }
        ASSERT_EQ(order.total, paid);
        ASSERT_EQ(order.tax, tax);
        ASSERT_EQ(order.total, order.subtotal - order.discount_total + order.shipping_price - order.shipping_discount.amount);
    }
}

TEST(Refunds, count_for_the_order_once_what_came_in_excess_is_back)
{
    const Money price{100'000};
    shop::PaymentBalance balance;
    balance.captured = Money{100'123};
    balance.rounding = Money{123};
    EXPECT_EQ(of_price(price, balance, Money{99'000}), Money{99'000});
    EXPECT_EQ(of_price(price, balance, Money{100'000}), price) << "the unique code is no part of the price";
    EXPECT_EQ(of_price(price, balance, Money{100'123}), price);

    balance.captured += price;  // paid twice
    EXPECT_EQ(of_price(price, balance, price), Money{});
    EXPECT_EQ(of_price(price, balance, price + Money{1}), Money{1});
    EXPECT_EQ(of_price(price, balance, price + price), price);

    EXPECT_EQ(of_price(Money{}, balance, Money{200'123}), Money{}) << "money for an order that was never paid";
}

} // namespace
} // namespace hurtrock::orders
