#pragma once
/// Payments through the gateway's hosted page.

#include <hurtrock/sdk.hpp>
#include <hurtrock/shop/payment_provider.hpp>

namespace hurtrock::sample_gateway {

class SampleGatewayProvider final : public shop::PaymentProvider {
public:
    explicit SampleGatewayProvider(Host& host) : host_{host} {}

    shop::Capabilities capabilities() const override;
    std::string title(std::string_view locale) const override;
    std::string description(std::string_view locale) const override;
    std::string unavailable_reason() const override;

    shop::StartResult start(const shop::PaymentRequest& payment) override;
    shop::FetchResult fetch(const shop::PaymentReference& payment) override;
    shop::EndResult cancel(const shop::PaymentReference& payment) override;
    shop::EndResult expire(const shop::PaymentReference& payment) override { return cancel(payment); }
    shop::RefundResult refund(const shop::RefundRequest& refund) override;
    shop::WebhookResult read_webhook(const shop::RawRequest& request) override;

private:
    std::string url(std::string_view path) const;
    HttpCall call(Method method, std::string_view path) const;

    Host& host_;
};

} // namespace hurtrock::sample_gateway
