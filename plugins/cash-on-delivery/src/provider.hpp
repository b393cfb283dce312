#pragma once
/// The provider "cod": nothing is asked of anybody but the customer at the door.

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/payment_provider.hpp>

namespace hurtrock::cash_on_delivery {

/// Whether an address lies in one of the areas: names of cities or provinces, one a line, in any spelling of case and
/// spaces, with or without "Kota" and "Kabupaten". No areas: everywhere.
bool lies_in(std::string_view areas, const shop::Address& address);

class CashProvider final : public shop::PaymentProvider {
public:
    explicit CashProvider(Host& host) : host_{host} {}

    shop::Capabilities capabilities() const override;
    std::string title(std::string_view locale) const override { return host_.translate(locale, "Cash on delivery"); }
    std::string description(std::string_view locale) const override;
    std::string unavailable_reason() const override;
    std::string unfit_reason(const shop::PaymentContext& context, std::string_view locale) const override;
    shop::StartResult start(const shop::PaymentRequest& payment) override;
    /// Nobody can be asked: staff or courier say when the money is there.
    shop::FetchResult fetch(const shop::PaymentReference&) override { return shop::NotStarted{}; }
    shop::EndResult cancel(const shop::PaymentReference&) override { return {}; }
    shop::EndResult expire(const shop::PaymentReference&) override { return {}; }
    shop::RefundResult refund(const shop::RefundRequest&) override
    {
        return {.outcome = shop::RefundResult::Outcome::by_hand, .reason = "hand or transfer it to the customer"};
    }
    shop::WebhookResult read_webhook(const shop::RawRequest&) override { return shop::forged("no webhooks", 403); }

private:
    Host& host_;
};

} // namespace hurtrock::cash_on_delivery
