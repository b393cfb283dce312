#include "receiving.hpp"

#include "money_repository.hpp"
#include "repository.hpp"

#include <hurtrock/shop/events.hpp>
#include <hurtrock/shop/store.hpp>

namespace hurtrock::payments {
namespace {

Problem changed_meanwhile() { return {.code = "payments.changed_meanwhile", .status = 409}; }
Problem repeated_fact() { return {.code = "payments.repeated", .status = 409}; }

/// A second payment is no surprise to somebody who sees the state while recording it.
bool told_by_gateway(const Receipt& receipt) { return !receipt.seen; }

} // namespace

void Receiving::end(Transaction& tx, const Payment& payment, PaymentEvent event, std::string_view note)
{
    const auto now = host_.clock().now();
    // A gateway may still take money for it; a person's account always can.
    const bool at_gateway = !payment.manual && payment.state != PaymentState::promised;
    const auto held = repository::balance(tx, payment.id).held();
    if (held.is_zero()) {
        if (!repository::move(tx, payment, event, system_actor, note, now)) return;
        if (!at_gateway) return repository::ask_after(tx, payment.id, std::nullopt);
        repository::end_at_gateway(tx, payment.id, event == PaymentEvent::expire ? "expire" : "cancel", now);
        host_.jobs().enqueue(tx, ending_job, {{"attempt", payment.attempt_id}});
        return;
    }
    repository::note(
        tx, payment.id,
        {LedgerKind::refund_due, held, "end:" + payment.attempt_id, std::string{system_actor}, std::string{note}, now});
    repository::move(tx, payment, PaymentEvent::owe, system_actor, note, now);
    repository::ask_after(tx, payment.id, std::nullopt);
}

Result<ReceiptOutcome> Receiving::receive(Transaction& tx, const Receipt& receipt)
{
    const auto payment = repository::find(tx, receipt.attempt_id);
    if (!payment) return Problem{.code = "payments.unknown", .status = 404};
    if (repository::has_fact(tx, receipt.fact)) return ReceiptOutcome{.state = payment->state, .repeated = true};
    if (receipt.seen && *receipt.seen != payment->state) return changed_meanwhile();
    if (payment->state == PaymentState::paid) return owe(tx, *payment, receipt, "payments.paid_twice");
    if (payment->state == PaymentState::refund_due || payment->state == PaymentState::refunded)
        return owe(tx, *payment, receipt, "payments.order_over");

    const auto before = repository::balance(tx, payment->id).held();
    if (before + receipt.amount >= payment->amount) return receive_full(tx, *payment, receipt);
    return is_open(payment->state) ? receive_part(tx, *payment, receipt)
                                   : owe(tx, *payment, receipt, "payments.order_over");
}

Result<ReceiptOutcome> Receiving::receive_full(Transaction& tx, Payment payment, const Receipt& receipt)
{
    // Only a start that is noted at the same moment makes a second turn needed.
    for (int turn = 0; turn < 3; ++turn) {
        const auto before = repository::balance(tx, payment.id).held();
        auto settled = tx.savepoint([&] { return settle(tx, payment, receipt, before); });
        if (settled) return settled;

        payment = repository::find(tx, payment.id).value();
        if (repository::has_fact(tx, receipt.fact)) return ReceiptOutcome{.state = payment.state, .repeated = true};
        // Somebody else settled it in between: a person has to look again before this counts as a second transfer.
        if (payment.state == PaymentState::paid && receipt.seen) return changed_meanwhile();
        if (payment.state == PaymentState::paid) return owe(tx, payment, receipt, "payments.paid_twice");
        const bool order_refused = settled.problem().code != changed_meanwhile().code;
        if (order_refused || !is_open(payment.state)) return owe(tx, payment, receipt, "payments.order_over");
    }
    return changed_meanwhile();
}

Result<ReceiptOutcome> Receiving::receive_part(Transaction& tx, const Payment& seen, const Receipt& receipt)
{
    const auto payment = repository::lock(tx, seen.id).value();
    const auto before = repository::balance(tx, payment.id).held();
    if (payment.state != seen.state || before + receipt.amount >= payment.amount) return changed_meanwhile();
    const auto fact = repository::note(
        tx, payment.id,
        {LedgerKind::captured, receipt.amount, receipt.fact, receipt.actor, "payments.part", host_.clock().now()});
    if (!fact) return ReceiptOutcome{.state = payment.state, .repeated = true};
    const auto missing = payment.amount - before - receipt.amount;
    if (told_by_gateway(receipt)) attention(tx, payment, "payments.short", missing);
    return ReceiptOutcome{.state = payment.state, .missing = missing};
}

/// The order first (it locks stock and itself), then our row: see the top of service.hpp.
Result<ReceiptOutcome> Receiving::settle(Transaction& tx, const Payment& payment, const Receipt& receipt, Money before)
{
    const auto now = host_.clock().now();
    if (auto heard = tx.raise(shop::PaymentCaptured{payment.order_public_id, payment.amount, payment.provider,
                                                    receipt.actor, payment.attempt_id});
        !heard)
        return heard.problem();
    if (!repository::move(tx, payment, PaymentEvent::capture, receipt.actor, "", now)) return changed_meanwhile();
    if (repository::balance(tx, payment.id).held() != before) return changed_meanwhile();

    const auto parts = split(before + receipt.amount, payment.amount, payment.expected);
    if (!repository::note(tx, payment.id, {LedgerKind::captured, receipt.amount, receipt.fact, receipt.actor, "", now}))
        return repeated_fact();
    if (!parts.rounding.is_zero())
        repository::note(tx, payment.id,
                         {LedgerKind::rounding, parts.rounding, receipt.fact + ":rounding", receipt.actor,
                          "payments.unique_code", now});
    if (!parts.excess.is_zero())
        repository::note(
            tx, payment.id,
            {LedgerKind::refund_due, parts.excess, receipt.fact + ":excess", receipt.actor, "payments.too_much", now});
    repository::ask_after(tx, payment.id, std::nullopt);
    end_others(tx, payment);
    if (!parts.excess.is_zero() && told_by_gateway(receipt)) attention(tx, payment, "payments.too_much", parts.excess);
    return ReceiptOutcome{.state = PaymentState::paid, .owed = parts.excess};
}

/// The order is paid: what else was begun for it is not waited for any longer.
void Receiving::end_others(Transaction& tx, const Payment& paid)
{
    for (const auto& other : repository::lock_live(tx, paid.order_public_id))
        if (other.id != paid.id && is_open(other.state))
            end(tx, other, PaymentEvent::cancel, "payments.paid_otherwise");
}

/// The money is here but the order cannot use it: written down as owed, together with parts that came before.
Result<ReceiptOutcome> Receiving::owe(Transaction& tx, const Payment& seen, const Receipt& receipt,
                                      std::string_view note)
{
    const auto now = host_.clock().now();
    const auto payment = repository::lock(tx, seen.id).value();
    if (payment.state != seen.state) return changed_meanwhile();
    if (!repository::note(tx, payment.id,
                          {LedgerKind::captured, receipt.amount, receipt.fact, receipt.actor, std::string{note}, now}))
        return ReceiptOutcome{.state = payment.state, .repeated = true};

    const bool paid = payment.state == PaymentState::paid;
    const auto due = paid ? receipt.amount : repository::balance(tx, payment.id).held();
    repository::note(tx, payment.id,
                     {LedgerKind::refund_due, due, receipt.fact + ":due", receipt.actor, std::string{note}, now});
    // A paid order stays paid; only the second transfer goes back.
    if (!paid && payment.state != PaymentState::refund_due)
        repository::move(tx, payment, PaymentEvent::owe, receipt.actor, note, now);
    if (told_by_gateway(receipt)) attention(tx, payment, note, due);
    return ReceiptOutcome{.state = paid ? PaymentState::paid : PaymentState::refund_due, .owed = due};
}

void Receiving::attention(Transaction& tx, const Payment& payment, std::string_view code, Money amount)
{
    host_.jobs().enqueue(tx, attention_job,
                         {{"attempt", payment.attempt_id}, {"code", code}, {"amount", amount.to_value()}});
}

Result<Done> Receiving::tell(const Value& payload)
{
    const auto payment = repository::find(host_.database(), payload["attempt"].text());
    if (!payment) return Done{};
    const auto store = host_.services().find<shop::Store>();
    const auto profile = store ? store->profile("id") : Value{};
    const auto amount = Money::from_value(payload["amount"]);
    return host_.database().transaction("payments.attention", [&](Transaction& tx) -> Result<Done> {
        auto event = heard_of<shop::PaymentAttention>(*payment, amount, system_actor);
        event.reason = payload["code"].text();
        if (auto heard = tx.raise(event); !heard) return heard;
        if (profile["email"].text().empty()) return Done{};
        const auto sent = host_.mail().send(
            tx, {.to = std::string{profile["email"].text()},
                 .template_name = "payments/mail/attention",
                 .locale = "id",
                 .variables = {{"order_number", payment->order_number},
                               {"title", payment->title},
                               {"amount", amount.to_value()},
                               {"reason", host_.translate("id", payload["code"].text())},
                               {"url", host_.absolute_url("id", "/admin/payments/" + payment->attempt_id)}}});
        if (!sent) host_.log().warning("the owner could not be told of a payment", {{"attempt", payment->attempt_id}});
        return Done{};
    });
}

} // namespace hurtrock::payments
