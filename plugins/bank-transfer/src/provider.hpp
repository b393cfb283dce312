#pragma once
/// The provider "transfer": shows the shop's account and what exactly to transfer.

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/payments.hpp>

namespace hurtrock::bank_transfer
{

/// Codes to try for an attempt, each 1 to 999, in an order that depends on `seed`: spread, so that neighbours rarely
/// collide.
std::vector<std::int64_t> codes_to_try(std::uint64_t seed, std::size_t count);

class TransferProvider final : public shop::PaymentProvider
{
public:
    explicit TransferProvider(Host& host) : host_{host} {}

    std::string title(std::string_view locale) const override { return host_.translate(locale, "Bank transfer"); }
    std::string description(std::string_view locale) const override;
    std::string unavailable_reason() const override;
    bool manual() const override { return true; }
    std::chrono::minutes time_to_pay() const override;
    shop::StartResult start(const shop::PaymentRequest& payment) override;

    Result<Done> free_old();

private:
    /// 0 when unique amounts are off or all are taken; the transfer is then found by order number and amount.
    std::int64_t unique_code(const shop::PaymentRequest& payment);

    Host& host_;
};

} // namespace hurtrock::bank_transfer
