#pragma once
/// The provider "stripe": Checkout Sessions on Stripe's hosted page. It keeps nothing: Stripe's own objects, found by
/// what start answered and by our names in their metadata, are the only memory.

#include "api.hpp"
#include "facts.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/payment_provider.hpp>

namespace hurtrock::stripe {

class StripeProvider final : public shop::PaymentProvider {
public:
    explicit StripeProvider(Host& host) : host_{host} {}

    shop::Capabilities capabilities() const override;
    std::string title(std::string_view locale) const override;
    std::string description(std::string_view locale) const override;
    std::string unavailable_reason() const override;
    std::string unfit_reason(const shop::PaymentContext& context, std::string_view locale) const override;
    shop::StartResult start(const shop::PaymentRequest& payment) override;
    shop::FetchResult fetch(const shop::PaymentReference& payment) override;
    shop::EndResult cancel(const shop::PaymentReference& payment) override { return end(payment); }
    shop::EndResult expire(const shop::PaymentReference& payment) override { return end(payment); }
    shop::RefundResult refund(const shop::RefundRequest& refund) override;
    shop::WebhookResult read_webhook(const shop::RawRequest& request) override;

private:
    Account account() const { return Account::of(host_.settings()); }
    shop::PaymentDeclined decline(const ApiError& error, std::string_view locale) const;
    shop::StartResult started(const Reply& reply, const shop::PaymentRequest& payment, const Account& account) const;
    /// The session with its payment and charge. A body of null when there is none.
    Reply session_of(Api& api, const shop::PaymentReference& payment) const;
    /// Refunds and disputes of a payment whose money came.
    std::optional<ApiError> add_later_facts(Api& api, const Value& session, const shop::PaymentReference& payment,
                                            Facts& facts) const;
    shop::EndResult end(const shop::PaymentReference& payment);

    Host& host_;
};

} // namespace hurtrock::stripe
