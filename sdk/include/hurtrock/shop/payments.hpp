#pragma once
/// Payments: what is owed for an order and how it was paid. Provided by the payments plugin, which alone moves payment
/// states. Ways to pay are PaymentProviders that plugins provide under a key ("transfer", "stripe"); they return facts.
///
/// A payment begins in two steps, so that no gateway is called while a transaction is open: `open` inside the order's
/// transaction, `begin` after its commit. Money that arrived raises PaymentCaptured inside the transaction that records it.

#include <hurtrock/database.hpp>

#include <variant>

namespace hurtrock::shop {

struct PaymentRequest {
    /// Unique for each attempt, letters, digits and '-': the gateway's order id and the base of the idempotency key.
    std::string attempt_id;
    std::string order_number;
    std::string order_public_id;
    Money amount{};
    std::string customer_name, customer_email, customer_phone;
    std::string locale;
    /// Page the customer returns to; a full address.
    std::string return_url;
    Time expires_at{};
};

/// Send the customer to a hosted page.
struct PayByRedirect {
    std::string url;
    std::string gateway_reference;
};
/// Show how to pay: rows of {label, value, copyable} and a note, all in the customer's language.
struct PayByInstructions {
    Value rows;
    std::string note;
    /// What exactly must arrive; a manual transfer may add a unique amount below Rp1.000 to tell payments apart.
    Money amount{};
};
struct PaymentDeclined {
    /// For the customer, translated; for the log.
    std::string message;
    std::string reason;
};
using StartResult = std::variant<PayByRedirect, PayByInstructions, PaymentDeclined>;

/// Implemented by payment plugins and provided with services().provide<PaymentProvider>(provider, "key"). Thread-safe; may
/// take seconds (it runs on a pool of its own) and never gets a transaction.
class PaymentProvider {
public:
    static constexpr const char* interface_name = "hurtrock.payment-provider/1";

    virtual std::string title(std::string_view locale) const = 0;
    virtual std::string description(std::string_view locale) const = 0;
    /// Empty when it can be used now; otherwise why not, for the owner ("settings are missing").
    virtual std::string unavailable_reason() const = 0;
    /// True when the owner confirms the money by hand.
    virtual bool manual() const = 0;
    /// How long a customer may take to pay.
    virtual std::chrono::minutes time_to_pay() const = 0;
    virtual StartResult start(const PaymentRequest& payment) = 0;

protected:
    ~PaymentProvider() = default;
};

struct PaymentMethod {
    std::string provider;
    std::string title;
    std::string description;
    std::chrono::minutes time_to_pay{};
    /// One of "bank", "card", "wallet", "qr", "store", "cash".
    std::string icon{};
};

/// `refund_due`: money is here that the shop owes back, because it came after the order had ended or the order was cancelled
/// after it was paid; `refunded`: it was sent back.
enum class PaymentState { opened, pending, paid, failed, expired, cancelled, refund_due, refunded };

struct PaymentView {
    PaymentId id{};
    std::string provider;
    std::string title;
    PaymentState state{PaymentState::opened};
    Money amount{};
    /// For PayByInstructions: {rows, note, amount}.
    Value instructions;
    Time expires_at{};
    std::optional<Time> paid_at{};
    /// Why it failed, for the customer, in the language of the order.
    std::string failed_reason{};
    /// For PayByRedirect: where the customer pays.
    std::string redirect_url{};
    /// What names it in admin: /admin/payments/{attempt_id}.
    std::string attempt_id{};
};

struct NewPayment {
    std::string provider;
    std::string order_number;
    std::string order_public_id;
    Money amount{};
    std::string customer_name, customer_email, customer_phone;
    std::string locale;
    std::string return_url;
    Time expires_at{};
};

class Payments {
public:
    static constexpr const char* interface_name = "hurtrock.payments/1";

    /// What a customer can choose now.
    virtual std::vector<PaymentMethod> methods(std::string_view locale) = 0;
    /// Records a payment to make. Problem "payments.unknown_method".
    virtual Result<PaymentId> open(Transaction& tx, const NewPayment& payment) = 0;
    /// Asks the provider to start it; outside transactions. Safe to repeat: a started payment answers the same again.
    virtual StartResult begin(PaymentId payment) = 0;
    /// The newest payment of an order, in the customer's language as stored.
    virtual std::optional<PaymentView> of_order(Reader& reader, std::string_view order_public_id) = 0;
    /// Ends payments of the order that are still open; money that already came in is owed back from then on.
    virtual void cancel(Transaction& tx, std::string_view order_public_id) = 0;

protected:
    ~Payments() = default;
};

} // namespace hurtrock::shop
