#include "facts.hpp"

#include "gateway.hpp"
#include "money_repository.hpp"
#include "repository.hpp"

#include <hurtrock/shop/events.hpp>

namespace hurtrock::payments {
namespace {

using shop::FactKind;

/// A fact's key in the ledger, where keys of all payments stand together.
std::string ledger_key(const Payment& payment, const shop::PaymentFact& fact)
{
    return payment.attempt_id + ":" + fact.key;
}

std::int64_t micros(Time time) { return time.time_since_epoch().count(); }

} // namespace

Value to_value(const std::vector<shop::PaymentFact>& facts)
{
    auto list = Value::list();
    for (const auto& fact : facts)
        list.push({{"kind", name_of(fact.kind)},
                   {"key", fact.key},
                   {"attempt_id", fact.attempt_id},
                   {"reference", fact.reference},
                   {"amount", fact.amount.to_value()},
                   {"fee", fact.fee.to_value()},
                   {"live", fact.live},
                   {"method", fact.method},
                   {"at", fact.at ? Value{micros(*fact.at)} : Value{}},
                   {"refund_key", fact.refund_key},
                   {"note", fact.note}});
    return list;
}

std::vector<shop::PaymentFact> facts_from(const Value& value)
{
    std::vector<shop::PaymentFact> facts;
    for (const auto& item : value.items()) {
        const auto kind = fact_kind_named(item["kind"].text());
        if (!kind) continue;
        shop::PaymentFact fact{.kind = *kind,
                               .key = std::string{item["key"].text()},
                               .attempt_id = std::string{item["attempt_id"].text()},
                               .reference = std::string{item["reference"].text()},
                               .amount = Money::from_value(item["amount"]),
                               .fee = Money::from_value(item["fee"]),
                               .live = item["live"].boolean(),
                               .method = std::string{item["method"].text()},
                               .refund_key = std::string{item["refund_key"].text()},
                               .note = std::string{item["note"].text()}};
        if (!item["at"].is_null()) fact.at = Time{std::chrono::microseconds{item["at"].integer()}};
        facts.push_back(std::move(fact));
    }
    return facts;
}

std::optional<Payment> FactBook::owner(Reader& reader, std::string_view provider, const shop::PaymentFact& fact)
{
    if (!fact.attempt_id.empty()) {
        auto found = repository::find(reader, fact.attempt_id);
        if (found && found->provider == provider) return found;
    }
    if (fact.reference.empty()) return std::nullopt;
    return repository::find_by_gateway(reader, provider, fact.reference);
}

Result<Done> FactBook::apply(Transaction& tx, const Payment& payment, const std::vector<shop::PaymentFact>& facts,
                             ToldBy by)
{
    repository::take_turn_of(tx, payment.order_public_id);
    for (const auto& fact : facts)
        if (auto applied = apply_one(tx, payment.id, fact, by); !applied) return applied;
    return take_up_waiting(tx, payment.id);
}

Result<Done> FactBook::apply(const Payment& payment, const std::vector<shop::PaymentFact>& facts, ToldBy by)
{
    if (facts.empty()) return Done{};
    return host_.database().transaction("payments.apply",
                                        [&](Transaction& tx) { return apply(tx, payment, facts, by); });
}

Result<Done> FactBook::apply_one(Transaction& tx, PaymentId id, const shop::PaymentFact& fact, ToldBy by)
{
    const auto payment = repository::find(tx, id).value();
    if (!repository::claim(tx, id, fact, by, host_.clock().now())) return Done{};
    repository::learn(tx, payment, fact.reference);
    if (!fact.method.empty()) repository::name_method(tx, id, fact.method);
    const auto outcome = work(tx, payment, fact);
    if (!outcome) return outcome.problem();
    if (*outcome != FactOutcome::applied) repository::conclude(tx, id, fact.key, *outcome);
    return Done{};
}

Result<FactOutcome> FactBook::work(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact)
{
    if (fact.live != payment.live) return FactOutcome::other_mode;
    if (!fact.amount.is_zero() && fact.amount.currency() != payment.amount.currency()) {
        receiving_.attention(tx, payment, "payments.other_currency", fact.amount);
        return FactOutcome::other_currency;
    }
    switch (fact.kind) {
    case FactKind::pending:
        return begun(tx, payment, fact);
    case FactKind::authorized:
        return move(tx, payment, PaymentEvent::authorize, fact);
    case FactKind::review:
        return move(tx, payment, PaymentEvent::review, fact);
    case FactKind::captured:
        return capture(tx, payment, fact);
    case FactKind::attempt_failed:
        return FactOutcome::applied;
    case FactKind::failed:
        return fail(tx, payment, fact);
    case FactKind::expired:
        return end(tx, payment, fact, PaymentEvent::expire);
    case FactKind::cancelled:
        return end(tx, payment, fact, PaymentEvent::cancel);
    case FactKind::refunded:
    case FactKind::refund_failed: {
        const auto told = fact.kind == FactKind::refunded ? refunds_.told_total(tx, payment, fact)
                                                          : refunds_.told_failed(tx, payment, fact);
        if (!told) return told.problem();
        return *told ? FactOutcome::applied : FactOutcome::waiting;
    }
    case FactKind::disputed:
    case FactKind::dispute_closed:
        return dispute(tx, payment, fact);
    }
    return FactOutcome::ignored;
}

/// The customer began to pay on the hosted page: what it shows there is shown on the order's page from now on.
FactOutcome FactBook::begun(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact)
{
    const auto moved = move(tx, payment, PaymentEvent::start, fact);
    const bool waits = payment.state == PaymentState::opened || payment.state == PaymentState::pending;
    if (!fact.how || !waits) return moved;
    auto how = *fact.how;
    // With a fee that the customer pays it is more than the order costs, and never less.
    if (how.amount.currency() != payment.amount.currency() || how.amount < payment.amount) how.amount = payment.amount;
    repository::store_how(tx, payment.id, to_value(how), how.expires_at);
    return FactOutcome::applied;
}

FactOutcome FactBook::move(Transaction& tx, const Payment& payment, PaymentEvent event, const shop::PaymentFact& fact)
{
    const bool moved = repository::move(tx, payment, event, gateway_actor, fact.note, host_.clock().now());
    return moved ? FactOutcome::applied : FactOutcome::ignored;
}

Result<FactOutcome> FactBook::capture(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact)
{
    if (fact.amount.is_zero() || fact.amount.is_negative()) return FactOutcome::ignored;
    const auto received = receiving_.receive(tx, {.attempt_id = payment.attempt_id,
                                                  .amount = fact.amount,
                                                  .fact = ledger_key(payment, fact),
                                                  .actor = std::string{gateway_actor}});
    if (!received) return received.problem();
    if (!fact.fee.is_zero() && !received->repeated)
        repository::note(tx, payment.id,
                         {LedgerKind::fee, fact.fee, ledger_key(payment, fact) + ":fee", std::string{gateway_actor}, "",
                          host_.clock().now()});
    return FactOutcome::applied;
}

/// The event first: its listeners take the order's locks, which come before ours.
Result<FactOutcome> FactBook::fail(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact)
{
    if (payment.state == PaymentState::paid) return take_back(tx, payment, fact);
    if (!is_open(payment.state)) return FactOutcome::ignored;
    auto event = heard_of<shop::PaymentFailed>(payment, payment.amount, gateway_actor);
    event.reason = host_.translate(payment.locale, "payments.gateway_failed");
    if (auto heard = tx.raise(event); !heard) return heard.problem();
    repository::store_failure(tx, payment.id, event.reason);
    return end(tx, payment, fact, PaymentEvent::fail);
}

Result<FactOutcome> FactBook::end(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact,
                                  PaymentEvent event)
{
    if (!is_open(payment.state)) return FactOutcome::ignored;
    const auto locked = repository::lock(tx, payment.id).value();
    if (locked.state != payment.state) return Problem{.code = "payments.changed_meanwhile", .status = 409};
    const auto held = repository::balance(tx, payment.id).held();
    // A part that came is owed back, as when we end it ourselves.
    if (!held.is_zero()) {
        receiving_.end(tx, locked, event, "payments.order_over");
        return FactOutcome::applied;
    }
    repository::ask_after(tx, payment.id, std::nullopt);
    return move(tx, locked, event, fact);
}

/// A failure after the money came: the gateway took it back, unless it is the stale news of an earlier try.
Result<FactOutcome> FactBook::take_back(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact)
{
    if (!fact.at || !payment.paid_at || *fact.at <= *payment.paid_at) return FactOutcome::ignored;
    const auto taken = payment.captured - payment.refunded;
    if (taken.is_zero()) return FactOutcome::ignored;
    repository::note(tx, payment.id,
                     {LedgerKind::disputed, taken, ledger_key(payment, fact), std::string{gateway_actor},
                      "payments.taken_back", host_.clock().now()});
    receiving_.attention(tx, payment, "payments.taken_back", taken);
    return FactOutcome::applied;
}

Result<FactOutcome> FactBook::dispute(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact)
{
    const bool closed = fact.kind == FactKind::dispute_closed;
    if (!fact.amount.is_zero())
        repository::note(tx, payment.id,
                         {closed ? LedgerKind::dispute_returned : LedgerKind::disputed, fact.amount,
                          ledger_key(payment, fact), std::string{gateway_actor}, fact.note, host_.clock().now()});
    receiving_.attention(tx, payment, closed ? "payments.dispute_closed" : "payments.disputed", fact.amount);
    return FactOutcome::applied;
}

Result<Done> FactBook::take_up_waiting(Transaction& tx, PaymentId id)
{
    for (const auto& row : repository::waiting_facts(tx, id))
        if (auto applied = apply_one(tx, id, row.fact, row.told_by); !applied) return applied;
    return Done{};
}

} // namespace hurtrock::payments
