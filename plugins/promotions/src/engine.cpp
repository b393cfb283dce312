#include "engine.hpp"

#include "allocation.hpp"

#include <algorithm>
#include <numeric>

namespace hurtrock::promotions {
namespace {

/// The cart while promotions are applied to it.
struct Till {
    const std::vector<PricedLine>& lines;
    /// What is left of each line and of shipping.
    std::vector<Money> left;
    Money shipping_left{};
    Outcome outcome;
    std::string_view locale;
};

std::vector<std::size_t> fitting_lines(const Till& till, const Promotion& promotion)
{
    std::vector<std::size_t> fitting;
    for (std::size_t line = 0; line < till.lines.size(); ++line)
        if (till.lines[line].quantity > 0 && is_for(promotion, till.lines[line])) fitting.push_back(line);
    return fitting;
}

Money at_most(const Promotion& promotion, Money amount)
{
    return promotion.max_discount ? std::min(amount, *promotion.max_discount) : amount;
}

shop::DiscountReason reason_of(const Candidate& candidate, std::string_view locale, Money amount)
{
    const auto& promotion = *candidate.promotion;
    return {promotion.public_id, promotion.name(locale), candidate.coupon, amount};
}

void take_off(Till& till, const Candidate& candidate, std::size_t line, Money amount)
{
    if (amount.is_zero()) return;
    till.left[line] -= amount;
    till.outcome.lines[line].amount += amount;
    till.outcome.lines[line].why.push_back(reason_of(candidate, till.locale, amount));
}

/// Shares an amount over lines in proportion to weights that it does not exceed.
void share_out(Till& till, const Candidate& candidate, const std::vector<std::size_t>& lines, Money amount,
               const std::vector<Money>& weights)
{
    const auto shares = allocate(amount, weights);
    for (std::size_t place = 0; place < lines.size(); ++place)
        take_off(till, candidate, lines[place], shares[place]);
}

/// Percentage and fixed amounts: of what is left of the fitting lines.
bool take_part(Till& till, const Candidate& candidate, const std::vector<std::size_t>& fitting)
{
    const auto& promotion = *candidate.promotion;
    std::vector<Money> left;
    Money sum;
    for (const auto line : fitting) {
        left.push_back(till.left[line]);
        sum += till.left[line];
    }
    auto amount = promotion.kind == Kind::fixed ? std::min(promotion.amount, sum) : sum.share(promotion.percent, 100);
    amount = at_most(promotion, amount);
    if (amount.is_zero()) return false;
    share_out(till, candidate, fitting, amount, left);
    return true;
}

/// How many of `units` come on top when every `buy` bought bring `get`: whole sets, and the rest beyond `buy`.
std::int64_t units_on_top(std::int64_t units, std::int64_t buy, std::int64_t get) noexcept
{
    const auto set = buy + get;
    return units / set * get + std::max<std::int64_t>(units % set - buy, 0);
}

/// The cheapest units come on top; among equals those of the earlier line.
bool take_units(Till& till, const Candidate& candidate, std::vector<std::size_t> fitting)
{
    const auto& promotion = *candidate.promotion;
    std::int64_t units = 0;
    for (const auto line : fitting)
        units += till.lines[line].quantity;
    auto on_top = units_on_top(units, promotion.buy_quantity, promotion.get_quantity);

    std::stable_sort(fitting.begin(), fitting.end(),
                     [&](auto one, auto other) { return till.lines[one].unit_price < till.lines[other].unit_price; });
    std::vector<Money> amounts;
    Money sum;
    for (const auto line : fitting) {
        const auto taken = std::min(on_top, till.lines[line].quantity);
        on_top -= taken;
        amounts.push_back(
            std::min((till.lines[line].unit_price * taken).share(promotion.percent, 100), till.left[line]));
        sum += amounts.back();
    }
    const auto amount = at_most(promotion, sum);
    if (amount.is_zero()) return false;
    share_out(till, candidate, fitting, amount, amounts);
    return true;
}

/// Applies even while no service is chosen: the reason then stands with an amount of nothing.
bool take_shipping(Till& till, const Candidate& candidate)
{
    const auto amount = at_most(*candidate.promotion, till.shipping_left);
    till.shipping_left -= amount;
    till.outcome.shipping.amount += amount;
    till.outcome.shipping.why.push_back(reason_of(candidate, till.locale, amount));
    return true;
}

Verdict apply_one(Till& till, const Candidate& candidate)
{
    const auto& promotion = *candidate.promotion;
    const auto fitting = fitting_lines(till, promotion);
    if (fitting.empty()) return Verdict::nothing_fits;

    Money spend;
    std::int64_t units = 0;
    for (const auto line : fitting) {
        spend += till.lines[line].unit_price * till.lines[line].quantity;
        units += till.lines[line].quantity;
    }
    if (spend < promotion.min_spend) return Verdict::too_little;
    if (units < promotion.min_quantity) return Verdict::too_few;
    if (promotion.kind == Kind::buy_x_get_y && units_on_top(units, promotion.buy_quantity, promotion.get_quantity) == 0)
        return Verdict::too_few;

    bool took = false;
    switch (promotion.kind) {
    case Kind::percentage:
    case Kind::fixed:
        took = take_part(till, candidate, fitting);
        break;
    case Kind::buy_x_get_y:
        took = take_units(till, candidate, fitting);
        break;
    case Kind::free_shipping:
        took = take_shipping(till, candidate);
        break;
    }
    return took ? Verdict::applied : Verdict::nothing_fits;
}

bool names(const Target& target, const PricedLine& line)
{
    switch (target.kind) {
    case TargetKind::product:
        return line.product.value == target.number;
    case TargetKind::category:
        return std::find(line.categories.begin(), line.categories.end(), target.number) != line.categories.end();
    case TargetKind::brand:
        return line.brand == target.label;
    }
    return false;
}

} // namespace

bool is_for(const Promotion& promotion, const PricedLine& line)
{
    return promotion.targets.empty() || std::any_of(promotion.targets.begin(), promotion.targets.end(),
                                                    [&](const Target& target) { return names(target, line); });
}

Outcome apply(const std::vector<PricedLine>& lines, Money shipping, const std::vector<Candidate>& candidates,
              std::string_view locale)
{
    Till till{lines, {}, shipping, {}, locale};
    for (const auto& line : lines)
        till.left.push_back(line.unit_price * line.quantity);
    till.outcome.lines.resize(lines.size());

    bool closed = false;
    std::vector<const Promotion*> used;
    for (const auto& candidate : candidates) {
        const bool again = std::find(used.begin(), used.end(), candidate.promotion) != used.end();
        const auto verdict = closed || again ? Verdict::excluded : apply_one(till, candidate);
        till.outcome.verdicts.push_back(verdict);
        if (verdict != Verdict::applied) continue;
        used.push_back(candidate.promotion);
        closed = candidate.promotion->exclusive;
    }
    return std::move(till.outcome);
}

void sort_for_application(std::vector<Candidate>& candidates)
{
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& one, const Candidate& other) {
        if (one.promotion->priority != other.promotion->priority)
            return one.promotion->priority > other.promotion->priority;
        return one.promotion->id < other.promotion->id;
    });
}

} // namespace hurtrock::promotions
