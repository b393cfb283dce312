/// A million random carts through the functions that price real ones: parts sum to the total exactly, and nothing is
/// ever taken off twice. The seed is printed; HURTROCK_SEED repeats a run, HURTROCK_CARTS changes how many.

#include "promotions/src/allocation.hpp"
#include "promotions/src/engine.hpp"
#include "tax/src/arithmetic.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <random>

namespace hurtrock {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr std::uint64_t carts_by_default = 30'000;
#else
constexpr std::uint64_t carts_by_default = 1'000'000;
#endif

std::uint64_t from_environment(const char* name, std::uint64_t fallback)
{
    const auto* const text = std::getenv(name);
    return text == nullptr ? fallback : std::strtoull(text, nullptr, 10);
}

using promotions::Candidate;
using promotions::Kind;
using promotions::PricedLine;
using promotions::Promotion;

class Chance {
public:
    explicit Chance(std::uint64_t seed) : engine_{seed} {}

    std::int64_t between(std::int64_t low, std::int64_t high)
    {
        // Not std::uniform_int_distribution: a seed must mean the same cart with every library.
        return low + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool one_in(std::int64_t number) { return between(1, number) == 1; }
    /// Mostly like a shop's, sometimes nothing, sometimes enormous.
    Money price()
    {
        switch (between(0, 9)) {
        case 0:
            return Money{between(0, 10)};
        case 1:
            return Money{between(1, 1'000'000'000'000)};
        case 2:
            return Money{between(1, 100) * 111};
        default:
            return Money{between(1, 40'000) * 500};
        }
    }

private:
    std::mt19937_64 engine_;
};

std::vector<PricedLine> some_lines(Chance& chance)
{
    std::vector<PricedLine> lines;
    const auto count = chance.one_in(50) ? chance.between(20, 100) : chance.between(1, 6);
    for (std::int64_t line = 0; line < count; ++line)
        lines.push_back({chance.price(),
                         chance.one_in(20) ? 99 : chance.between(1, 5),
                         ProductId{chance.between(1, 5)},
                         chance.one_in(2) ? "Garuda" : "Elang",
                         {chance.between(1, 4)}});
    return lines;
}

Promotion some_promotion(Chance& chance, std::int64_t id)
{
    static const std::array names{std::string{"p0"}, std::string{"p1"}, std::string{"p2"}, std::string{"p3"}};
    Promotion promotion;
    promotion.id = id;
    promotion.public_id = names[static_cast<std::size_t>(id)];
    promotion.kind = promotions::kinds[static_cast<std::size_t>(chance.between(0, 3))];
    promotion.percent = chance.between(1, 100);
    promotion.amount = chance.price() + Money{1};
    promotion.buy_quantity = chance.between(1, 3);
    promotion.get_quantity = chance.between(1, 3);
    promotion.priority = chance.between(0, 2);
    promotion.exclusive = chance.one_in(4);
    if (chance.one_in(3)) promotion.max_discount = chance.price() + Money{1};
    if (chance.one_in(4)) promotion.min_spend = chance.price();
    if (chance.one_in(6)) promotion.targets.push_back({promotions::TargetKind::product, chance.between(1, 5), {}});
    if (chance.one_in(6)) promotion.targets.push_back({promotions::TargetKind::category, chance.between(1, 4), {}});
    if (chance.one_in(6)) promotion.targets.push_back({promotions::TargetKind::brand, 0, "Elang"});
    return promotion;
}

tax::Rate some_rate(Chance& chance)
{
    switch (chance.between(0, 3)) {
    case 0:
        return {1200, 1, 1};
    case 1:
        return {chance.between(0, 10'000), chance.between(1, 12), 12};
    default:
        return {1200, 11, 12};
    }
}

Money sum_of(const std::vector<shop::DiscountReason>& reasons)
{
    Money sum;
    for (const auto& reason : reasons) {
        EXPECT_FALSE(reason.amount.is_negative());
        sum += reason.amount;
    }
    return sum;
}

/// net + tax is the price, exactly; the sums over lines agree with the price of all lines.
void check_tax(Chance& chance, const std::vector<Money>& pays, Money total)
{
    const auto rate = some_rate(chance);
    Money net, tax;
    for (const auto& gross : pays) {
        const auto held = tax::inside(gross, rate);
        EXPECT_EQ(held.net + held.tax, gross);
        EXPECT_FALSE(held.tax.is_negative());
        EXPECT_FALSE(held.net.is_negative());
        EXPECT_LE(held.base, held.net);
        net += held.net;
        tax += held.tax;
    }
    EXPECT_EQ(net + tax, total);
}

/// Refunding a part of an order shares it over the lines in the same way.
void check_refund(Chance& chance, const std::vector<Money>& pays, Money total)
{
    if (total.is_zero()) return;
    const Money refund{chance.between(0, total.units())};
    Money sum;
    const auto shares = promotions::allocate(refund, pays);
    for (std::size_t line = 0; line < shares.size(); ++line) {
        EXPECT_LE(shares[line], pays[line]);
        sum += shares[line];
    }
    EXPECT_EQ(sum, refund);
}

void check_cart(Chance& chance)
{
    const auto lines = some_lines(chance);
    const auto shipping = chance.one_in(3) ? Money{} : Money{chance.between(1, 400) * 500};
    std::vector<Promotion> promotions;
    const auto count = chance.between(0, 4);
    promotions.reserve(4);
    for (std::int64_t id = 0; id < count; ++id)
        promotions.push_back(some_promotion(chance, id));
    std::vector<Candidate> candidates;
    for (const auto& promotion : promotions)
        candidates.push_back({&promotion, {}});
    promotions::sort_for_application(candidates);

    const auto outcome = promotions::apply(lines, shipping, candidates, "id");
    ASSERT_EQ(outcome.lines.size(), lines.size());
    Money subtotal, discounts, total;
    std::vector<Money> pays;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        const auto gross = lines[line].unit_price * lines[line].quantity;
        const auto& discount = outcome.lines[line];
        EXPECT_EQ(sum_of(discount.why), discount.amount);
        EXPECT_LE(discount.amount, gross);
        subtotal += gross;
        discounts += discount.amount;
        pays.push_back(gross - discount.amount);
        total += pays.back();
    }
    EXPECT_EQ(sum_of(outcome.shipping.why), outcome.shipping.amount);
    EXPECT_LE(outcome.shipping.amount, shipping);
    pays.push_back(shipping - outcome.shipping.amount);
    total += pays.back();
    EXPECT_EQ(subtotal + shipping - discounts - outcome.shipping.amount, total);

    for (const auto& promotion : promotions) {
        Money of_this;
        for (const auto& discount : outcome.lines)
            for (const auto& reason : discount.why)
                if (reason.promotion == promotion.public_id) of_this += reason.amount;
        EXPECT_LE(of_this, promotion.max_discount.value_or(of_this));
        EXPECT_LE(of_this, promotion.kind == Kind::fixed ? promotion.amount : of_this);
    }
    check_tax(chance, pays, total);
    check_refund(chance, pays, total);
}

TEST(RandomCarts, sum_to_their_totals_exactly)
{
    const auto seed = from_environment("HURTROCK_SEED", 20'261'121);
    const auto carts = from_environment("HURTROCK_CARTS", carts_by_default);
    std::printf("HURTROCK_SEED=%llu HURTROCK_CARTS=%llu\n", static_cast<unsigned long long>(seed),
                static_cast<unsigned long long>(carts));
    Chance chance{seed};
    for (std::uint64_t cart = 0; cart < carts && !HasFailure(); ++cart) {
        SCOPED_TRACE(cart);
        check_cart(chance);
    }
}

} // namespace
} // namespace hurtrock
