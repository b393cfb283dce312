#include "inbox_repository.hpp"

namespace hurtrock::payments::repository {
namespace {

const Query receive_one{"payments.receive_webhook", R"(
    INSERT INTO payments.inbox (provider, inbox_key, raw, headers, facts, by_fetch, payment_id, received_at)
    VALUES ($1, $2, $3, $4::jsonb, $5::jsonb, $6, $7, $8)
    ON CONFLICT (provider, inbox_key) DO UPDATE SET deliveries = inbox.deliveries + 1
    RETURNING *, 0::bigint AS number)"};
const Query mark_applied{"payments.webhook_applied", R"(
    UPDATE payments.inbox SET applied_at = $3, outcome = $2 WHERE id = $1)"};
const Query mark_postponed{"payments.webhook_postponed", R"(
    UPDATE payments.inbox SET outcome = $2 WHERE id = $1 AND applied_at IS NULL)"};
const Query list_unapplied{"payments.unapplied_webhooks", R"(
    SELECT *, 0::bigint AS number FROM payments.inbox WHERE applied_at IS NULL AND received_at < $1 ORDER BY id LIMIT $2)"};
const Query list_of_payment{"payments.webhooks_of_payment", R"(
    SELECT *, 0::bigint AS number FROM payments.inbox WHERE payment_id = $1 ORDER BY id LIMIT 100)"};
const Query find_one{"payments.find_webhook", R"(SELECT *, 0::bigint AS number FROM payments.inbox WHERE id = $1)"};
const Query list_newest{"payments.newest_webhooks", R"(
    SELECT * FROM (SELECT *, row_number() OVER (ORDER BY id) AS number FROM payments.inbox WHERE provider = $1) numbered
     ORDER BY id DESC LIMIT $2)"};
const Query find_numbered{"payments.numbered_webhook", R"(
    SELECT *, $2::bigint AS number FROM payments.inbox WHERE provider = $1 ORDER BY id OFFSET $2::bigint - 1 LIMIT 1)"};

InboxRow read(const Row& row)
{
    InboxRow found;
    found.id = row.integer("id");
    found.provider = row.text("provider");
    found.key = row.text("inbox_key");
    found.raw = row.text("raw");
    found.headers = row.json("headers");
    found.facts = row.json("facts");
    found.by_fetch = row.boolean("by_fetch");
    if (!row.is_null("payment_id")) found.payment = row.id<PaymentId>("payment_id");
    found.deliveries = row.integer("deliveries");
    found.outcome = row.text("outcome");
    found.received_at = row.time("received_at");
    if (!row.is_null("applied_at")) found.applied_at = row.time("applied_at");
    found.number = row.integer("number");
    return found;
}

std::vector<InboxRow> read_all(const Rows& rows)
{
    std::vector<InboxRow> found;
    for (const auto row : rows)
        found.push_back(read(row));
    return found;
}

} // namespace

InboxRow receive(Transaction& tx, const InboxRow& row, Time now)
{
    return read(
        tx.run(receive_one, {row.provider, row.key, row.raw, row.headers, row.facts, row.by_fetch, row.payment, now})
            .front());
}

void applied(Transaction& tx, std::int64_t id, std::string_view outcome, Time now)
{
    tx.run(mark_applied, {id, outcome, now});
}

void postponed(Transaction& tx, std::int64_t id, std::string_view outcome) { tx.run(mark_postponed, {id, outcome}); }

std::vector<InboxRow> unapplied(Reader& reader, Time before, std::int64_t limit)
{
    return read_all(reader.run(list_unapplied, {before, limit}));
}

std::vector<InboxRow> inbox_of(Reader& reader, PaymentId id) { return read_all(reader.run(list_of_payment, {id})); }

std::optional<InboxRow> find_inbox(Reader& reader, std::int64_t id)
{
    const auto found = read_all(reader.run(find_one, {id}));
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

std::vector<InboxRow> newest_inbox(Reader& reader, std::string_view provider, std::int64_t limit)
{
    return read_all(reader.run(list_newest, {provider, limit}));
}

std::optional<InboxRow> numbered_inbox(Reader& reader, std::string_view provider, std::int64_t number)
{
    const auto found = read_all(reader.run(find_numbered, {provider, number}));
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

namespace {
const Query list_activity{"payments.activity", R"(
    WITH used AS (SELECT DISTINCT provider FROM payments.payments),
         open AS (SELECT provider, count(*) AS to_ask, max(asked_at) AS asked_at FROM payments.payments
                   WHERE ask_after IS NOT NULL GROUP BY provider),
         waiting AS (SELECT provider, count(*) AS unapplied FROM payments.inbox WHERE applied_at IS NULL GROUP BY provider)
    SELECT used.provider, heard.at AS heard_at, coalesce(unapplied, 0) AS unapplied, coalesce(to_ask, 0) AS to_ask, open.asked_at
      FROM used LEFT JOIN open USING (provider) LEFT JOIN waiting USING (provider)
      LEFT JOIN LATERAL (SELECT received_at AS at FROM payments.inbox i WHERE i.provider = used.provider
                          ORDER BY received_at DESC LIMIT 1) heard ON true)"};
} // namespace

std::vector<Activity> activity(Reader& reader)
{
    const auto time = [](const Row& row, const char* name) {
        return row.is_null(name) ? std::nullopt : std::optional{row.time(name)};
    };
    std::vector<Activity> found;
    for (const auto row : reader.run(list_activity))
        found.push_back({std::string{row.text("provider")}, time(row, "heard_at"), time(row, "asked_at"),
                         row.integer("unapplied"), row.integer("to_ask")});
    return found;
}

namespace {
const Query insert_exchange{"payments.keep_exchange", R"(
    INSERT INTO payments.exchanges (payment_id, purpose, method, url, request, answer, status, failure, attempt, took_ms, created_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))"};
const Query list_exchanges{"payments.exchanges", R"(
    SELECT e.* FROM unnest($1::bigint[]) AS p (id)
     CROSS JOIN LATERAL (SELECT * FROM payments.exchanges WHERE payment_id = p.id ORDER BY id DESC LIMIT 50) e)"};
const Query forget_exchanges{"payments.forget_exchanges", R"(DELETE FROM payments.exchanges WHERE created_at < $1)"};
} // namespace

void keep_exchange(Transaction& tx, PaymentId id, const ExchangeRow& exchange)
{
    tx.run(insert_exchange, {id, exchange.purpose, exchange.method, exchange.url, exchange.request, exchange.answer,
                             exchange.status, exchange.failure, exchange.attempt, exchange.took_ms, exchange.at});
}

std::unordered_map<PaymentId, std::vector<ExchangeRow>> exchanges(Reader& reader,
                                                                  const std::vector<std::int64_t>& payments)
{
    std::unordered_map<PaymentId, std::vector<ExchangeRow>> found;
    for (const auto row : reader.run(list_exchanges, {payments}))
        found[row.id<PaymentId>("payment_id")].push_back(
            {std::string{row.text("purpose")}, std::string{row.text("method")}, std::string{row.text("url")},
             std::string{row.text("request")}, std::string{row.text("answer")}, std::string{row.text("failure")},
             row.integer("status"), row.integer("attempt"), row.integer("took_ms"), row.time("created_at")});
    return found;
}

void forget(Transaction& tx, Time before) { tx.run(forget_exchanges, {before}); }

} // namespace hurtrock::payments::repository
