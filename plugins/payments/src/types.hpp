#pragma once
/// Plain structs of payments.

#include "states.hpp"

namespace hurtrock::payments
{

struct Payment {
    PaymentId id{};
    std::string attempt_id;
    std::string order_public_id, order_number;
    std::string provider, title;
    bool manual{false};
    PaymentState state{PaymentState::opened};
    /// What the order costs.
    Money amount{};
    /// What must arrive: the amount, or a little more where a unique code tells transfers apart.
    Money expected{};
    std::string customer_name, customer_email, customer_phone;
    std::string locale;
    std::string return_url;
    Value instructions;
    std::string redirect_url, gateway_reference, failed_reason;
    Time expires_at{}, opened_at{};
    std::optional<Time> paid_at{};
};

/// Sums over the ledger rows of a payment.
struct Balance {
    Money captured{}, rounding{}, refund_due{}, refunded{};

    /// Money that is here and not yet owed back.
    Money held() const { return captured - refund_due; }
    Money outstanding_refund() const { return refund_due - refunded; }
};

/// How received money is split once an order is paid: for the order, for the unique code, too much.
struct Split {
    Money rounding{};
    Money excess{};
};

/// Precondition: received >= amount. What came above the amount is rounding as far as the unique code asked for it.
inline Split split(Money received, Money amount, Money expected)
{
    const auto above = received - amount;
    const auto asked = expected - amount;
    const auto rounding = above < asked ? above : asked;
    return {rounding, above - rounding};
}

enum class LedgerKind { captured, rounding, refund_due, refunded };

struct LedgerRow {
    LedgerKind kind{LedgerKind::captured};
    Money amount{};
    std::string fact_key, actor, note;
    Time at{};
};

struct EventRow {
    std::string event, from, to, actor, note;
    Time at{};
};

/// Money that a person or a gateway reports as arrived.
struct Receipt {
    std::string attempt_id;
    Money amount{};
    /// Unique for this fact; a repeated report carries the same.
    std::string fact;
    /// The state that the reporter saw; empty when it does not matter.
    std::optional<PaymentState> seen{};
    std::string actor;
};

struct ReceiptOutcome {
    PaymentState state{PaymentState::opened};
    /// It was reported before; nothing changed now.
    bool repeated{false};
    /// Still to come, when only a part arrived.
    Money missing{};
    /// Owed back because of this receipt.
    Money owed{};
};

} // namespace hurtrock::payments
