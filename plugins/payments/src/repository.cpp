#include "repository.hpp"

namespace hurtrock::payments::repository {
namespace {

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
    payment.on_delivery = row.boolean("on_delivery");
    payment.live = row.boolean("live");
    payment.state = state_named(row.text("state")).value();
    payment.amount = row.money("amount");
    payment.expected = row.money("expected");
    payment.customer_name = row.text("customer_name");
    payment.customer_email = row.text("customer_email");
    payment.customer_phone = row.text("customer_phone");
    payment.locale = row.text("locale");
    payment.return_url = row.text("return_url");
    payment.lines = row.json("lines");
    payment.shipping_address = row.json("shipping_address");
    payment.fields = row.json("fields");
    payment.instructions = row.json("instructions");
    payment.extra = row.json("extra");
    payment.method = row.text("method");
    payment.end_wanted = row.text("end_wanted");
    payment.asks = row.integer("asks");
    payment.answer = row.text("answer");
    if (!row.is_null("asked_at")) payment.asked_at = row.time("asked_at");
    if (!row.is_null("ask_after")) payment.ask_after = row.time("ask_after");
    payment.captured = row.money("captured");
    payment.due = row.money("due");
    payment.refunded = row.money("refunded");
    payment.refund_reserved = row.money("refund_reserved");
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

const Query create_payment{"payments.create", R"(
    INSERT INTO payments.payments (attempt_id, order_public_id, order_number, provider, title, manual, amount, expected,
           customer_name, customer_email, customer_phone, locale, return_url, expires_at, opened_at, changed_at,
           lines, shipping_address, fields, on_delivery, live, ask_after)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $7, $8, $9, $10, $11, $12, $13, $14, $14, $15::jsonb, $16::jsonb, $17::jsonb, $18, $19,
           $20) RETURNING id)"};

} // namespace

PaymentId create(Transaction& tx, const Payment& payment, Time now)
{
    return tx
        .run(create_payment, {payment.attempt_id,     payment.order_public_id,
                              payment.order_number,   payment.provider,
                              payment.title,          payment.manual,
                              payment.amount.units(), payment.customer_name,
                              payment.customer_email, payment.customer_phone,
                              payment.locale,         payment.return_url,
                              payment.expires_at,     now,
                              payment.lines,          payment.shipping_address,
                              payment.fields,         payment.on_delivery,
                              payment.live,           payment.ask_after})
        .front()
        .id<PaymentId>("id");
}

namespace {
const Query find_by_id{"payments.find_by_id", R"(SELECT * FROM payments.payments WHERE id = $1)"};
const Query find_by_attempt{"payments.find_by_attempt", R"(SELECT * FROM payments.payments WHERE attempt_id = $1)"};
const Query find_newest{"payments.find_newest_of_order", R"(
    SELECT * FROM payments.payments WHERE order_public_id = $1 ORDER BY id DESC LIMIT 1)"};
// Not FOR UPDATE: rows that point here are written before the order's locks are taken.
const Query lock_one{"payments.lock", R"(SELECT * FROM payments.payments WHERE id = $1 FOR NO KEY UPDATE)"};
const Query lock_live_of_order{"payments.lock_live", R"(
    SELECT * FROM payments.payments
     WHERE order_public_id = $1 AND state IN ('opened', 'pending', 'authorized', 'review', 'promised', 'paid')
     ORDER BY id FOR NO KEY UPDATE)"};
const Query list_of_order{"payments.of_order", R"(
    SELECT * FROM payments.payments WHERE order_public_id = $1 ORDER BY id DESC LIMIT 50)"};
const Query lock_all_of_order{"payments.lock_of_order", R"(
    SELECT * FROM payments.payments WHERE order_public_id = $1 ORDER BY id DESC LIMIT 50 FOR NO KEY UPDATE)"};
const Query take_turn{"payments.take_turn", R"(
    SELECT pg_advisory_xact_lock(hashtextextended($1, 5021)) IS NULL AS taken)"};
const Query find_by_reference{"payments.find_by_reference", R"(
    SELECT p.* FROM payments.payments p JOIN payments.gateway_references r ON r.payment_id = p.id
     WHERE r.provider = $1 AND r.reference = $2)"};
const Query provider_used{"payments.provider_used", R"(
    SELECT EXISTS (SELECT 1 FROM payments.payments WHERE provider = $1) AS used)"};
} // namespace

