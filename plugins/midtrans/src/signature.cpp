#include "signature.hpp"

#include <hurtrock/crypto.hpp>

#include <algorithm>

namespace hurtrock::midtrans {
namespace {

bool is_digits(std::string_view text)
{
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char letter) { return letter >= '0' && letter <= '9'; });
}

/// The signed texts stand in a row without marks between them; their forms keep one from lending letters to another.
bool is_well_formed(std::string_view status_code, std::string_view gross_amount)
{
    const auto point = gross_amount.find('.');
    const auto fraction = point == std::string_view::npos ? std::string_view{"00"} : gross_amount.substr(point + 1);
    return status_code.size() == 3 && is_digits(status_code) && status_code[0] != '0' &&
           is_digits(gross_amount.substr(0, point)) && gross_amount[0] != '0' && fraction.size() == 2 &&
           is_digits(fraction);
}

} // namespace

std::string signature_of(std::string_view order_id, std::string_view status_code, std::string_view gross_amount,
                         std::string_view server_key)
{
    std::string message;
    message.reserve(order_id.size() + status_code.size() + gross_amount.size() + server_key.size());
    message.append(order_id).append(status_code).append(gross_amount).append(server_key);
    return sha512_hex(message);
}

bool is_signed(const Value& notification, std::string_view server_key)
{
    if (!notification.is_map() || server_key.empty()) return false;
    for (const auto* field : {"order_id", "status_code", "gross_amount", "signature_key"})
        if (!notification[field].is_text() || notification[field].empty()) return false;
    if (!is_well_formed(notification["status_code"].text(), notification["gross_amount"].text())) return false;
    return equal_in_constant_time(notification["signature_key"].text(),
                                  signature_of(notification["order_id"].text(), notification["status_code"].text(),
                                               notification["gross_amount"].text(), server_key));
}

} // namespace hurtrock::midtrans
