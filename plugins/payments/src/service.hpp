#pragma once
/// The service that other plugins know. The payments plugin alone moves payment states.

#include "asking.hpp"

#include <semaphore>

namespace hurtrock::payments {

class PaymentsService final : public shop::Payments {
public:
    PaymentsService(Host& host, Gateway& gateway, Receiving& receiving, Refunds& refunds, Asking& asking)
        : host_{host}, gateway_{gateway}, receiving_{receiving}, refunds_{refunds}, asking_{asking}
    {
    }

    std::vector<shop::PaymentMethod> methods(std::string_view locale) override;
    std::vector<shop::PaymentMethod> offers(std::string_view locale, const shop::PaymentContext& context) override;
    Result<PaymentId> open(Transaction& tx, const shop::NewPayment& payment) override;
    shop::StartResult begin(PaymentId payment) override;
    std::optional<shop::PaymentView> of_order(Reader& reader, std::string_view order_public_id) override;
    std::vector<shop::PaymentView> all_of_order(Reader& reader, std::string_view order_public_id) override;
    shop::PaymentBalance balance_of_order(Reader& reader, std::string_view order_public_id) override;
    std::optional<shop::PaymentView> refresh(std::string_view order_public_id) override;
    void cancel(Transaction& tx, std::string_view order_public_id) override;
    Result<Done> collected(Transaction& tx, std::string_view order_public_id, std::string_view actor) override;
    Result<std::vector<std::string>> request_refund(Transaction& tx, std::string_view order_public_id, Money amount,
                                                    std::string_view reason, std::string_view actor) override;

    Result<shop::MoneySeenOutcome> receive(Transaction& tx, const shop::MoneySeen& seen) override;

    /// Ends payments that nobody ended in time.
    Result<Done> expire_overdue();

private:
    Payment new_payment(const shop::NewPayment& request, shop::PaymentProvider& provider, const Value& fields);
    shop::StartResult start(const Payment& payment);
    void store(const Payment& payment, const shop::StartResult& started);
    Result<Done> store_refusal(Transaction& tx, const Payment& payment, const shop::PaymentDeclined& refused);
    Result<Done> store_started(Transaction& tx, const Payment& payment, const shop::StartResult& started);
    shop::StartResult stored_start(const Payment& payment);
    shop::PaymentDeclined declined(std::string_view locale, std::string_view code, std::string reason);
    shop::PaymentDeclined busy(std::string_view locale, std::string reason);

    Host& host_;
    Gateway& gateway_;
    Receiving& receiving_;
    Refunds& refunds_;
    Asking& asking_;
    /// Calls to gateways at the same time: they wait for the network, and must leave threads for the pages.
    static constexpr int gateway_calls_max = 4;
    std::counting_semaphore<gateway_calls_max> gateway_calls_{gateway_calls_max};
};

} // namespace hurtrock::payments
