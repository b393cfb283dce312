#pragma once
/// Money that comes in, and payments that end. How locks are taken here matters: the order's listener takes stock and
/// then the order, so PaymentCaptured is raised before the payment's own row is touched (stock, order, payment).

#include "types.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::payments {

inline constexpr std::string_view system_actor = "system";
inline constexpr std::string_view gateway_actor = "gateway";
inline constexpr const char* attention_job = "payments.attention";
inline constexpr const char* ending_job = "payments.end";

class Receiving {
public:
    explicit Receiving(Host& host) : host_{host} {}

    /// Money arrived. Enough for the order: it is paid, also when the attempt was over but nothing else paid the order.
    /// Too little: noted, the payment stays open. Too much, or for an order that ended or is paid: what is too much is
    /// owed back. Problems "payments.unknown", "payments.changed_meanwhile".
    Result<ReceiptOutcome> receive(Transaction& tx, const Receipt& receipt);
    /// Ends a payment whose row is locked; what it received is owed back, and the gateway is told later.
    void end(Transaction& tx, const Payment& payment, PaymentEvent event, std::string_view note);
    /// A person has to look at it: raises PaymentAttention and mails the owner, after the commit. `code` is a key of
    /// the locale files.
    void attention(Transaction& tx, const Payment& payment, std::string_view code, Money amount);
    /// The job behind it.
    Result<Done> tell(const Value& payload);

private:
    Result<ReceiptOutcome> receive_part(Transaction& tx, const Payment& payment, const Receipt& receipt);
    Result<ReceiptOutcome> receive_full(Transaction& tx, Payment payment, const Receipt& receipt);
    Result<ReceiptOutcome> settle(Transaction& tx, const Payment& payment, const Receipt& receipt, Money before);
    Result<ReceiptOutcome> owe(Transaction& tx, const Payment& payment, const Receipt& receipt, std::string_view note);
    void end_others(Transaction& tx, const Payment& paid);

    Host& host_;
};

} // namespace hurtrock::payments
