#include "repository.hpp"

namespace hurtrock::events::repository {
namespace {

#define OUTBOX_COLUMNS                                                                                                 \
    "o.id, o.event, o.aggregate, o.payload, o.plugin, o.listener, o.tries, o.next_try_at, o.last_error, o.raised_at"

Delivery read_delivery(const Row& row)
{
    Delivery delivery;
    delivery.id = row.integer("id");
    delivery.event = row.text("event");
    delivery.aggregate = row.text("aggregate");
    delivery.payload = row.json("payload");
    delivery.plugin = row.text("plugin");
    delivery.listener = row.text("listener");
    delivery.tries = static_cast<int>(row.integer("tries"));
    delivery.next_try_at = row.time("next_try_at");
    delivery.last_error = row.text("last_error");
    delivery.raised_at = row.time("raised_at");
    return delivery;
}

} // namespace

const Query insert_query{"core.insert_outbox", R"(
    INSERT INTO core.outbox (event, aggregate, payload, plugin, listener, next_try_at, raised_at)
    SELECT $1, $2, $3::jsonb, l.plugin, l.listener, $6::timestamptz, $6::timestamptz
      FROM unnest($4::text[], $5::text[]) AS l (plugin, listener))"};

void insert(Transaction& tx, const std::string& event, const std::string& aggregate, const Value& payload,
            const std::vector<std::string>& plugins, const std::vector<std::string>& listeners, Time now)
{
    tx.run(insert_query, {event, aggregate, payload, plugins, listeners, now});
}

const Query lease_query{"core.lease_outbox",
                        "SELECT " OUTBOX_COLUMNS " FROM core.lease_outbox($1::timestamptz, $2::timestamptz) o"};

std::optional<Delivery> lease(Transaction& tx, Time now, Time lease_until)
{
    const auto rows = tx.run(lease_query, {now, lease_until});
    if (rows.empty()) return std::nullopt;
    return read_delivery(rows.front());
}

// Nobody waits for the disk here: an end that a crash of the database forgets is told again, as every listener expects.
const Query finish_query{"core.finish_outbox", R"(
    WITH unhurried AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true))
    DELETE FROM core.outbox USING unhurried WHERE id = $1 AND tries = $2 AND state = 'pending')"};

void finish(Transaction& tx, const Delivery& delivery) { tx.run(finish_query, {delivery.id, delivery.tries}); }

const Query try_again_query{"core.try_outbox_again", R"(
    UPDATE core.outbox SET next_try_at = $3::timestamptz, last_error = $4 WHERE id = $1 AND tries = $2 AND state = 'pending')"};

void try_again(Transaction& tx, const Delivery& delivery, const std::string& error, Time next_try_at)
{
    tx.run(try_again_query, {delivery.id, delivery.tries, next_try_at, error});
}

const Query bury_query{"core.bury_outbox", R"(
    UPDATE core.outbox SET state = 'dead', last_error = $3 WHERE id = $1 AND tries = $2 AND state = 'pending')"};

void bury(Transaction& tx, const Delivery& delivery, const std::string& error)
{
    tx.run(bury_query, {delivery.id, delivery.tries, error});
}

const Query postpone_query{"core.postpone_outbox", R"(
    UPDATE core.outbox SET next_try_at = $3::timestamptz, tries = tries - 1 WHERE id = $1 AND tries = $2 AND state = 'pending')"};

void postpone(Transaction& tx, const Delivery& delivery, Time next_try_at)
{
    tx.run(postpone_query, {delivery.id, delivery.tries, next_try_at});
}

const Query dead_query{"core.dead_outbox", "SELECT " OUTBOX_COLUMNS R"(
      FROM core.outbox o
     WHERE o.state = 'dead' AND ($1::bigint = 0 OR o.id < $1::bigint)
     ORDER BY o.id DESC LIMIT $2::int)"};

std::vector<Delivery> dead(Reader& reader, std::int64_t before_id, int limit)
{
    std::vector<Delivery> deliveries;
    for (const auto& row : reader.run(dead_query, {before_id, limit})) deliveries.push_back(read_delivery(row));
    return deliveries;
}

const Query count_dead_query{"core.count_dead_outbox", "SELECT count(*) AS dead FROM core.outbox WHERE state = 'dead'"};

std::int64_t count_dead(Reader& reader) { return reader.run(count_dead_query).front().integer("dead"); }

const Query oldest_pending_query{"core.oldest_pending_outbox",
                                 "SELECT raised_at FROM core.outbox WHERE state = 'pending' ORDER BY id LIMIT 1"};

std::optional<Time> oldest_pending(Reader& reader)
{
    const auto rows = reader.run(oldest_pending_query);
    if (rows.empty()) return std::nullopt;
    return rows.front().time("raised_at");
}

const Query revive_query{"core.revive_outbox", R"(
    UPDATE core.outbox SET state = 'pending', tries = 0, next_try_at = $2::timestamptz WHERE id = $1 AND state = 'dead')"};

bool revive(Transaction& tx, std::int64_t delivery, Time now)
{
    return tx.run(revive_query, {delivery, now}).affected() == 1;
}

const Query discard_query{"core.discard_outbox", "DELETE FROM core.outbox WHERE id = $1 AND state = 'dead'"};

bool discard(Transaction& tx, std::int64_t delivery) { return tx.run(discard_query, {delivery}).affected() == 1; }

const Query remove_plugin_query{"core.remove_outbox_of", "DELETE FROM core.outbox WHERE plugin = $1"};

void remove_plugin(Transaction& tx, const std::string& plugin) { tx.run(remove_plugin_query, {plugin}); }

} // namespace hurtrock::events::repository