std::optional<Payment> find(Reader& reader, PaymentId id) { return read_first(reader.run(find_by_id, {id})); }

std::optional<Payment> find(Reader& reader, std::string_view attempt_id)
{
    return read_first(reader.run(find_by_attempt, {attempt_id}));
}

std::optional<Payment> newest_of_order(Reader& reader, std::string_view order_public_id)
{
    return read_first(reader.run(find_newest, {order_public_id}));
}

std::optional<Payment> find_by_gateway(Reader& reader, std::string_view provider, std::string_view reference)
{
    return read_first(reader.run(find_by_reference, {provider, reference}));
}

bool was_used(Reader& reader, std::string_view provider)
{
    return reader.run(provider_used, {provider}).front().boolean("used");
}

void take_turn_of(Transaction& tx, std::string_view order_public_id) { tx.run(take_turn, {order_public_id}); }

std::vector<Payment> of_order(Reader& reader, std::string_view order_public_id)
{
    std::vector<Payment> payments;
    for (const auto row : reader.run(list_of_order, {order_public_id}))
        payments.push_back(read(row));
    return payments;
}

std::vector<Payment> lock_of_order(Transaction& tx, std::string_view order_public_id)
{
    std::vector<Payment> payments;
    for (const auto row : tx.run(lock_all_of_order, {order_public_id}))
        payments.push_back(read(row));
    return payments;
}

std::optional<Payment> lock(Transaction& tx, PaymentId id) { return read_first(tx.run(lock_one, {id})); }

std::vector<Payment> lock_live(Transaction& tx, std::string_view order_public_id)
{
    std::vector<Payment> payments;
    for (const auto row : tx.run(lock_live_of_order, {order_public_id}))
        payments.push_back(read(row));
    return payments;
}

