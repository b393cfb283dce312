#pragma once
/// The provider "simulator": speaks to the simulated gateway the way others speak to a real one.

#include "repository.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/payment_provider.hpp>

namespace hurtrock::payment_simulator {

inline constexpr std::string_view signature_header = "X-Simulator-Signature";

/// "t=1767225600,v1=HEX": HMAC-SHA256 over the time, a dot and the body.
std::string signature_of(std::string_view secret, std::int64_t unix_time, std::string_view body);
/// Right, and at most five minutes from `now`.
bool is_signed(std::string_view secret, std::string_view header, std::string_view body, std::int64_t now);

/// The body of a webhook.
std::string body_of(const SimulatedEvent& event);
/// nullopt for anything else.
std::optional<shop::PaymentFact> fact_in(std::string_view body);
shop::PaymentFact fact_of(const SimulatedEvent& event);

class SimulatorProvider final : public shop::PaymentProvider {
public:
    explicit SimulatorProvider(Host& host) : host_{host} {}

    shop::Capabilities capabilities() const override;
    std::string title(std::string_view locale) const override
    {
        return host_.translate(locale, "Simulator (no money)");
    }
    std::string description(std::string_view locale) const override
    {
        return host_.translate(locale, "For development: a page with buttons instead of a bank.");
    }
    std::string unavailable_reason() const override;
    shop::StartResult start(const shop::PaymentRequest& payment) override;
    shop::FetchResult fetch(const shop::PaymentReference& payment) override;
    shop::EndResult cancel(const shop::PaymentReference& payment) override { return end(payment, "cancelled"); }
    shop::EndResult expire(const shop::PaymentReference& payment) override { return end(payment, "expired"); }
    shop::RefundResult refund(const shop::RefundRequest& refund) override;
    shop::WebhookResult read_webhook(const shop::RawRequest& request) override;

private:
    shop::EndResult end(const shop::PaymentReference& payment, std::string_view status);

    Host& host_;
};

} // namespace hurtrock::payment_simulator
