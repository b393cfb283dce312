#include "money_repository.hpp"

namespace hurtrock::payments::repository {
namespace {

constexpr std::array<std::string_view, 8> ledger_names{
    "captured", "fee", "rounding", "refund_due", "refunded", "refund_reversed", "disputed", "dispute_returned"};

const Query note_fact{"payments.note_fact", R"(
    INSERT INTO payments.ledger (payment_id, kind, amount, fact_key, actor, note, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (fact_key) DO NOTHING)"};
const Query find_fact{"payments.find_fact", R"(SELECT 1 AS found FROM payments.ledger WHERE fact_key = $1)"};
const Query sum_ledger{"payments.balance", R"(
    SELECT coalesce(sum(amount) FILTER (WHERE kind = 'captured'), 0)::bigint AS captured,
           coalesce(sum(amount) FILTER (WHERE kind = 'rounding'), 0)::bigint AS rounding,
           coalesce(sum(amount) FILTER (WHERE kind = 'fee'), 0)::bigint AS fee,
           coalesce(sum(amount) FILTER (WHERE kind = 'refund_due'), 0)::bigint AS refund_due,
           coalesce(sum(CASE kind WHEN 'refunded' THEN amount WHEN 'refund_reversed' THEN -amount END), 0)::bigint AS refunded,
           coalesce(sum(CASE kind WHEN 'disputed' THEN amount WHEN 'dispute_returned' THEN -amount END), 0)::bigint AS disputed
      FROM payments.ledger WHERE payment_id = $1)"};
const Query list_ledger{"payments.ledger", R"(
    SELECT kind, amount, fact_key, actor, note, created_at FROM payments.ledger WHERE payment_id = $1 ORDER BY id LIMIT 500)"};
const Query list_events{"payments.events", R"(
    SELECT event, from_state, to_state, actor, note, created_at FROM payments.payment_events
     WHERE payment_id = $1 ORDER BY id LIMIT 500)"};

} // namespace

bool note(Transaction& tx, PaymentId id, const LedgerRow& row)
{
    return tx.run(note_fact, {id, ledger_names[static_cast<std::size_t>(row.kind)], row.amount.units(), row.fact_key,
                              row.actor, row.note, row.at})
               .affected() == 1;
}

bool has_fact(Reader& reader, std::string_view fact_key) { return !reader.run(find_fact, {fact_key}).empty(); }

Balance balance(Reader& reader, PaymentId id)
{
    const auto rows = reader.run(sum_ledger, {id});
    const auto row = rows.front();
    return {row.money("captured"), row.money("rounding"), row.money("refund_due"),
            row.money("refunded"), row.money("fee"),      row.money("disputed")};
}

std::vector<LedgerRow> ledger(Reader& reader, PaymentId id)
{
    std::vector<LedgerRow> found;
    for (const auto row : reader.run(list_ledger, {id})) {
        LedgerRow entry{.amount = row.money("amount"),
                        .fact_key = std::string{row.text("fact_key")},
                        .actor = std::string{row.text("actor")},
                        .note = std::string{row.text("note")},
                        .at = row.time("created_at")};
        for (std::size_t kind = 0; kind < ledger_names.size(); ++kind)
            if (ledger_names[kind] == row.text("kind")) entry.kind = static_cast<LedgerKind>(kind);
        found.push_back(std::move(entry));
    }
    return found;
}

std::vector<EventRow> events(Reader& reader, PaymentId id)
{
    std::vector<EventRow> found;
    for (const auto row : reader.run(list_events, {id}))
        found.push_back({std::string{row.text("event")}, std::string{row.text("from_state")},
                         std::string{row.text("to_state")}, std::string{row.text("actor")},
                         std::string{row.text("note")}, row.time("created_at")});
    return found;
}

namespace {
const Query claim_fact{"payments.claim_fact", R"(
    INSERT INTO payments.facts (payment_id, fact_key, kind, amount, fee, currency, reference, refund_key, live, told_by, outcome,
           note, happened_at, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'applied', $11, $12, $13)
    ON CONFLICT (payment_id, fact_key) DO UPDATE SET outcome = 'applied' WHERE facts.outcome = 'waiting')"};
const Query conclude_fact{"payments.conclude_fact", R"(
    UPDATE payments.facts SET outcome = $3 WHERE payment_id = $1 AND fact_key = $2)"};
const Query list_facts{"payments.facts", R"(
    SELECT * FROM payments.facts WHERE payment_id = $1 ORDER BY id LIMIT 500)"};
const Query list_waiting{"payments.waiting_facts", R"(
    SELECT * FROM payments.facts WHERE payment_id = $1 AND outcome = 'waiting' ORDER BY id LIMIT 50)"};

FactRow read_fact(const Row& row)
{
    FactRow found;
    found.fact = {.kind = fact_kind_named(row.text("kind")).value_or(shop::FactKind::pending),
                  .key = std::string{row.text("fact_key")},
                  .attempt_id = {},
                  .reference = std::string{row.text("reference")},
                  .amount = Money{row.integer("amount"), row.text("currency")},
                  .fee = Money{row.integer("fee"), row.text("currency")},
                  .live = row.boolean("live"),
                  .method = {},
                  .at = row.time("happened_at"),
                  .refund_key = std::string{row.text("refund_key")},
                  .note = std::string{row.text("note")}};
    found.told_by = row.text("told_by") == "webhook" ? ToldBy::webhook
                    : row.text("told_by") == "fetch" ? ToldBy::fetch
                                                     : ToldBy::call;
    for (int outcome = 0; outcome <= static_cast<int>(FactOutcome::other_currency); ++outcome)
        if (name_of(static_cast<FactOutcome>(outcome)) == row.text("outcome"))
            found.outcome = static_cast<FactOutcome>(outcome);
    found.at = row.time("created_at");
    return found;
}
} // namespace

bool claim(Transaction& tx, PaymentId id, const shop::PaymentFact& fact, ToldBy told_by, Time now)
{
    return tx.run(claim_fact,
                  {id, fact.key, name_of(fact.kind), fact.amount.units(), fact.fee.units(), fact.amount.currency(),
                   fact.reference, fact.refund_key, fact.live, name_of(told_by), fact.note, fact.at.value_or(now), now})
               .affected() == 1;
}

void conclude(Transaction& tx, PaymentId id, std::string_view fact_key, FactOutcome outcome)
{
    tx.run(conclude_fact, {id, fact_key, name_of(outcome)});
}

std::vector<FactRow> facts(Reader& reader, PaymentId id)
{
    std::vector<FactRow> found;
    for (const auto row : reader.run(list_facts, {id}))
        found.push_back(read_fact(row));
    return found;
}

std::vector<FactRow> waiting_facts(Reader& reader, PaymentId id)
{
    std::vector<FactRow> found;
    for (const auto row : reader.run(list_waiting, {id}))
        found.push_back(read_fact(row));
    return found;
}

namespace {
// Of what nobody has been promised yet; the row of the ledger that promises it follows in the same transaction.
const Query reserve_new{"payments.reserve_refund", R"(
    UPDATE payments.payments SET changed_at = changed_at WHERE id = $1 AND captured - due >= $2 RETURNING id)"};
const Query reserve_owed{"payments.reserve_owed", R"(
    UPDATE payments.payments SET refund_reserved = refund_reserved + $2
     WHERE id = $1 AND due - refunded - refund_reserved >= $2 RETURNING id)"};
const Query insert_refund{"payments.add_refund", R"(
    INSERT INTO payments.refunds (refund_key, payment_id, amount, reason, actor, ask_after, created_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING id)"};
const Query find_by_key{"payments.find_refund", R"(SELECT * FROM payments.refunds WHERE refund_key = $1)"};
const Query list_refunds{"payments.refunds", R"(
    SELECT * FROM payments.refunds WHERE payment_id = $1 ORDER BY id LIMIT 200)"};
const Query move_one_refund{"payments.move_refund", R"(
    WITH moved AS (
        UPDATE payments.refunds
           SET state = $3, answer = $4, reference = coalesce(nullif($5, ''), reference), ask_after = $7, changed_at = $6
         WHERE id = $1 AND state = $2 RETURNING payment_id, amount)
    UPDATE payments.payments p SET refund_reserved = p.refund_reserved - CASE WHEN $8 THEN moved.amount ELSE 0 END
      FROM moved WHERE p.id = moved.payment_id)"};
const Query note_refund_asked{"payments.asked_refund", R"(
    UPDATE payments.refunds SET asks = asks + 1, answer = $2, ask_after = $3, changed_at = $4 WHERE id = $1)"};
const Query list_refunds_to_ask{"payments.refunds_to_ask", R"(
    SELECT * FROM payments.refunds WHERE ask_after <= $1 ORDER BY ask_after LIMIT $2)"};
const Query count_refunds_by_hand{"payments.count_by_hand", R"(
    SELECT count(DISTINCT payment_id) AS total FROM payments.refunds WHERE state = 'by_hand')"};

Refund read_refund(const Row& row)
{
    Refund refund;
    refund.id = row.integer("id");
    refund.key = row.text("refund_key");
    refund.payment = row.id<PaymentId>("payment_id");
    refund.amount = row.money("amount");
    refund.reason = row.text("reason");
    refund.actor = row.text("actor");
    for (int state = 0; state <= static_cast<int>(RefundState::returned); ++state)
        if (name_of(static_cast<RefundState>(state)) == row.text("state"))
            refund.state = static_cast<RefundState>(state);
    refund.reference = row.text("reference");
    refund.answer = row.text("answer");
    refund.asks = row.integer("asks");
    refund.created_at = row.time("created_at");
    if (!row.is_null("ask_after")) refund.ask_after = row.time("ask_after");
    return refund;
}
} // namespace

bool reserve(Transaction& tx, PaymentId id, Money amount, bool owed_before)
{
    return !tx.run(owed_before ? reserve_owed : reserve_new, {id, amount.units()}).empty();
}

std::int64_t add_refund(Transaction& tx, const Refund& refund, Time now)
{
    return tx
        .run(insert_refund,
             {refund.key, refund.payment, refund.amount.units(), refund.reason, refund.actor, refund.ask_after, now})
        .front()
        .integer("id");
}

std::optional<Refund> find_refund(Reader& reader, std::string_view key)
{
    const auto rows = reader.run(find_by_key, {key});
    if (rows.empty()) return std::nullopt;
    return read_refund(rows.front());
}

std::vector<Refund> refunds(Reader& reader, PaymentId id)
{
    std::vector<Refund> found;
    for (const auto row : reader.run(list_refunds, {id}))
        found.push_back(read_refund(row));
    return found;
}

bool move_refund(Transaction& tx, const Refund& refund, RefundState to, std::string_view answer,
                 std::string_view reference, Time now)
{
    const bool releases = is_waiting(refund.state) && !is_waiting(to);
    const Param ask_after = to == RefundState::pending ? Param{now + std::chrono::minutes{5}} : Param{nullptr};
    return tx.run(move_one_refund,
                  {refund.id, name_of(refund.state), name_of(to), answer, reference, now, ask_after, releases})
               .affected() == 1;
}

void asked_refund(Transaction& tx, const Refund& refund, std::string_view answer, std::optional<Time> ask_after,
                  Time now)
{
    tx.run(note_refund_asked, {refund.id, answer, ask_after, now});
}

std::vector<Refund> refunds_to_ask(Reader& reader, Time now, std::int64_t limit)
{
    std::vector<Refund> found;
    for (const auto row : reader.run(list_refunds_to_ask, {now, limit}))
        found.push_back(read_refund(row));
    return found;
}

std::int64_t count_by_hand(Reader& reader) { return reader.run(count_refunds_by_hand).front().integer("total"); }

} // namespace hurtrock::payments::repository
