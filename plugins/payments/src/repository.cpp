#include "repository.hpp"

namespace hurtrock::payments::repository
{
namespace
{

Payment read(const Row& row)
{
    Payment payment;
    payment.id = row.id<PaymentId>("id");
    payment.attempt_id = row.text("attempt_id");
    payment.order_public_id = row.text("order_public_id");
    payment.order_number = row.text("order_number");
    payment.provider = row.text("provider");
    payment.title = row.text("title");
    payment.manual = row.boolean("manual");
    payment.state = state_named(row.text("state")).value();
    payment.amount = row.money("amount");
    payment.expected = row.money("expected");
    payment.customer_name = row.text("customer_name");
    payment.customer_email = row.text("customer_email");
    payment.customer_phone = row.text("customer_phone");
    payment.locale = row.text("locale");
    payment.return_url = row.text("return_url");
    payment.instructions = row.json("instructions");
    payment.redirect_url = row.text("redirect_url");
    payment.gateway_reference = row.text("gateway_reference");
    payment.failed_reason = row.text("failed_reason");
    payment.expires_at = row.time("expires_at");
    payment.opened_at = row.time("opened_at");
    if (!row.is_null("paid_at")) payment.paid_at = row.time("paid_at");
    return payment;
}

std::optional<Payment> read_first(const Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    return read(rows.front());
}

constexpr std::string_view name_of(LedgerKind kind)
{
    constexpr std::array<std::string_view, 4> names{"captured", "rounding", "refund_due", "refunded"};
    return names[static_cast<std::size_t>(kind)];
}

const Query create_payment{"payments.create", R"(
    INSERT INTO payments.payments (attempt_id, order_public_id, order_number, provider, title, manual, amount, expected,
           customer_name, customer_email, customer_phone, locale, return_url, expires_at, opened_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13, $14, $14) RETURNING id)"};

} // namespace

PaymentId create(Transaction& tx, const Payment& payment, Time now)
{
    return tx
        .run(create_payment,
             {payment.attempt_id, payment.order_public_id, payment.order_number, payment.provider, payment.title,
              payment.manual, payment.amount.units(), payment.customer_name, payment.customer_email,
              payment.customer_phone, payment.locale, payment.return_url, payment.expires_at, now})
        .front()
        .id<PaymentId>("id");
}

namespace
{
const Query find_by_id{"payments.find_by_id", R"(SELECT * FROM payments.payments WHERE id = $1)"};
const Query find_by_attempt{"payments.find_by_attempt", R"(SELECT * FROM payments.payments WHERE attempt_id = $1)"};
const Query find_newest{"payments.find_newest_of_order", R"(
    SELECT * FROM payments.payments WHERE order_public_id = $1 ORDER BY id DESC LIMIT 1)"};
const Query lock_one{"payments.lock", R"(SELECT * FROM payments.payments WHERE id = $1 FOR UPDATE)"};
const Query lock_live_of_order{"payments.lock_live", R"(
    SELECT * FROM payments.payments WHERE order_public_id = $1 AND state IN ('opened', 'pending', 'paid')
     ORDER BY id FOR UPDATE)"};
} // namespace

std::optional<Payment> find(Reader& reader, PaymentId id)
{
    return read_first(reader.run(find_by_id, {id}));
}

std::optional<Payment> find(Reader& reader, std::string_view attempt_id)
{
    return read_first(reader.run(find_by_attempt, {attempt_id}));
}

std::optional<Payment> newest_of_order(Reader& reader, std::string_view order_public_id)
{
    return read_first(reader.run(find_newest, {order_public_id}));
}

std::optional<Payment> lock(Transaction& tx, PaymentId id)
{
    return read_first(tx.run(lock_one, {id}));
}

std::vector<Payment> lock_live(Transaction& tx, std::string_view order_public_id)
{
    std::vector<Payment> payments;
    for (const auto row : tx.run(lock_live_of_order, {order_public_id}))
        payments.push_back(read(row));
    return payments;
}

namespace
{
const Query move_state{"payments.move", R"(
    WITH moved AS (
        UPDATE payments.payments
           SET state = $3, changed_at = $7::timestamptz,
               paid_at = CASE WHEN $3 = 'paid' THEN $7::timestamptz ELSE paid_at END
         WHERE id = $1 AND state = $2 RETURNING id)
    INSERT INTO payments.payment_events (payment_id, event, from_state, to_state, actor, note, created_at)
    SELECT id, $4, $2, $3, $5, $6, $7 FROM moved)"};
}

bool move(Transaction& tx, const Payment& payment, PaymentEvent event, std::string_view actor, std::string_view note,
          Time now)
{
    const auto to = next(payment.state, event);
    if (!to) return false;
    return tx.run(move_state, {payment.id, payments::name_of(payment.state), payments::name_of(*to),
                               payments::name_of(event), actor, note, now})
               .affected() == 1;
}

namespace
{
const Query store_started{"payments.store_start", R"(
    UPDATE payments.payments SET instructions = $2::jsonb, expected = $3, redirect_url = nullif($4, ''),
           gateway_reference = nullif($5, '') WHERE id = $1)"};
const Query store_failed{"payments.store_failure", R"(UPDATE payments.payments SET failed_reason = $2 WHERE id = $1)"};
} // namespace

void store_start(Transaction& tx, PaymentId id, const Value& instructions, Money expected,
                 std::string_view redirect_url, std::string_view gateway_reference)
{
    tx.run(store_started, {id, instructions.is_null() ? Param{nullptr} : Param{instructions}, expected.units(),
                           redirect_url, gateway_reference});
}

void store_failure(Transaction& tx, PaymentId id, std::string_view reason)
{
    tx.run(store_failed, {id, reason});
}

namespace
{
const Query note_fact{"payments.note_fact", R"(
    INSERT INTO payments.ledger (payment_id, kind, amount, fact_key, actor, note, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (fact_key) DO NOTHING)"};
const Query find_fact{"payments.find_fact", R"(SELECT 1 AS found FROM payments.ledger WHERE fact_key = $1)"};
const Query sum_ledger{"payments.balance", R"(
    SELECT coalesce(sum(amount) FILTER (WHERE kind = 'captured'), 0)::bigint AS captured,
           coalesce(sum(amount) FILTER (WHERE kind = 'rounding'), 0)::bigint AS rounding,
           coalesce(sum(amount) FILTER (WHERE kind = 'refund_due'), 0)::bigint AS refund_due,
           coalesce(sum(amount) FILTER (WHERE kind = 'refunded'), 0)::bigint AS refunded
      FROM payments.ledger WHERE payment_id = $1)"};
const Query list_ledger{"payments.ledger", R"(
    SELECT kind, amount, fact_key, actor, note, created_at FROM payments.ledger WHERE payment_id = $1 ORDER BY id LIMIT 500)"};
const Query list_events{"payments.events", R"(
    SELECT event, from_state, to_state, actor, note, created_at FROM payments.payment_events
     WHERE payment_id = $1 ORDER BY id LIMIT 500)"};
} // namespace

bool note(Transaction& tx, PaymentId id, const LedgerRow& row)
{
    return tx.run(note_fact, {id, name_of(row.kind), row.amount.units(), row.fact_key, row.actor, row.note, row.at})
               .affected() == 1;
}

bool has_fact(Reader& reader, std::string_view fact_key)
{
    return !reader.run(find_fact, {fact_key}).empty();
}

Balance balance(Reader& reader, PaymentId id)
{
    const auto rows = reader.run(sum_ledger, {id});
    const auto row = rows.front();
    return {row.money("captured"), row.money("rounding"), row.money("refund_due"), row.money("refunded")};
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
        for (const auto kind :
             {LedgerKind::captured, LedgerKind::rounding, LedgerKind::refund_due, LedgerKind::refunded})
            if (name_of(kind) == row.text("kind")) entry.kind = kind;
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

namespace
{
const Query list_payments{"payments.list", R"(
    SELECT *, count(*) OVER () AS total FROM payments.payments
     WHERE CASE $1::text WHEN 'manual_open' THEN manual AND state IN ('opened', 'pending')
                         WHEN 'refund_due' THEN state = 'refund_due' ELSE true END
       AND ($2::bigint IS NULL OR expected = $2 OR amount = $2)
       AND ($3::text = '' OR order_number = upper($3) OR customer_name ILIKE $3 || '%' OR customer_email ILIKE $3 || '%')
     ORDER BY id DESC LIMIT $4 OFFSET $5)"};
const Query count_payments{"payments.count", R"(
    SELECT count(*) AS total FROM payments.payments
     WHERE CASE $1::text WHEN 'manual_open' THEN manual AND state IN ('opened', 'pending')
                         WHEN 'refund_due' THEN state = 'refund_due' ELSE true END)"};
const Query list_overdue{"payments.overdue", R"(
    SELECT id FROM payments.payments WHERE state IN ('opened', 'pending') AND expires_at < $1 ORDER BY id LIMIT $2)"};

constexpr std::string_view name_of(Show show)
{
    return show == Show::manual_open ? "manual_open" : show == Show::refund_due ? "refund_due" : "all";
}

/// LIKE's wildcards as plain characters.
std::string escaped(std::string_view text)
{
    std::string plain;
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\') plain += '\\';
        plain += letter;
    }
    return plain;
}
} // namespace

Page list(Reader& reader, Show show, std::optional<std::int64_t> amount, std::string_view text, std::int64_t limit,
          std::int64_t offset)
{
    Page page;
    for (const auto row : reader.run(list_payments, {name_of(show), amount, escaped(text), limit, offset})) {
        page.payments.push_back(read(row));
        page.total = row.integer("total");
    }
    return page;
}

std::int64_t count(Reader& reader, Show show)
{
    return reader.run(count_payments, {name_of(show)}).front().integer("total");
}

std::vector<PaymentId> overdue(Reader& reader, Time before, std::int64_t limit)
{
    std::vector<PaymentId> ids;
    for (const auto row : reader.run(list_overdue, {before, limit}))
        ids.push_back(row.id<PaymentId>("id"));
    return ids;
}

} // namespace hurtrock::payments::repository
