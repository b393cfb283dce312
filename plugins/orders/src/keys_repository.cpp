/// The SQL of what surrounds orders: due dates, adoption, mails written, keys of checkout forms.
#include "repository.hpp"

namespace hurtrock::orders::repository
{

namespace
{
const Query find_unpaid{"orders.unpaid_after", R"(
    SELECT public_id FROM orders.orders WHERE stage = 'placed' AND expires_at < $1 ORDER BY expires_at LIMIT $2)"};
const Query adopt_orders{"orders.adopt", R"(
    UPDATE orders.orders SET user_id = $2 WHERE user_id IS NULL AND email = lower($1))"};
const Query claim_one_mail{"orders.claim_mail", R"(
    INSERT INTO orders.mails (order_id, kind, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)"};
} // namespace

std::vector<std::string> unpaid_after(Reader& reader, Time now, std::int64_t limit)
{
    std::vector<std::string> ids;
    for (const auto row : reader.run(find_unpaid, {now, limit}))
        ids.emplace_back(row.text("public_id"));
    return ids;
}

void adopt(Transaction& tx, std::string_view email, UserId user)
{
    tx.run(adopt_orders, {email, user});
}

bool claim_mail(Transaction& tx, OrderId order, std::string_view kind, Time now)
{
    return tx.run(claim_one_mail, {order, kind, now}).affected() == 1;
}

namespace
{
const Query claim_new_key{"orders.claim_key", R"(
    INSERT INTO orders.idempotency (scope, key, body_hash, created_at)
    VALUES ($1, $2, encode(sha256(convert_to($3, 'UTF8')), 'hex'), $4) ON CONFLICT DO NOTHING)"};
const Query find_key{"orders.find_key", R"(
    SELECT o.public_id, i.body_hash = encode(sha256(convert_to($3, 'UTF8')), 'hex') AS same_body
      FROM orders.idempotency i JOIN orders.orders o ON o.id = i.order_id WHERE i.scope = $1 AND i.key = $2)"};
const Query bind_order{"orders.bind_key",
                       R"(UPDATE orders.idempotency SET order_id = $3 WHERE scope = $1 AND key = $2)"};
const Query forget_old_keys{"orders.forget_keys", R"(DELETE FROM orders.idempotency WHERE created_at < $1)"};
const Query forget_old_proofs{"orders.forget_proofs", R"(DELETE FROM orders.proofs WHERE proved_at < $1)"};
} // namespace

std::optional<KnownKey> claim_key(Transaction& tx, std::string_view scope, std::string_view key, std::string_view body,
                                  Time now)
{
    if (tx.run(claim_new_key, {scope, key, body, now}).affected() == 1) return std::nullopt;
    const auto rows = tx.run(find_key, {scope, key, body});
    if (rows.empty()) return KnownKey{};
    return KnownKey{std::string{rows.front().text("public_id")}, rows.front().boolean("same_body")};
}

void bind_key(Transaction& tx, std::string_view scope, std::string_view key, OrderId order)
{
    tx.run(bind_order, {scope, key, order});
}

void forget_keys(Transaction& tx, Time before)
{
    tx.run(forget_old_keys, {before});
    tx.run(forget_old_proofs, {before});
}

namespace
{
const Query keep_proof{"orders.remember_proof", R"(
    INSERT INTO orders.proofs (guest, order_id, proved_at) VALUES ($1, $2, $3)
    ON CONFLICT (guest, order_id) DO UPDATE SET proved_at = excluded.proved_at)"};
const Query find_proof{"orders.find_proof", R"(
    SELECT 1 FROM orders.proofs WHERE guest = $1 AND order_id = $2 AND proved_at > $3)"};
} // namespace

void remember_proof(Transaction& tx, std::string_view guest, OrderId order, Time now)
{
    tx.run(keep_proof, {guest, order, now});
}

bool is_proved(Reader& reader, std::string_view guest, OrderId order, Time since)
{
    return !reader.run(find_proof, {guest, order, since}).empty();
}

} // namespace hurtrock::orders::repository
