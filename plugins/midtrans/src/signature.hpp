#pragma once
/// The signature of notifications (Midtrans documentation, "HTTP(S) Notification / Webhooks", verifying authenticity).

#include <hurtrock/value.hpp>

#include <string>
#include <string_view>

namespace hurtrock::midtrans {

/// SHA-512 over the strings as they were received, one after the other; lower-case hex.
std::string signature_of(std::string_view order_id, std::string_view status_code, std::string_view gross_amount,
                         std::string_view server_key);

/// True when the map carries the four texts and they fit. Compared in constant time. It covers neither status nor
/// transaction: what a notification says is only a reason to ask.
bool is_signed(const Value& notification, std::string_view server_key);

} // namespace hurtrock::midtrans
