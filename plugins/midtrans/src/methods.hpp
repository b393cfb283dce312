#pragma once
/// How a customer pays at Midtrans: its name, how the money can go back, what there is to show.

#include "status.hpp"

#include <hurtrock/shop/payment_request.hpp>

#include <functional>

namespace hurtrock::midtrans {

/// "BCA virtual account", "Card •••• 1114"; the payment_type itself when it is none of the known.
std::string method_of(const Status& status);

/// nullopt: refunds of this type go by hand. Otherwise how long after settlement Midtrans takes a refund order
/// (Midtrans documentation, "Refund Transaction").
std::optional<std::chrono::hours> refund_window(const Status& status);

/// A sentence of the locale files in the customer's language.
using Translate = std::function<std::string(std::string_view)>;

/// What the customer needs to pay a pending transaction: rows, steps, a QR code, a link that opens the wallet. nullopt
/// when there is nothing to show (a card, a wallet whose code Midtrans does not tell again).
std::optional<shop::PayByInstructions> instructions_for(const Status& status, const Translate& translate);

} // namespace hurtrock::midtrans
