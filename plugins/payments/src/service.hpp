#pragma once
/// The payments plugin alone moves payment states. How locks are taken here matters: the order's listener takes stock
/// and then the order, so PaymentCaptured is raised before the payment's own row is touched (stock, order, payment).

#include "types.hpp"

#include <hurtrock/plugin.hpp>

#include <semaphore>

namespace hurtrock::payments
{

class PaymentsService final : public shop::Payments
{
public:
    explicit PaymentsService(Host& host) : host_{host} {}

    std::vector<shop::PaymentMethod> methods(std::string_view locale) override;
    std::vector<shop::PaymentMethod> offers(std::string_view locale, const shop::PaymentContext& context) override;
    std::vector<shop::PaymentView> all_of_order(Reader& reader, std::string_view order_public_id) override;
    shop::PaymentBalance balance_of_order(Reader& reader, std::string_view order_public_id) override;
    std::optional<shop::PaymentView> refresh(std::string_view order_public_id) override;
    Result<Done> collected(Transaction& tx, std::string_view order_public_id, std::string_view actor) override;
    Result<std::vector<std::string>> request_refund(Transaction& tx, std::string_view order_public_id, Money amount,
                                                    std::string_view reason, std::string_view actor) override;
    Result<PaymentId> open(Transaction& tx, const shop::NewPayment& payment) override;
    shop::StartResult begin(PaymentId payment) override;
    std::optional<shop::PaymentView> of_order(Reader& reader, std::string_view order_public_id) override;
    void cancel(Transaction& tx, std::string_view order_public_id) override;

    /// Money arrived. Enough for the order: it is paid. Too little: noted, the payment stays open. Too much, or for an
    /// order that ended: what is too much is owed back. Problems "payments.unknown", "payments.changed_meanwhile".
    Result<ReceiptOutcome> receive(Transaction& tx, const Receipt& receipt);
    /// All that is owed was sent back. Problem "payments.nothing_owed". Answers the amount; zero when told before.
    Result<Money> sent_back(Transaction& tx, std::string_view attempt_id, std::string_view fact,
                            std::string_view actor);

    /// Ends payments that nobody ended in time.
    Result<Done> expire_overdue();

private:
    Result<ReceiptOutcome> receive_part(Transaction& tx, const Payment& payment, const Receipt& receipt);
    Result<ReceiptOutcome> receive_full(Transaction& tx, Payment payment, const Receipt& receipt);
    Result<ReceiptOutcome> settle(Transaction& tx, const Payment& payment, const Receipt& receipt, Money before);
    Result<ReceiptOutcome> owe(Transaction& tx, const Payment& payment, const Receipt& receipt, std::string_view note);
    void end(Transaction& tx, const Payment& payment, PaymentEvent event, std::string_view note);

    shop::StartResult start(const Payment& payment, shop::PaymentProvider& provider);
    void store(const Payment& payment, const shop::StartResult& started);
    shop::StartResult stored_start(const Payment& payment);
    shop::PaymentDeclined declined(std::string_view locale, std::string_view code, std::string reason);

    Host& host_;
    /// Calls to gateways at the same time: they wait for the network, and must leave threads for the pages.
    static constexpr int gateway_calls_max = 4;
    std::counting_semaphore<gateway_calls_max> gateway_calls_{gateway_calls_max};
};

} // namespace hurtrock::payments
