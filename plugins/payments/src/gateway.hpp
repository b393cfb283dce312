#pragma once
/// Calls to providers: outside transactions only. What a provider throws counts as not reached, and what went over the
/// wire is kept with the payment.

#include "types.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::payments {

class Gateway {
public:
    explicit Gateway(Host& host) : host_{host} {}

    /// Null when its plugin is off.
    std::shared_ptr<shop::PaymentProvider> provider(std::string_view key) const
    {
        return host_.services().find<shop::PaymentProvider>(key);
    }

    shop::StartResult start(const Payment& payment);
    shop::FetchResult fetch(const Payment& payment);
    /// `how` is "cancel" or "expire".
    shop::EndResult end(const Payment& payment, std::string_view how);
    shop::RefundResult refund(const Payment& payment, const Refund& refund);

private:
    template <class Call>
    auto listened(const Payment& payment, std::string_view purpose, Call&& call);
    void keep(const Payment& payment, std::string_view purpose, const std::vector<Exchange>& heard) noexcept;
    shop::PaymentReference reference(const Payment& payment, std::string_view act);

    Host& host_;
};

/// The request as the provider gets it; lines always sum to the amount.
shop::PaymentRequest request_for(Host& host, const Payment& payment);
Value to_value(const std::vector<shop::PaymentLine>& lines);
/// As payments.instructions holds it.
Value to_value(const shop::PayByInstructions& instructions);
std::vector<shop::PaymentLine> lines_from(const Value& value);
/// One line for all when there are none or they do not sum to the amount.
std::vector<shop::PaymentLine> fitting(std::vector<shop::PaymentLine> lines, Money amount,
                                       std::string_view order_number);

} // namespace hurtrock::payments
