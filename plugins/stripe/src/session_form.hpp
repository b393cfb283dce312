#pragma once
/// The form that begins a Checkout Session ("Create a Checkout Session"), from what the shop wants paid.

#include "api.hpp"

#include <hurtrock/shop/payment_request.hpp>

namespace hurtrock::stripe {

/// The name of our attempt in Stripe's metadata.
inline constexpr std::string_view attempt_key = "attempt_id";

/// Whole characters of UTF-8, with "…" at the end when some are left out.
std::string shortened(std::string text, std::size_t bytes_max);

/// Discounts cannot be lines of their own at Stripe: then, and beyond its hundred lines, the order is one line. Always
/// the sum is exactly the amount. `single` is that line's name. nullopt when Stripe cannot express the amount.
std::optional<Form> session_form(const shop::PaymentRequest& payment, std::string_view single, Time now);

} // namespace hurtrock::stripe
