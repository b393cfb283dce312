#pragma once
/// Ways to pay that are shown in the shop itself: charged through the Core API instead of the hosted page.

#include <hurtrock/value.hpp>

#include <array>
#include <string_view>

namespace hurtrock::midtrans {

struct Channel {
    /// As in the setting, and as Midtrans calls it in enabled_payments.
    std::string_view name;
    /// For the customer; proper names, alike in every language.
    std::string_view title;
    /// payment_type of POST /v2/charge.
    std::string_view payment_type;
    /// For bank_transfer.
    std::string_view bank;
};

inline constexpr std::array channels{
    Channel{"qris", "QRIS", "qris", ""},
    Channel{"gopay", "GoPay", "gopay", ""},
    Channel{"shopeepay", "ShopeePay", "shopeepay", ""},
    Channel{"bca_va", "BCA Virtual Account", "bank_transfer", "bca"},
    Channel{"bni_va", "BNI Virtual Account", "bank_transfer", "bni"},
    Channel{"bri_va", "BRI Virtual Account", "bank_transfer", "bri"},
    Channel{"cimb_va", "CIMB Niaga Virtual Account", "bank_transfer", "cimb"},
    Channel{"permata_va", "Permata Virtual Account", "permata", ""},
    Channel{"echannel", "Mandiri Bill", "echannel", ""},
};

constexpr const Channel* find_channel(std::string_view name) noexcept
{
    for (const auto& channel : channels)
        if (channel.name == name) return &channel;
    return nullptr;
}

} // namespace hurtrock::midtrans
