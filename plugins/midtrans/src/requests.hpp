#pragma once
/// The bodies sent to Midtrans (documentation, "Request Body (JSON Parameter)", Snap and Core API).

#include "channels.hpp"
#include "config.hpp"

#include <hurtrock/shop/payment_request.hpp>

namespace hurtrock::midtrans {

/// POST /snap/v1/transactions.
Value snap_body(const shop::PaymentRequest& payment, const Config& config, Time now);
/// POST /v2/charge.
Value charge_body(const shop::PaymentRequest& payment, const Channel& channel, Time now);

/// Lines whose price times quantity sum to the payment's amount, with names and ids that Midtrans takes.
Value items_of(const shop::PaymentRequest& payment);

/// The first `length` characters, never half of one.
std::string shortened(std::string_view utf8, std::size_t length);

} // namespace hurtrock::midtrans
