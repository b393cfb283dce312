#pragma once
/// PaymentProvider: one way to pay, written by a plugin and provided under a key:
///
///     host.services().provide<shop::PaymentProvider>(provider_, "xendit");
///
/// A provider talks to its gateway and returns *facts*; the payments plugin alone moves states, keeps the ledger,
/// receives the webhooks at POST /webhooks/{key} and asks again where an answer was lost. So a provider needs no table
/// and no route.
///
/// Every function may be called from several threads at once and may take seconds: it is called without an open
/// transaction, on threads that may call out (http_client.hpp). What it throws counts as "unreachable". Calls carry an
/// idempotency key: the same key always means the same act, and after a crash the same call comes again with it.
/// Amounts are whole units as in Money.

#include <hurtrock/clock.hpp>
#include <hurtrock/money.hpp>
#include <hurtrock/result.hpp>
#include <hurtrock/shop/customers.hpp>

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace hurtrock::shop {

/// none: money cannot go back this way. manual: a person sends it back and says so in admin. full: through the gateway,
/// all of it at once. partial: any part, several times.
enum class Refunds { none, manual, full, partial };

struct Capabilities {
    Refunds refunds{Refunds::none};
    /// Staff confirm in admin that money arrived.
    bool manual_confirmation{false};
    /// Paid when the goods are handed over: the order goes on unpaid.
    bool on_delivery{false};
    /// read_webhook works: POST /webhooks/{key} is answered.
    bool webhooks{false};
    /// fetch works: the return page and the reconciler ask the gateway.
    bool fetch{false};
    /// Real money moves with the settings of this moment; facts of the other mode are never applied.
    bool live{true};
    std::vector<std::string> currencies{"IDR"};
    /// One of "bank", "card", "wallet", "qr", "store", "cash".
    std::string icon{"card"};
    /// How long a customer may take.
    std::chrono::minutes time_to_pay{std::chrono::hours{24}};
};

/// What the checkout asks for beside the choice of the method; its form field is "payment_KEY_NAME".
struct CheckoutField {
    /// Letters, digits and '_'.
    std::string name;
    /// In the customer's language.
    std::string label;
    std::string hint{};
    bool required{false};
    std::size_t length_max{100};
    /// {value, text} each; empty asks for text.
    Value choices{};
};

enum class LineKind { product, shipping, discount, tax, other };

/// What is paid for. price times quantity of all lines sum exactly to the request's amount; a discount's price is
/// negative.
struct PaymentLine {
    LineKind kind{LineKind::product};
    /// The SKU, or "shipping", "discount" …
    std::string id;
    std::string name;
    Money price{};
    std::int64_t quantity{1};
};

struct PaymentRequest {
    /// Unique for each attempt; letters, digits and '-', at most 50: the order's id at the gateway.
    std::string attempt_id;
    std::string order_number;
    std::string order_public_id;
    Money amount{};
    std::string customer_name, customer_email, customer_phone;
    std::string locale;
    /// Page the customer returns to; a full address. What the customer brings there is never believed.
    std::string return_url;
    Time expires_at{};

    std::string idempotency_key{};
    /// Never empty.
    std::vector<PaymentLine> lines{};
    Address shipping_address{};
    /// Full address of POST /webhooks/{key}.
    std::string webhook_url{};
    /// What the customer gave for checkout_fields, as check_fields answered it.
    Value fields{};
};

/// Send the customer to a hosted page.
struct PayByRedirect {
    std::string url;
    std::string gateway_reference;
    /// For the provider's own templates and scripts on the order's page (the token of a pop-up). May be shown to the
    /// customer.
    Value extra{};
};
/// Show how to pay: rows of {label, value, copy, note} and a note with one step a line, all in the customer's language.
struct PayByInstructions {
    Value rows;
    std::string note;
    /// What exactly must arrive; a manual transfer may add a unique amount below Rp1.000 to tell payments apart.
    Money amount{};
    /// The text of a QR code to show, and an address that opens the wallet on a phone.
    std::string qr_payload{}, deep_link{};
    std::string gateway_reference{};
    /// Earlier than the request's, when the gateway says so.
    std::optional<Time> expires_at{};
    Value extra{};
};
/// Nothing was started.
struct PaymentDeclined {
    /// For the customer, translated (empty: a general sentence); for the log, without secrets.
    std::string message;
    std::string reason;
    /// The gateway could not be asked, or its answer was lost: the attempt stays as it is and start comes again with
    /// the same idempotency key. Otherwise the attempt has failed and the customer chooses again.
    bool temporary{false};
};
using StartResult = std::variant<PayByRedirect, PayByInstructions, PaymentDeclined>;

enum class FactKind {
    /// Started; money may come.
    pending,
    /// Promised by a bank, to be captured by the gateway later.
    authorized,
    /// The gateway holds it for a check (fraud).
    review,
    /// Money is here. `amount` without the fee.
    captured,
    /// One try failed (a declined card); the customer may try again in the same attempt.
    attempt_failed,
    /// The attempt is over without money. After `captured`: the gateway took the money back.
    failed,
    expired,
    cancelled,
    /// `amount` is the total that was sent back up to now, however often that is told, never a step.
    refunded,
    /// A refund that had been counted came back. `amount` is that refund's.
    refund_failed,
    /// A bank took or holds `amount` back.
    disputed,
    /// `amount` is what the shop got back; zero when it lost.
    dispute_closed
};

struct PaymentFact {
    FactKind kind{FactKind::pending};
    /// What happened once in the world, alike from webhook, fetch and call: "capture:pi_3Q…". Applied once for each
    /// attempt. Not an event's id, which is one telling of it. At most 200 characters.
    std::string key{};
    /// Whose fact: the attempt, or where the gateway does not say, a reference that an earlier answer or fact carried.
    std::string attempt_id{};
    /// The gateway's name for it; kept, and shown in admin.
    std::string reference{};
    Money amount{};
    /// What the customer paid on top of the amount.
    Money fee{};
    bool live{true};
    /// "BCA virtual account", "Visa •••• 4242"; shown with the payment.
    std::string method{};
    /// When it happened; the time of receipt when the gateway does not say.
    std::optional<Time> at{};
    /// For refunded and refund_failed: RefundRequest::idempotency_key, when the gateway tells it.
    std::string refund_key{};
    /// For admin, in English, without secrets.
    std::string note{};
};

/// Which payment a call is about.
struct PaymentReference {
    std::string attempt_id;
    /// What start answered; empty when its answer was lost.
    std::string gateway_reference;
    Money amount{};
    /// Everything the gateway named in facts since, oldest first.
    std::vector<std::string> references{};
    std::string idempotency_key{};
};

/// The gateway knows nothing of this attempt (yet).
struct NotStarted {};
/// No whole answer came; ask again later.
struct Unreachable {
    std::string reason;
};
/// All that the gateway knows of the attempt, as facts.
using FetchResult = std::variant<std::vector<PaymentFact>, NotStarted, Unreachable>;

/// done: the customer can no longer pay it (also when that was so before). refused: the gateway will not, mostly
/// because money came; `facts` may say so. unreachable: ask again.
struct EndResult {
    enum class Outcome { done, refused, unreachable } outcome{Outcome::done};
    std::string reason{};
    std::vector<PaymentFact> facts{};
};

struct RefundRequest {
    /// Alike in every repetition: letters, digits, '-' and '_', at most 60.
    std::string idempotency_key;
    PaymentReference payment;
    Money amount{};
    /// Captured, and already sent back without this one.
    Money captured{}, refunded{};
    /// Free text of staff; for the gateway's records.
    std::string reason{};
};

/// done: the money is on its way for certain. pending: the gateway will tell. refused: it never will be, `reason` says
/// why. by_hand: a person has to send it, `reason` says how. unreachable: call again with the same key.
struct RefundResult {
    enum class Outcome { done, pending, refused, by_hand, unreachable } outcome{Outcome::unreachable};
    std::string reference{};
    std::string reason{};
};

/// A webhook as it arrived; valid during the call.
struct RawRequest {
    std::string_view body;
    std::vector<std::pair<std::string, std::string>> headers{};
    /// Of the receipt; for the tolerance of signatures. A replay keeps the first.
    Time received_at{};

    /// Case-insensitive; empty when absent.
    std::string_view header(std::string_view name) const noexcept
    {
        const auto lower = [](char letter) {
            return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
        };
        for (const auto& [known, value] : headers) {
            bool same = known.size() == name.size();
            for (std::size_t i = 0; same && i < name.size(); ++i)
                same = lower(known[i]) == lower(name[i]);
            if (same) return value;
        }
        return {};
    }
};

/// Not from the gateway: answered with this status (400 or 403), nothing is written.
struct WebhookForged {
    std::string reason;
    int status{400};
};
/// From the gateway and of no interest: answered 200, nothing is written.
struct WebhookIgnored {
    std::string reason;
};
/// Cannot be judged now (a setting is missing): answered 503, so that the gateway tries again.
struct WebhookNotReady {
    std::string reason;
};
struct WebhookFacts {
    /// One for each telling: the event's id, or a hash of the body. At most 200 characters.
    std::string inbox_key;
    std::vector<PaymentFact> facts;
    /// The signature does not cover all of it, or order matters: the gateway's own status is fetched and applied
    /// instead.
    bool confirm_by_fetch{false};
};
using WebhookResult = std::variant<WebhookFacts, WebhookForged, WebhookIgnored, WebhookNotReady>;

/// What is known of an order when methods are offered.
struct PaymentContext {
    Money amount{};
    Address address{};
    bool pickup{false};
};

class PaymentProvider {
public:
    static constexpr const char* interface_name = "hurtrock.payment-provider/2";

    virtual Capabilities capabilities() const = 0;
    virtual std::string title(std::string_view locale) const = 0;
    virtual std::string description(std::string_view locale) const = 0;
    /// Empty when it can be used now; otherwise why not, for the owner, in English ("settings are missing"). No calls
    /// out: it is asked on every checkout page.
    virtual std::string unavailable_reason() const = 0;
    /// Empty when this order can be paid so; otherwise why not, for the customer ("up to Rp5.000.000 only"). No calls
    /// out.
    virtual std::string unfit_reason(const PaymentContext&, std::string_view /*locale*/) const { return {}; }

    virtual std::vector<CheckoutField> checkout_fields(std::string_view /*locale*/) const { return {}; }
    /// {name: text} as typed; answers what start shall get. Problems name the field. No calls out.
    virtual Result<Value> check_fields(const Value& typed) const { return typed; }

    virtual StartResult start(const PaymentRequest& payment) = 0;
    virtual FetchResult fetch(const PaymentReference& payment) = 0;
    /// The order ended, or the customer chose another way.
    virtual EndResult cancel(const PaymentReference& payment) = 0;
    /// Its time is over.
    virtual EndResult expire(const PaymentReference& payment) = 0;
    virtual RefundResult refund(const RefundRequest& refund) = 0;
    /// Verifies and reads; in constant time where secrets are compared. No calls out, nothing is changed.
    virtual WebhookResult read_webhook(const RawRequest& request) = 0;

protected:
    ~PaymentProvider() = default;
};

inline StartResult redirect_to(std::string url, std::string gateway_reference)
{
    return PayByRedirect{std::move(url), std::move(gateway_reference)};
}
inline StartResult declined(std::string message, std::string reason)
{
    return PaymentDeclined{std::move(message), std::move(reason), false};
}
inline StartResult not_reached(std::string reason) { return PaymentDeclined{{}, std::move(reason), true}; }
inline WebhookResult forged(std::string reason, int status = 400) { return WebhookForged{std::move(reason), status}; }

} // namespace hurtrock::shop
