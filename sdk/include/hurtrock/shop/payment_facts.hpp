#pragma once
/// What a payment provider reports: facts about money, told by an answer, a fetch or a webhook. See payment_provider.hpp.

#include <hurtrock/clock.hpp>
#include <hurtrock/money.hpp>
#include <hurtrock/request.hpp>
#include <hurtrock/shop/payment_request.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace hurtrock::shop {

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
    /// For pending: how to pay what was begun on the hosted page, for the order's page.
    std::optional<PayByInstructions> how{};
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
    std::string locale{"id"};
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
    /// The bytes that were signed.
    std::string_view body;
    /// For tests; a real one has `live`.
    std::vector<std::pair<std::string, std::string>> headers{};
    /// For the tolerance of signatures.
    Time received_at{};
    const Request* live{nullptr};

    /// Case-insensitive; empty when absent.
    std::string_view header(std::string_view name) const
    {
        if (live) return live->header(name);
        const auto lower = [](char letter) { return letter >= 'A' && letter <= 'Z' ? letter + 32 : letter + 0; };
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

} // namespace hurtrock::shop
