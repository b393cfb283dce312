#pragma once
/// The provider "midtrans": the hosted page of Snap, and ways to pay shown in the shop through the Core API.
///
/// The attempt's id is the order_id at Midtrans. What a notification says is never believed: it is signed only in part,
/// so the status is fetched. Refunds that Midtrans cannot make are handed to a person.

#include "begun.hpp"
#include "channels.hpp"
#include "client.hpp"
#include "status.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/payment_provider.hpp>

namespace hurtrock::midtrans {

class MidtransProvider final : public shop::PaymentProvider {
public:
    explicit MidtransProvider(Host& host) : host_{host} {}

    shop::Capabilities capabilities() const override;
    std::string title(std::string_view locale) const override;
    std::string description(std::string_view locale) const override;
    std::string unavailable_reason() const override;
    std::string unfit_reason(const shop::PaymentContext& context, std::string_view locale) const override;
    std::vector<shop::CheckoutField> checkout_fields(std::string_view locale) const override;
    Result<Value> check_fields(const Value& typed) const override;

    shop::StartResult start(const shop::PaymentRequest& payment) override;
    shop::FetchResult fetch(const shop::PaymentReference& payment) override;
    shop::EndResult cancel(const shop::PaymentReference& payment) override { return end(payment, "cancel"); }
    shop::EndResult expire(const shop::PaymentReference& payment) override { return end(payment, "expire"); }
    shop::RefundResult refund(const shop::RefundRequest& refund) override;
    shop::WebhookResult read_webhook(const shop::RawRequest& request) override;

private:
    Client client() const { return {host_.http_client(), read_config(host_.settings())}; }
    shop::StartResult start_page(Client& client, const shop::PaymentRequest& payment);
    shop::StartResult start_here(Client& client, const shop::PaymentRequest& payment, const Channel& channel);
    shop::StartResult begun_before(Client& client, const shop::PaymentRequest& payment);
    shop::StartResult shown(const Status& status, std::string_view locale);
    shop::StartResult not_begun(const Answer& answer, std::string_view locale);
    shop::EndResult end(const shop::PaymentReference& payment, std::string_view verb);
    shop::EndResult end_transaction(Client& client, const shop::PaymentReference& payment, std::string_view verb);
    std::vector<shop::PaymentFact> told(const Client& client, const Status& status, std::string_view locale);
    std::string notify_at(const Client& client, const shop::PaymentRequest& payment) const;

    Host& host_;
    BegunPages begun_;
};

} // namespace hurtrock::midtrans
