#pragma once
/// Payments: what is owed for an order and how it was paid. Provided by the payments plugin, which alone moves payment
/// states. Ways to pay are PaymentProviders (payment_provider.hpp) that plugins provide under a key ("transfer",
/// "stripe").
///
/// A payment begins in two steps, so that no gateway is called while a transaction is open: `open` inside the order's
/// transaction, `begin` after its commit. Money that arrived raises PaymentCaptured inside the transaction that records
/// it. Functions marked "may call out" are called without an open transaction, in handlers only on routes of
/// Pool::outbound.

#include <hurtrock/database.hpp>
#include <hurtrock/shop/payment_provider.hpp>

namespace hurtrock::shop {

struct PaymentMethod {
    std::string provider;
    std::string title;
    std::string description;
    std::chrono::minutes time_to_pay{};
    /// One of "bank", "card", "wallet", "qr", "store", "cash".
    std::string icon{};
    /// The order goes on unpaid (PaymentPromised), the money comes at the door.
    bool on_delivery{false};
    std::vector<CheckoutField> fields{};
    /// Why this order cannot be paid so now, for the customer; empty when it can.
    std::string unavailable{};
};

/// `promised`: to be paid on delivery. `authorized`, `review`: a gateway holds it. `refund_due`: money is here that the
/// shop owes back, because it came after the order had ended or the order was cancelled after it was paid; `refunded`:
/// it was sent back.
enum class PaymentState {
    opened,
    pending,
    authorized,
    review,
    promised,
    paid,
    failed,
    expired,
    cancelled,
    refund_due,
    refunded
};

/// Sums over the ledger, of one payment or of an order's.
struct PaymentBalance {
    Money captured{}, refunded{};
    /// Asked for and not yet sent back.
    Money refund_pending{};
    /// What may still be asked back: captured - refunded - refund_pending.
    Money refundable{};
    /// What the shop owes the customer: refunds asked for, money that came late or twice.
    Money owed{};
    /// rounding: the part of captured that a unique code added, which is no part of the price.
    Money disputed{}, rounding{};
};

struct PaymentView {
    PaymentId id{};
    std::string provider;
    std::string title;
    PaymentState state{PaymentState::opened};
    Money amount{};
    /// For PayByInstructions: {rows, note, amount, qr_payload, deep_link}.
    Value instructions;
    Time expires_at{};
    std::optional<Time> paid_at{};
    /// Why it failed, for the customer, in the language of the order.
    std::string failed_reason{};
    /// For PayByRedirect: where the customer pays.
    std::string redirect_url{};
    /// What names it in admin: /admin/payments/{attempt_id}.
    std::string attempt_id{};
    /// What the provider put aside for the order's page.
    Value extra{};
    /// "BCA virtual account", once known.
    std::string method{};
    bool on_delivery{false};
    PaymentBalance balance{};
    /// Path of a picture (PNG) of the QR code to pay with; empty when there is none.
    std::string qr_path{};
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
    /// price times quantity sum to the amount; without lines, or when they do not sum, one line stands for all.
    std::vector<PaymentLine> lines{};
    Address shipping_address{};
    bool pickup{false};
    /// {name: text} of the method's fields, as typed.
    Value fields{};
};

/// Money that a person saw arrive, for methods with manual_confirmation.
struct MoneySeen {
    std::string attempt_id;
    Money amount{};
    /// Unique for this fact ("statement:2026-11-21:…"); a repeated report carries the same.
    std::string fact;
    std::string actor;
};
struct MoneySeenOutcome {
    PaymentState state{PaymentState::opened};
    /// It was reported before; nothing changed now.
    bool repeated{false};
    /// Still to come, when only a part arrived; owed back, when it was too much or too late.
    Money missing{}, owed{};
};

class Payments {
public:
    static constexpr const char* interface_name = "hurtrock.payments/2";

    /// What a customer can choose now.
    virtual std::vector<PaymentMethod> methods(std::string_view locale) = 0;
    /// The same for an order; methods that do not suit it say why in `unavailable`.
    virtual std::vector<PaymentMethod> offers(std::string_view locale, const PaymentContext& context) = 0;

    /// Records a payment to make and ends attempts of the order that are still open: so a customer changes the method
    /// or tries again, as often as needed. Problems "payments.unknown_method", "payments.unfit" {reason}, those of the
    /// fields.
    virtual Result<PaymentId> open(Transaction& tx, const NewPayment& payment) = 0;
    /// Asks the provider to start it; may call out. Safe to repeat: a started payment answers the same again.
    virtual StartResult begin(PaymentId payment) = 0;
    /// The newest payment of an order, in the customer's language as stored.
    virtual std::optional<PaymentView> of_order(Reader& reader, std::string_view order_public_id) = 0;
    /// All of them, newest first, at most 50.
    virtual std::vector<PaymentView> all_of_order(Reader& reader, std::string_view order_public_id) = 0;
    virtual PaymentBalance balance_of_order(Reader& reader, std::string_view order_public_id) = 0;
    /// For the return page and the order's page: asks the gateway about what is open, at most every few seconds, and
    /// applies what it says, as a webhook would. May call out; a gateway that does not answer changes nothing. The
    /// newest payment.
    virtual std::optional<PaymentView> refresh(std::string_view order_public_id) = 0;

    /// Ends payments of the order that are still open; money that already came in is owed back from then on.
    virtual void cancel(Transaction& tx, std::string_view order_public_id) = 0;
    /// Staff or courier took the money at the door: the promised payment is captured, with PaymentCaptured. Nothing
    /// happens when none is promised. Problem: what the order's listener answers.
    virtual Result<Done> collected(Transaction& tx, std::string_view order_public_id, std::string_view actor) = 0;

    /// Reserves the amount over the order's payments and sends it back after the commit, through the gateway or, where
    /// that cannot, by a person; PaymentRefunded tells when it is done. Never more than was captured, whoever asks at
    /// the same time: Problem "payments.refund_exceeds" {refundable}. Answers keys, one for each payment it was taken
    /// from.
    virtual Result<std::vector<std::string>> request_refund(Transaction& tx, std::string_view order_public_id,
                                                            Money amount, std::string_view reason,
                                                            std::string_view actor) = 0;

    /// Records it as staff would in admin, with PaymentCaptured when the order is paid by it. In a transaction that has
    /// locked nothing yet. Problems "payments.unknown", "payments.changed_meanwhile".
    virtual Result<MoneySeenOutcome> receive(Transaction& tx, const MoneySeen& seen) = 0;

protected:
    ~Payments() = default;
};

} // namespace hurtrock::shop
