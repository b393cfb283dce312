#pragma once
/// Plain structs of payments.

#include "states.hpp"

#include <array>
#include <vector>

namespace hurtrock::payments {

struct Payment {
    PaymentId id{};
    std::string attempt_id;
    std::string order_public_id, order_number;
    std::string provider, title;
    /// Staff confirm the money.
    bool manual{false};
    bool on_delivery{false};
    /// Real money moves.
    bool live{true};
    PaymentState state{PaymentState::opened};
    /// What the order costs.
    Money amount{};
    /// What must arrive: the amount, or a little more where a unique code tells transfers apart.
    Money expected{};
    std::string customer_name, customer_email, customer_phone;
    std::string locale;
    std::string return_url;
    /// What is paid for, where it goes, what the customer gave for the method's fields; as stored.
    Value lines, shipping_address, fields;
    Value instructions, extra;
    std::string redirect_url, gateway_reference, failed_reason;
    /// "BCA virtual account", once known.
    std::string method;
    /// What the gateway is still to be told: "cancel", "expire" or nothing.
    std::string end_wanted;
    /// How often the reconciler asked, and what came of the last time.
    std::int64_t asks{0};
    std::string answer;
    std::optional<Time> asked_at{}, ask_after{};
    /// Sums that the ledger's trigger keeps.
    Money captured{}, due{}, refunded{}, refund_reserved{};
    Time expires_at{}, opened_at{};
    std::optional<Time> paid_at{};
};

/// One of the facts about a payment that other plugins hear, filled in as they all are.
template <class Event>
Event heard_of(const Payment& payment, Money amount, std::string_view actor)
{
    Event event;
    event.order_public_id = payment.order_public_id;
    event.attempt_id = payment.attempt_id;
    event.amount = amount;
    event.provider = payment.provider;
    event.actor = actor;
    return event;
}

/// There is a code to scan, and it can still be paid.
inline bool has_qr(const Payment& payment)
{
    return payment.state == PaymentState::pending && !payment.instructions["qr_payload"].text().empty();
}

/// Sums over the ledger rows of a payment; refunded is what did not come back.
struct Balance {
    Money captured{}, rounding{}, refund_due{}, refunded{}, fee{}, disputed{};

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

enum class LedgerKind { captured, fee, rounding, refund_due, refunded, refund_reversed, disputed, dispute_returned };

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

enum class RefundState { reserved, pending, by_hand, done, refused, returned };

constexpr std::string_view name_of(RefundState state) noexcept
{
    constexpr std::array<std::string_view, 6> names{"reserved", "pending", "by_hand", "done", "refused", "returned"};
    return names[static_cast<std::size_t>(state)];
}

/// Part of what is reserved: asked for and not decided.
constexpr bool is_waiting(RefundState state) noexcept { return state <= RefundState::by_hand; }

struct Refund {
    std::int64_t id{0};
    std::string key{};
    PaymentId payment{};
    Money amount{};
    std::string reason{}, actor{};
    RefundState state{RefundState::reserved};
    std::string reference{}, answer{};
    std::int64_t asks{0};
    Time created_at{};
    std::optional<Time> ask_after{};
};

/// What a report of the total that went back means for the books: which waiting refunds it completes, and how much more
/// a person sent in the gateway's own pages.
struct RefundSettlement {
    /// Indexes into the waiting refunds.
    std::vector<std::size_t> completed;
    /// These can never happen any more: too little is left.
    std::vector<std::size_t> impossible;
    Money elsewhere{};
};

/// `waiting` oldest first; `named` is the key of the refund that the report is about, if it says so. Nothing is done
/// for a report that tells less than is known.
inline RefundSettlement settle_refunds(Money captured, Money refunded, const std::vector<Refund>& waiting, Money total,
                                       std::string_view named)
{
    RefundSettlement settlement;
    if (captured < total) total = captured;
    auto left = total - refunded;
    if (left.is_negative() || left.is_zero()) return settlement;
    std::vector<bool> taken(waiting.size(), false);
    const auto take = [&](std::size_t index) {
        if (taken[index] || left < waiting[index].amount) return;
        taken[index] = true;
        left -= waiting[index].amount;
        settlement.completed.push_back(index);
    };
    for (std::size_t i = 0; i < waiting.size(); ++i)
        if (!named.empty() && waiting[i].key == named) take(i);
    for (std::size_t i = 0; i < waiting.size(); ++i)
        if (waiting[i].state != RefundState::by_hand) take(i);
    settlement.elsewhere = left;
    auto room = captured - total;
    for (std::size_t i = 0; i < waiting.size(); ++i) {
        if (taken[i]) continue;
        if (room < waiting[i].amount)
            settlement.impossible.push_back(i);
        else
            room -= waiting[i].amount;
    }
    return settlement;
}

/// Who told a fact.
enum class ToldBy { webhook, fetch, call };

constexpr std::string_view name_of(ToldBy by) noexcept
{
    constexpr std::array<std::string_view, 3> names{"webhook", "fetch", "call"};
    return names[static_cast<std::size_t>(by)];
}

enum class FactOutcome { applied, ignored, waiting, other_mode, other_currency };

constexpr std::string_view name_of(FactOutcome outcome) noexcept
{
    constexpr std::array<std::string_view, 5> names{"applied", "ignored", "waiting", "other_mode", "other_currency"};
    return names[static_cast<std::size_t>(outcome)];
}

constexpr std::string_view name_of(shop::FactKind kind) noexcept
{
    constexpr std::array<std::string_view, 12> names{"pending",        "authorized",    "review",   "captured",
                                                     "attempt_failed", "failed",        "expired",  "cancelled",
                                                     "refunded",       "refund_failed", "disputed", "dispute_closed"};
    return names[static_cast<std::size_t>(kind)];
}

inline std::optional<shop::FactKind> fact_kind_named(std::string_view name)
{
    for (int kind = 0; kind <= static_cast<int>(shop::FactKind::dispute_closed); ++kind)
        if (name_of(static_cast<shop::FactKind>(kind)) == name) return static_cast<shop::FactKind>(kind);
    return std::nullopt;
}

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
