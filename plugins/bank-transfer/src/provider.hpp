#pragma once
/// The provider "transfer": shows the shop's account and what exactly to transfer.

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/payment_provider.hpp>

namespace hurtrock::bank_transfer {

/// Codes to try for an attempt, each 1 to 999, in an order that depends on `seed`: spread, so that neighbours rarely
/// collide.
std::vector<std::int64_t> codes_to_try(std::uint64_t seed, std::size_t count);

class TransferProvider final : public shop::PaymentProvider {
public:
    explicit TransferProvider(Host& host) : host_{host} {}

    std::string title(std::string_view locale) const override { return host_.translate(locale, "Bank transfer"); }
    std::string description(std::string_view locale) const override;
    std::string unavailable_reason() const override;
    shop::Capabilities capabilities() const override;
    shop::StartResult start(const shop::PaymentRequest& payment) override;
    /// Nobody can be asked: staff see the account.
    shop::FetchResult fetch(const shop::PaymentReference&) override { return shop::NotStarted{}; }
    /// A customer who still transfers is found by the amount, which stays reserved for a while.
    shop::EndResult cancel(const shop::PaymentReference&) override { return {}; }
    shop::EndResult expire(const shop::PaymentReference&) override { return {}; }
    shop::RefundResult refund(const shop::RefundRequest& refund) override;
    shop::WebhookResult read_webhook(const shop::RawRequest&) override { return shop::forged("no webhooks", 403); }

    Result<Done> free_old();

private:
    /// 0 when unique amounts are off or all are taken; the transfer is then found by order number and amount.
    std::int64_t unique_code(const shop::PaymentRequest& payment);
    bool remember(const shop::PaymentRequest& payment, Money total);

    Host& host_;
};

} // namespace hurtrock::bank_transfer
