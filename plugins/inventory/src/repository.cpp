#include "repository.hpp"

#include "reading.hpp"

namespace hurtrock::inventory
{

Level read_level(const Row& row)
{
    Level level{row.id<VariantId>("variant_id"), row.integer("on_hand"), row.integer("reserved"), std::nullopt,
                row.boolean("low")};
    if (!row.is_null("minimum")) level.minimum = row.integer("minimum");
    return level;
}

} // namespace hurtrock::inventory

namespace hurtrock::inventory::repository
{
namespace
{

std::vector<Level> read_levels(const Rows& rows)
{
    std::vector<Level> levels;
    levels.reserve(rows.size());
    for (const auto row : rows)
        levels.push_back(read_level(row));
    return levels;
}

ReservationState read_state(std::string_view name)
{
    if (name == "held") return ReservationState::held;
    if (name == "sold") return ReservationState::sold;
    if (name == "returned") return ReservationState::returned;
    return ReservationState::released;
}

const Query find_levels{"inventory.find_levels", R"(
    SELECT variant_id, on_hand, reserved, minimum, low FROM inventory.levels WHERE variant_id = ANY($1::bigint[]))"};

} // namespace

std::vector<Level> levels(Reader& reader, const std::vector<VariantId>& variants)
{
    std::vector<std::int64_t> ids;
    ids.reserve(variants.size());
    for (const auto variant : variants)
        ids.push_back(variant.value);
    return read_levels(reader.run(find_levels, {ids}));
}

namespace
{
const Query find_reservations{"inventory.find_reservations", R"(
    SELECT variant_id, quantity, state, waiting FROM inventory.reservations WHERE holder = $1 ORDER BY variant_id)"};
}

std::vector<Reservation> reservations(Reader& reader, std::string_view holder)
{
    std::vector<Reservation> found;
    for (const auto row : reader.run(find_reservations, {holder}))
        found.push_back({row.id<VariantId>("variant_id"), row.integer("quantity"), read_state(row.text("state")),
                         row.integer("waiting")});
    return found;
}

namespace
{
const Query hold_units{"inventory.hold", R"(
    WITH wanted AS (
        SELECT w.variant_id, w.quantity, w.later, least(w.quantity, greatest(l.on_hand - l.reserved, 0)) AS now
          FROM unnest($2::bigint[], $3::bigint[], $6::bigint[]) AS w(variant_id, quantity, later)
          JOIN inventory.levels l ON l.variant_id = w.variant_id),
    taken AS (
        UPDATE inventory.levels l
           SET reserved = l.reserved + w.now, changed_at = $5::timestamptz
          FROM wanted w
         WHERE l.variant_id = w.variant_id AND l.on_hand - l.reserved >= w.now AND w.now >= w.quantity - w.later
        RETURNING l.variant_id, l.on_hand, l.reserved, l.minimum, l.low, w.now, w.quantity - w.now AS waiting),
    held AS (
        INSERT INTO inventory.reservations (holder, variant_id, quantity, waiting, expires_at, created_at, changed_at)
        SELECT $1, variant_id, now, waiting, $4::timestamptz, $5::timestamptz, $5 FROM taken),
    noted AS (
        INSERT INTO inventory.movements (variant_id, on_hand_change, reserved_change, on_hand, reserved, reason, holder, created_at)
        SELECT variant_id, 0, now, on_hand, reserved, 'reserved', $1, $5 FROM taken WHERE now > 0)
    SELECT variant_id, on_hand, reserved, minimum, low FROM taken ORDER BY variant_id)"};
}

std::vector<Level> hold(Transaction& tx, std::string_view holder, const std::vector<shop::StockLine>& lines,
                        Time expires_at, Time now)
{
    std::vector<std::int64_t> variants, quantities, later;
    for (const auto& line : lines) {
        variants.push_back(line.variant.value);
        quantities.push_back(line.quantity);
        later.push_back(line.later);
    }
    return read_levels(tx.run(hold_units, {holder, variants, quantities, expires_at, now, later}));
}

namespace
{
const Query sell_units{"inventory.sell", R"(
    WITH mine AS (
        SELECT id, variant_id, quantity, state = 'held' AS was_held, CASE state WHEN 'held' THEN quantity ELSE 0 END AS held
          FROM inventory.reservations WHERE holder = $1 AND state IN ('held', 'released')),
    sold AS (
        UPDATE inventory.levels l
           SET on_hand = l.on_hand - m.quantity, reserved = l.reserved - m.held, changed_at = $2
          FROM mine m
         WHERE l.variant_id = m.variant_id AND (m.was_held OR l.on_hand - l.reserved >= m.quantity)
        RETURNING m.id, l.variant_id, l.on_hand, l.reserved, l.minimum, l.low, m.quantity, m.held),
    marked AS (
        UPDATE inventory.reservations r SET state = 'sold', changed_at = $2 FROM sold WHERE r.id = sold.id),
    noted AS (
        INSERT INTO inventory.movements (variant_id, on_hand_change, reserved_change, on_hand, reserved, reason, holder, created_at)
        SELECT variant_id, -quantity, -held, on_hand, reserved, 'sold', $1, $2 FROM sold WHERE quantity > 0)
    SELECT variant_id, on_hand, reserved, minimum, low FROM sold ORDER BY variant_id)"};
}

std::vector<Level> sell(Transaction& tx, std::string_view holder, Time now)
{
    return read_levels(tx.run(sell_units, {holder, now}));
}

namespace
{
const Query release_units{"inventory.release", R"(
    WITH mine AS (SELECT id, quantity FROM inventory.reservations WHERE holder = $1 AND state = 'held'),
    freed AS (
        UPDATE inventory.reservations r SET state = 'released', quantity = r.quantity + r.waiting, waiting = 0, changed_at = $3
          FROM mine WHERE r.id = mine.id AND r.state = 'held' RETURNING r.variant_id, mine.quantity),
    given AS (
        UPDATE inventory.levels l SET reserved = l.reserved - f.quantity, changed_at = $3
          FROM freed f WHERE l.variant_id = f.variant_id
        RETURNING l.variant_id, l.on_hand, l.reserved, l.minimum, l.low, f.quantity),
    noted AS (
        INSERT INTO inventory.movements (variant_id, on_hand_change, reserved_change, on_hand, reserved, reason, holder, created_at)
        SELECT variant_id, 0, -quantity, on_hand, reserved, $2, $1, $3 FROM given WHERE quantity > 0)
    SELECT variant_id, on_hand, reserved, minimum, low FROM given ORDER BY variant_id)"};
}

std::vector<Level> release(Transaction& tx, std::string_view holder, std::string_view reason, Time now)
{
    return read_levels(tx.run(release_units, {holder, reason, now}));
}

namespace
{
const Query return_units{"inventory.give_back", R"(
    WITH back AS (
        UPDATE inventory.reservations SET state = 'returned', waiting = 0, changed_at = $3
         WHERE holder = $1 AND state = 'sold' RETURNING variant_id, quantity - returned AS quantity),
    given AS (
        UPDATE inventory.levels l SET on_hand = l.on_hand + b.quantity, changed_at = $3
          FROM back b WHERE l.variant_id = b.variant_id
        RETURNING l.variant_id, l.on_hand, l.reserved, l.minimum, l.low, b.quantity),
    noted AS (
        INSERT INTO inventory.movements (variant_id, on_hand_change, reserved_change, on_hand, reserved, reason, actor, holder, created_at)
        SELECT variant_id, quantity, 0, on_hand, reserved, 'returned', $2, $1, $3 FROM given WHERE quantity > 0)
    SELECT variant_id, on_hand, reserved, minimum, low FROM given ORDER BY variant_id)"};
}

std::vector<Level> give_back(Transaction& tx, std::string_view holder, std::string_view actor, Time now)
{
    return read_levels(tx.run(return_units, {holder, actor, now}));
}

namespace
{
const Query make_level{"inventory.make_level", R"(
    INSERT INTO inventory.levels (variant_id) VALUES ($1) ON CONFLICT (variant_id) DO NOTHING)"};

const Query count_shelf{"inventory.count_shelf", R"(
    WITH before AS (SELECT variant_id, on_hand FROM inventory.levels WHERE variant_id = $1 FOR UPDATE),
    counted AS (
        UPDATE inventory.levels l SET on_hand = $2, changed_at = $6
          FROM before b
         WHERE l.variant_id = b.variant_id AND l.reserved <= $2 AND ($3::bigint IS NULL OR b.on_hand = $3)
        RETURNING l.variant_id, l.on_hand, l.reserved, l.minimum, l.low, l.on_hand - b.on_hand AS change),
    noted AS (
        INSERT INTO inventory.movements (variant_id, on_hand_change, reserved_change, on_hand, reserved, reason, actor, created_at)
        SELECT variant_id, change, 0, on_hand, reserved, $4, $5, $6 FROM counted WHERE change <> 0)
    SELECT variant_id, on_hand, reserved, minimum, low FROM counted)"};
} // namespace

std::optional<Level> count(Transaction& tx, VariantId variant, std::optional<std::int64_t> expected,
                           std::int64_t on_hand, std::string_view reason, std::string_view actor, Time now)
{
    tx.run(make_level, {variant});
    const auto changed = read_levels(tx.run(count_shelf, {variant, on_hand, expected, reason, actor, now}));
    if (changed.empty()) return std::nullopt;
    return changed.front();
}

namespace
{
const Query expired_holders{"inventory.expired_holders", R"(
    SELECT holder FROM inventory.reservations
     WHERE state = 'held' AND expires_at < $1 GROUP BY holder ORDER BY min(expires_at) LIMIT $2)"};
}

std::vector<std::string> holders_expired(Reader& reader, Time before, std::int64_t limit)
{
    std::vector<std::string> holders;
    for (const auto row : reader.run(expired_holders, {before, limit}))
        holders.emplace_back(row.text("holder"));
    return holders;
}

namespace
{
const Query list_levels{"inventory.list_levels", R"(
    SELECT variant_id, on_hand, reserved, minimum, low, count(*) OVER () AS total FROM inventory.levels
     ORDER BY variant_id LIMIT $1 OFFSET $2)"};

const Query list_low_levels{"inventory.list_low_levels", R"(
    SELECT variant_id, on_hand, reserved, minimum, low, count(*) OVER () AS total FROM inventory.levels
     WHERE on_hand - reserved <= coalesce(minimum, $3) ORDER BY on_hand - reserved, variant_id LIMIT $1 OFFSET $2)"};
} // namespace

LevelPage page(Reader& reader, std::optional<std::int64_t> low_threshold, std::int64_t limit, std::int64_t offset)
{
    const auto rows = low_threshold ? reader.run(list_low_levels, {limit, offset, *low_threshold})
                                    : reader.run(list_levels, {limit, offset});
    return {read_levels(rows), rows.empty() ? 0 : rows.front().integer("total")};
}

namespace
{
const Query count_low_levels{"inventory.count_low", R"(
    SELECT count(*) AS low FROM inventory.levels WHERE on_hand - reserved <= coalesce(minimum, $1))"};
}

std::int64_t count_low(Reader& reader, std::int64_t threshold)
{
    return reader.run(count_low_levels, {threshold}).front().integer("low");
}

namespace
{
const Query list_movements{"inventory.list_movements", R"(
    SELECT on_hand_change, reserved_change, on_hand, reason, actor, holder, created_at
      FROM inventory.movements WHERE variant_id = $1 ORDER BY id DESC LIMIT $2)"};
}

std::vector<Movement> movements(Reader& reader, VariantId variant, std::int64_t limit)
{
    std::vector<Movement> found;
    for (const auto row : reader.run(list_movements, {variant, limit}))
        found.push_back({row.integer("on_hand_change"), row.integer("reserved_change"), row.integer("on_hand"),
                         std::string{row.text("reason")}, std::string{row.text("actor")},
                         std::string{row.text("holder")}, row.time("created_at")});
    return found;
}

} // namespace hurtrock::inventory::repository
