#include "refunds.hpp"

#include "money_repository.hpp"
#include "repository.hpp"

#include <hurtrock/shop/events.hpp>

#include <algorithm>

namespace hurtrock::payments {
namespace {

using Outcome = shop::RefundResult::Outcome;

/// The ledger's note where the reason stands beside the refund itself.
constexpr const char* refund_asked = "payments.refund_asked";

Problem changed_meanwhile() { return {.code = "payments.changed_meanwhile", .status = 409}; }

/// 1, 2, 4 … minutes, at most an hour.
Time next_ask(Time now, std::int64_t asks)
{
    return now + std::chrono::minutes{std::min<std::int64_t>(std::int64_t{1} << std::min<std::int64_t>(asks, 6), 60)};
}

} // namespace

Result<std::vector<std::string>> Refunds::request(Transaction& tx, std::string_view order_public_id, Money amount,
                                                  std::string_view reason, std::string_view actor)
{
    const auto payments = repository::lock_of_order(tx, order_public_id);
    const auto left = [](const Payment& payment) { return payment.captured - payment.due; };
    Money refundable{};
    for (const auto& payment : payments)
        refundable += left(payment);
    if (amount.is_zero() || amount.is_negative() || refundable < amount)
        return Problem{
            .code = "payments.refund_exceeds", .arguments = {{"refundable", refundable.text()}}, .status = 409};

    std::vector<std::string> keys;
    for (const auto& payment : payments) {
        const auto part = std::min(amount, left(payment));
        if (part.is_zero()) continue;
        // The conditional statement decides, not the sums above.
        if (!repository::reserve(tx, payment.id, part, false))
            return Problem{
                .code = "payments.refund_exceeds", .arguments = {{"refundable", Money{}.text()}}, .status = 409};
        const auto key = reserve(tx, payment, part, reason, actor, true);
        keys.push_back(key);
        amount -= part;
        if (amount.is_zero()) break;
    }
    return keys;
}

/// The money becomes owed, when it is not yet, and reserved; a job asks the provider after the commit.
std::string Refunds::reserve(Transaction& tx, const Payment& payment, Money amount, std::string_view reason,
                             std::string_view actor, bool newly_owed)
{
    const auto now = host_.clock().now();
    Refund refund{.key = payment.attempt_id + "-R" + make_public_id().substr(0, 8),
                  .payment = payment.id,
                  .amount = amount,
                  .reason = std::string{reason},
                  .actor = std::string{actor},
                  .ask_after = now + std::chrono::minutes{1}};
    if (newly_owed)
        repository::note(tx, payment.id,
                         {LedgerKind::refund_due, amount, "due:" + refund.key, refund.actor, refund_asked, now});
    if (!repository::reserve(tx, payment.id, amount, true))
        throw std::logic_error{"a refund could not be reserved that was just owed"};
    repository::add_refund(tx, refund, now);
    host_.jobs().enqueue(tx, refund_job, {{"key", refund.key}});
    return refund.key;
}

Result<std::string> Refunds::send_owed(Transaction& tx, const Payment& seen, std::string_view reason,
                                       std::string_view actor)
{
    const auto payment = repository::lock(tx, seen.id).value();
    const auto owed = payment.due - payment.refunded - payment.refund_reserved;
    if (owed.is_zero()) return Problem{.code = "payments.nothing_owed", .status = 409};
    return reserve(tx, payment, owed, reason.empty() ? why_owed(tx, payment.id) : std::string{reason}, actor, false);
}

/// One reason stays what it is; several become one sentence in the customer's language.
std::string Refunds::told_together(std::string_view locale, const std::vector<std::string>& reasons) const
{
    constexpr std::size_t told_max = 400;
    if (reasons.size() == 1) return reasons.front();
    std::string together;
    for (const auto& one : reasons) {
        const auto text = host_.translate(locale, one);
        if (together.size() + text.size() > told_max) break;
        together += (together.empty() ? "" : "; ") + text;
    }
    return together;
}

std::string Refunds::why_owed(Reader& reader, PaymentId payment)
{
    std::string why;
    for (const auto& row : repository::ledger(reader, payment)) {
        const bool owes = row.kind == LedgerKind::refund_due || row.kind == LedgerKind::refund_reversed;
        if (owes && row.note != refund_asked) why = row.note;
    }
    return why;
}

Result<Money> Refunds::sent_back(Transaction& tx, std::string_view attempt_id, std::string_view fact,
                                 std::string_view reason, std::string_view actor)
{
    const auto found = repository::find(tx, attempt_id);
    if (!found) return Problem{.code = "payments.unknown", .status = 404};
    repository::take_turn_of(tx, found->order_public_id);
    if (repository::has_fact(tx, fact)) return Money{};
    const auto before = repository::find(tx, found->id).value();
    Money by_hand{};
    std::vector<std::string> reasons;
    const auto refunds = repository::refunds(tx, before.id);
    for (const auto& refund : refunds) {
        if (refund.state != RefundState::by_hand) continue;
        by_hand += refund.amount;
        if (std::find(reasons.begin(), reasons.end(), refund.reason) == reasons.end()) reasons.push_back(refund.reason);
    }
    auto why = reason.empty() ? told_together(before.locale, reasons) : std::string{reason};
    const auto amount = by_hand + (before.due - before.refunded - before.refund_reserved);
    if (amount.is_zero()) return Problem{.code = "payments.nothing_owed", .status = 409};
    if (why.empty()) why = why_owed(tx, before.id);

    if (auto heard = raise_refunded(tx, before, amount, why, actor); !heard) return heard.problem();
    const auto payment = repository::lock(tx, before.id).value();
    if (payment.due != before.due || payment.refunded != before.refunded ||
        payment.refund_reserved != before.refund_reserved)
        return changed_meanwhile();
    const auto now = host_.clock().now();
    for (const auto& refund : refunds)
        if (refund.state == RefundState::by_hand &&
            !repository::move_refund(tx, refund, RefundState::done, "sent by hand", "", now))
            return changed_meanwhile();
    repository::note(tx, payment.id, {LedgerKind::refunded, amount, std::string{fact}, std::string{actor}, "", now});
    settle_state(tx, payment.id, actor);
    return amount;
}

Result<Done> Refunds::ask(std::string_view key)
{
    const auto refund = repository::find_refund(host_.database(), key);
    if (!refund || !is_waiting(refund->state) || refund->state == RefundState::by_hand) return Done{};
    const auto payment = repository::find(host_.database(), refund->payment);
    const auto answer = gateway_.refund(*payment, *refund);
    auto booked = host_.database().transaction("payments.book_refund", [&](Transaction& tx) {
        repository::take_turn_of(tx, payment->order_public_id);
        return book(tx, *payment, *refund, answer);
    });
    // A webhook or another asker was faster, and what it wrote stands.
    if (!booked && booked.problem().code == changed_meanwhile().code) return Done{};
    return booked;
}

Result<Done> Refunds::book(Transaction& tx, const Payment& payment, const Refund& refund,
                           const shop::RefundResult& answer)
{
    const auto now = host_.clock().now();
    switch (answer.outcome) {
    case Outcome::done:
        return complete(tx, payment, refund, "", answer.reference, refund.actor);
    case Outcome::pending:
        if (refund.state == RefundState::reserved)
            repository::move_refund(tx, refund, RefundState::pending, answer.reason, answer.reference, now);
        else
            repository::asked_refund(tx, refund, answer.reason, next_ask(now, refund.asks + 2), now);
        repository::learn(tx, payment, answer.reference);
        return Done{};
    case Outcome::by_hand:
        repository::move_refund(tx, refund, RefundState::by_hand, answer.reason, "", now);
        return Done{};
    case Outcome::refused:
        if (repository::move_refund(tx, refund, RefundState::refused, answer.reason, answer.reference, now))
            receiving_.attention(tx, payment, "payments.refund_refused", refund.amount);
        return Done{};
    case Outcome::unreachable:
        break;
    }
    repository::asked_refund(tx, refund, answer.reason, next_ask(now, refund.asks), now);
    return Done{};
}

/// The event first: its listeners take the order's locks, which come before ours.
Result<Done> Refunds::complete(Transaction& tx, const Payment& payment, const Refund& refund, std::string_view answer,
                               std::string_view reference, std::string_view actor)
{
    const auto now = host_.clock().now();
    if (auto heard = raise_refunded(tx, payment, refund.amount, refund.reason, actor); !heard) return heard;
    if (!repository::move_refund(tx, refund, RefundState::done, answer, reference, now)) return changed_meanwhile();
    repository::note(tx, payment.id,
                     {LedgerKind::refunded, refund.amount, "refund:" + refund.key, std::string{actor}, "", now});
    repository::learn(tx, payment, reference);
    settle_state(tx, payment.id, actor);
    return Done{};
}

Result<Done> Refunds::raise_refunded(Transaction& tx, const Payment& payment, Money amount, std::string_view reason,
                                     std::string_view actor)
{
    auto event = heard_of<shop::PaymentRefunded>(payment, amount, actor);
    event.reason = reason;
    return tx.raise(event);
}

/// All of it is back: the payment is refunded. What is owed besides stays in the books either way.
void Refunds::settle_state(Transaction& tx, PaymentId id, std::string_view actor)
{
    const auto payment = repository::lock(tx, id).value();
    const bool all_back = payment.refunded + repository::balance(tx, id).rounding >= payment.captured;
    const bool owed_back = payment.state == PaymentState::refund_due && payment.refunded == payment.due;
    if (all_back || owed_back) repository::move(tx, payment, PaymentEvent::refund, actor, "", host_.clock().now());
}

Result<bool> Refunds::told_total(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact)
{
    if (payment.captured.is_zero()) return false;
    std::vector<Refund> waiting;
    for (auto& refund : repository::refunds(tx, payment.id))
        if (is_waiting(refund.state)) waiting.push_back(std::move(refund));
    const auto settled = settle_refunds(payment.captured, payment.refunded, waiting, fact.amount, fact.refund_key);
    const auto now = host_.clock().now();
    for (const auto index : settled.completed)
        if (auto done = complete(tx, payment, waiting[index], "told by the gateway", fact.reference, gateway_actor);
            !done)
            return done.problem();
    for (const auto index : settled.impossible)
        if (repository::move_refund(tx, waiting[index], RefundState::refused, "too little is left", "", now))
            receiving_.attention(tx, payment, "payments.refund_refused", waiting[index].amount);
    if (settled.elsewhere.is_zero()) return true;

    // Sent back in the gateway's own pages: it becomes owed and is paid at once.
    if (auto heard = raise_refunded(tx, payment, settled.elsewhere, "payments.refunded_elsewhere", gateway_actor);
        !heard)
        return heard.problem();
    const auto locked = repository::lock(tx, payment.id).value();
    const auto base = payment.attempt_id + ":" + fact.key;
    const auto free = locked.due - locked.refunded - locked.refund_reserved;
    if (free < settled.elsewhere)
        repository::note(tx, payment.id,
                         {LedgerKind::refund_due, settled.elsewhere - free, base + ":due", std::string{gateway_actor},
                          "payments.refunded_elsewhere", now});
    repository::note(tx, payment.id,
                     {LedgerKind::refunded, settled.elsewhere, base, std::string{gateway_actor},
                      "payments.refunded_elsewhere", now});
    settle_state(tx, payment.id, gateway_actor);
    return true;
}

Result<bool> Refunds::told_failed(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact)
{
    const auto now = host_.clock().now();
    for (const auto& refund : repository::refunds(tx, payment.id)) {
        const bool same = fact.refund_key.empty() ? refund.amount == fact.amount : refund.key == fact.refund_key;
        if (!same) continue;
        if (is_waiting(refund.state)) {
            repository::move_refund(tx, refund, RefundState::refused, fact.note, fact.reference, now);
            receiving_.attention(tx, payment, "payments.refund_refused", refund.amount);
            return true;
        }
        if (refund.state != RefundState::done) continue;
        repository::move_refund(tx, refund, RefundState::returned, fact.note, fact.reference, now);
        repository::note(tx, payment.id,
                         {LedgerKind::refund_reversed, refund.amount, "returned:" + refund.key,
                          std::string{gateway_actor}, fact.note, now});
        const auto locked = repository::lock(tx, payment.id).value();
        if (locked.state == PaymentState::refunded)
            repository::move(tx, locked, PaymentEvent::owe, gateway_actor, "payments.refund_returned", now);
        receiving_.attention(tx, payment, "payments.refund_returned", refund.amount);
        return true;
    }
    if (payment.refunded < fact.amount || fact.amount.is_zero()) return false;
    // One that was made in the gateway's own pages.
    repository::note(tx, payment.id,
                     {LedgerKind::refund_reversed, fact.amount, payment.attempt_id + ":" + fact.key,
                      std::string{gateway_actor}, "payments.refund_returned", now});
    const auto locked = repository::lock(tx, payment.id).value();
    if (locked.state == PaymentState::refunded)
        repository::move(tx, locked, PaymentEvent::owe, gateway_actor, "payments.refund_returned", now);
    receiving_.attention(tx, payment, "payments.refund_returned", fact.amount);
    return true;
}

} // namespace hurtrock::payments
