#pragma once
/// What promotions make of a cart: pure arithmetic, no database, no clock. Everything is in whole rupiah.
///
/// Promotions are applied one after another in the order given, each to what the ones before it left. A line never
/// falls below zero; the reasons of a line sum to its discount.

#include "types.hpp"

namespace hurtrock::promotions {

struct PricedLine {
    Money unit_price{};
    std::int64_t quantity{0};
    ProductId product{};
    std::string brand{};
    std::vector<std::int64_t> categories{};
};

/// A promotion that may be used now: schedule and limits are already checked.
struct Candidate {
    const Promotion* promotion{nullptr};
    /// The code that brought it; empty for an automatic one.
    std::string coupon{};
};

enum class Verdict {
    applied,
    /// Nothing in the cart is what it is for, or nothing of that is left to take off.
    nothing_fits,
    /// The goods it is for do not come to min_spend; or are too few (also for buy_x_get_y).
    too_little,
    too_few,
    /// An exclusive promotion came first.
    excluded,
};

struct Outcome {
    /// One a line, in the order given.
    std::vector<shop::Discount> lines;
    shop::Discount shipping;
    /// One a candidate.
    std::vector<Verdict> verdicts;
};

bool is_for(const Promotion& promotion, const PricedLine& line);

/// Labels in the reasons are the promotions' names in that language.
Outcome apply(const std::vector<PricedLine>& lines, Money shipping, const std::vector<Candidate>& candidates,
              std::string_view locale);

/// Order of application: priority downwards, then the older first.
void sort_for_application(std::vector<Candidate>& candidates);

} // namespace hurtrock::promotions