namespace {
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

namespace {
const Query store_started{"payments.store_start", R"(
    UPDATE payments.payments SET instructions = $2::jsonb, expected = $3, redirect_url = nullif($4, ''),
           gateway_reference = nullif($5, ''), extra = $6::jsonb, expires_at = least(expires_at, $7::timestamptz)
     WHERE id = $1)"};
const Query learn_how{"payments.store_how", R"(
    UPDATE payments.payments SET instructions = $2::jsonb, expires_at = least(expires_at, $3::timestamptz)
     WHERE id = $1)"};
const Query learn_reference{"payments.learn_reference", R"(
    INSERT INTO payments.gateway_references (provider, reference, payment_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)"};
const Query list_references{"payments.references", R"(
    SELECT reference FROM payments.gateway_references WHERE payment_id = $1 ORDER BY ctid LIMIT 50)"};
const Query learn_method{"payments.learn_method",
                         R"(UPDATE payments.payments SET method = $2 WHERE id = $1 AND method <> $2)"};
const Query want_end{"payments.want_end", R"(
    UPDATE payments.payments SET end_wanted = $2, ask_after = $3, asks = 0 WHERE id = $1)"};
const Query note_asked{"payments.note_asked", R"(
    UPDATE payments.payments SET asked_at = $2, asks = asks + 1, answer = $3, ask_after = $4,
           end_wanted = CASE WHEN $5 THEN '' ELSE end_wanted END WHERE id = $1)"};
const Query claim_ask{"payments.claim_ask", R"(
    UPDATE payments.payments SET asked_at = $2::timestamptz
     WHERE id = $1 AND (asked_at IS NULL OR asked_at < $3) RETURNING id)"};
const Query list_to_ask{"payments.to_ask", R"(
    SELECT * FROM payments.payments WHERE ask_after <= $1 ORDER BY ask_after LIMIT $2)"};
const Query ask_again{"payments.ask_again", R"(
    UPDATE payments.payments SET ask_after = $2 WHERE id = $1 AND ask_after IS DISTINCT FROM $2)"};
const Query store_failed{"payments.store_failure", R"(UPDATE payments.payments SET failed_reason = $2 WHERE id = $1)"};
} // namespace

void store_start(Transaction& tx, PaymentId id, const Started& started)
{
    const auto json = [](const Value& value) { return value.is_null() ? Param{nullptr} : Param{value}; };
    tx.run(store_started, {id, json(started.instructions), started.expected.units(), started.redirect_url,
                           started.gateway_reference, json(started.extra), started.expires_at});
}

void store_how(Transaction& tx, PaymentId id, const Value& instructions, const std::optional<Time>& expires_at)
{
    tx.run(learn_how, {id, instructions, expires_at});
}

void learn(Transaction& tx, const Payment& payment, std::string_view reference)
{
    if (!reference.empty()) tx.run(learn_reference, {payment.provider, reference, payment.id});
}

std::vector<std::string> references(Reader& reader, PaymentId id)
{
    std::vector<std::string> found;
    for (const auto row : reader.run(list_references, {id}))
        found.emplace_back(row.text("reference"));
    return found;
}

void name_method(Transaction& tx, PaymentId id, std::string_view method) { tx.run(learn_method, {id, method}); }

void end_at_gateway(Transaction& tx, PaymentId id, std::string_view how, Time after)
{
    tx.run(want_end, {id, how, after});
}

void asked(Transaction& tx, PaymentId id, const Asked& outcome, Time now)
{
    tx.run(note_asked, {id, now, outcome.answer, outcome.ask_after, outcome.end_told});
}

bool claim_asking(Transaction& tx, PaymentId id, Time now, Time not_since)
{
    return !tx.run(claim_ask, {id, now, not_since}).empty();
}

std::vector<Payment> to_ask(Reader& reader, Time now, std::int64_t limit)
{
    std::vector<Payment> payments;
    for (const auto row : reader.run(list_to_ask, {now, limit}))
        payments.push_back(read(row));
    return payments;
}

void ask_after(Transaction& tx, PaymentId id, std::optional<Time> when) { tx.run(ask_again, {id, when}); }

void store_failure(Transaction& tx, PaymentId id, std::string_view reason) { tx.run(store_failed, {id, reason}); }

namespace {
const Query list_payments{"payments.list", R"(
    SELECT *, count(*) OVER () AS total FROM payments.payments
     WHERE CASE $1::text WHEN 'manual_open' THEN manual AND state IN ('opened', 'pending')
                         WHEN 'open' THEN state IN ('opened', 'pending', 'authorized', 'review', 'promised')
                         WHEN 'refund_due' THEN due > refunded ELSE true END
       AND ($6::text = '' OR provider = $6)
       AND ($2::bigint IS NULL OR expected = $2 OR amount = $2)
       AND ($3::text = '' OR order_number = upper($3) OR customer_name ILIKE $3 || '%' OR customer_email ILIKE $3 || '%')
     ORDER BY id DESC LIMIT $4 OFFSET $5)"};
const Query count_payments{"payments.count", R"(
    SELECT count(*) AS total FROM payments.payments
     WHERE CASE $1::text WHEN 'manual_open' THEN manual AND state IN ('opened', 'pending')
                         WHEN 'open' THEN state IN ('opened', 'pending', 'authorized', 'review', 'promised')
                         WHEN 'refund_due' THEN due > refunded ELSE true END)"};
const Query list_overdue{"payments.overdue", R"(
    SELECT id FROM payments.payments
     WHERE state IN ('opened', 'pending', 'authorized') AND expires_at < $1 ORDER BY id LIMIT $2)"};
const Query list_providers{"payments.providers", R"(
    SELECT DISTINCT provider FROM payments.payments ORDER BY provider LIMIT 50)"};

constexpr std::string_view name_of(Show show)
{
    constexpr std::array<std::string_view, 4> names{"manual_open", "open", "refund_due", "all"};
    return names[static_cast<std::size_t>(show)];
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

Page list(Reader& reader, const Wanted& wanted, std::int64_t limit, std::int64_t offset)
{
    Page page;
    for (const auto row : reader.run(list_payments, {name_of(wanted.show), wanted.amount, escaped(wanted.text), limit,
                                                     offset, wanted.provider})) {
        page.payments.push_back(read(row));
        page.total = row.integer("total");
    }
    return page;
}

std::int64_t count(Reader& reader, Show show)
{
    return reader.run(count_payments, {name_of(show)}).front().integer("total");
}

std::vector<std::string> providers(Reader& reader)
{
    std::vector<std::string> found;
    for (const auto row : reader.run(list_providers))
        found.emplace_back(row.text("provider"));
    return found;
}

std::vector<PaymentId> overdue(Reader& reader, Time before, std::int64_t limit)
{
    std::vector<PaymentId> ids;
    for (const auto row : reader.run(list_overdue, {before, limit}))
        ids.push_back(row.id<PaymentId>("id"));
    return ids;
}

} // namespace hurtrock::payments::repository
