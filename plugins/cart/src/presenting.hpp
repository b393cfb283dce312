#pragma once
/// The cart as templates get it (the theme's README, "cart").

#include "types.hpp"

#include <hurtrock/pictures.hpp>

namespace hurtrock::cart {

/// What other plugins know of the cart's sums; empty where they are not there.
struct Sums {
    std::optional<Money> tax{};
    std::string tax_name{};
    /// The cheapest service that brings it.
    std::optional<Money> shipping_from{};
};

/// {lines, saved, removed, count, totals, coupons, changed, problem, checkout_url}
Value to_view(const Request& request, Pictures& pictures, const shop::CartView& cart, const Sums& sums);
Value to_view(const Request& request, Pictures& pictures, const shop::CartLine& line);
/// What is wrong with a line or new about it, in the visitor's language; empty when nothing is.
std::string note_of(const Request& request, const shop::CartLine& line);

} // namespace hurtrock::cart
