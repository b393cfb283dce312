#include "repository.hpp"

namespace hurtrock::notifications::repository {

const Query claim_query{"notifications.claim", R"sql(
    INSERT INTO notifications.sent (order_public_id, kind, part, recipient, created_at)
    VALUES ($1, $2, $3, $4, $5::timestamptz) ON CONFLICT DO NOTHING)sql"};
bool claim(Transaction& tx, const Notice& notice, std::string_view recipient, Time now)
{
    return tx.run(claim_query, {notice.order_public_id, notice.kind, notice.part, recipient, now}).affected() == 1;
}

const Query sent_query{"notifications.sent", R"sql(
    SELECT kind, part, recipient, created_at FROM notifications.sent WHERE order_public_id = $1
    ORDER BY id DESC LIMIT 100)sql"};
std::vector<SentMail> sent(Reader& reader, std::string_view order_public_id)
{
    std::vector<SentMail> mails;
    for (const auto row : reader.run(sent_query, {order_public_id}))
        mails.push_back({std::string{row.text("kind")}, std::string{row.text("part")},
                         std::string{row.text("recipient")}, row.time("created_at")});
    return mails;
}

const Query note_low_query{"notifications.note_low", R"sql(
    INSERT INTO notifications.low_stock (variant_id, available, minimum, noted_at)
    VALUES ($1::bigint, $2::bigint, $3::bigint, $4::timestamptz)
    ON CONFLICT (variant_id) DO UPDATE SET available = EXCLUDED.available, minimum = EXCLUDED.minimum)sql"};
void note_low(Transaction& tx, VariantId variant, std::int64_t available, std::int64_t minimum, Time now)
{
    tx.run(note_low_query, {variant, available, minimum, now});
}

const Query take_low_query{"notifications.take_low", R"sql(
    WITH taken AS (
        DELETE FROM notifications.low_stock WHERE variant_id IN (
            SELECT variant_id FROM notifications.low_stock
            WHERE NOT EXISTS (SELECT 1 FROM notifications.digests WHERE created_at > $1::timestamptz)
            ORDER BY noted_at LIMIT 200 FOR UPDATE SKIP LOCKED)
        RETURNING variant_id, available),
    noted AS (
        INSERT INTO notifications.digests (variants, created_at)
        SELECT count(*), $2::timestamptz FROM taken HAVING count(*) > 0)
    SELECT variant_id, available FROM taken ORDER BY available, variant_id)sql"};
std::vector<LowStock> take_low(Transaction& tx, Time since, Time now)
{
    std::vector<LowStock> low;
    for (const auto row : tx.run(take_low_query, {since, now}))
        low.push_back({row.id<VariantId>("variant_id"), row.integer("available")});
    return low;
}

} // namespace hurtrock::notifications::repository
