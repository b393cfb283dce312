/// The SQL of those who wait, and of sales that change afterwards.
#include "reading.hpp"
#include "repository.hpp"

namespace hurtrock::inventory::repository
{
namespace
{

const Query find_held{"inventory.find_held", R"(
    SELECT holder, variant_id, quantity, waiting FROM inventory.reservations
     WHERE holder = ANY($1::text[]) AND state IN ('held', 'sold') ORDER BY holder, variant_id)"};

const Query make_missing_levels{"inventory.make_levels", R"(
    INSERT INTO inventory.levels (variant_id) SELECT unnest($1::bigint[]) ON CONFLICT (variant_id) DO NOTHING)"};

const Query keep_reservation{"inventory.keep", R"(
    UPDATE inventory.reservations SET expires_at = 'infinity', changed_at = $2 WHERE holder = $1)"};

} // namespace

std::unordered_map<std::string, std::vector<shop::HeldStock>> held(Reader& reader,
                                                                   const std::vector<std::string>& holders)
{
    std::unordered_map<std::string, std::vector<shop::HeldStock>> found;
    for (const auto row : reader.run(find_held, {holders}))
        found[std::string{row.text("holder")}].push_back(
            {row.id<VariantId>("variant_id"), row.integer("quantity"), row.integer("waiting")});
    return found;
}

void make_levels(Transaction& tx, const std::vector<std::int64_t>& variants)
{
    tx.run(make_missing_levels, {variants});
}

void keep(Transaction& tx, std::string_view holder, Time now)
{
    tx.run(keep_reservation, {holder, now});
}

namespace
{
const Query allocate_units{"inventory.allocate", R"(
    WITH waiting AS (
        SELECT r.id, r.holder, r.variant_id, r.state, r.waiting, l.on_hand - l.reserved AS free,
               sum(r.waiting) OVER (PARTITION BY r.variant_id ORDER BY r.id) - r.waiting AS before
          FROM inventory.reservations r JOIN inventory.levels l ON l.variant_id = r.variant_id
         WHERE r.variant_id = ANY($1::bigint[]) AND r.waiting > 0 AND r.state IN ('held', 'sold')),
    allotted AS (
        SELECT id, holder, variant_id, state, least(waiting, free - before)::bigint AS units FROM waiting WHERE free > before),
    sums AS (
        SELECT variant_id, coalesce(sum(units) FILTER (WHERE state = 'sold'), 0)::bigint AS sold,
               coalesce(sum(units) FILTER (WHERE state = 'held'), 0)::bigint AS held
          FROM allotted GROUP BY variant_id),
    changed AS (
        UPDATE inventory.levels l SET on_hand = l.on_hand - s.sold, reserved = l.reserved + s.held, changed_at = $2
          FROM sums s WHERE l.variant_id = s.variant_id
        RETURNING l.variant_id, l.on_hand, l.reserved, l.minimum, l.low),
    given AS (
        UPDATE inventory.reservations r SET quantity = r.quantity + a.units, waiting = r.waiting - a.units, changed_at = $2
          FROM allotted a WHERE r.id = a.id),
    noted AS (
        INSERT INTO inventory.movements (variant_id, on_hand_change, reserved_change, on_hand, reserved, reason, holder, created_at)
        SELECT c.variant_id, CASE a.state WHEN 'sold' THEN -a.units ELSE 0 END, CASE a.state WHEN 'held' THEN a.units ELSE 0 END,
               c.on_hand, c.reserved, 'allocated', a.holder, $2
          FROM allotted a JOIN changed c ON c.variant_id = a.variant_id)
    SELECT c.variant_id, c.on_hand, c.reserved, c.minimum, c.low, a.holder, a.units
      FROM allotted a JOIN changed c ON c.variant_id = a.variant_id ORDER BY c.variant_id, a.id)"};
}

Allocated allocate(Transaction& tx, const std::vector<std::int64_t>& variants, Time now)
{
    Allocated allocated;
    for (const auto row : tx.run(allocate_units, {variants, now})) {
        const auto level = read_level(row);
        if (allocated.levels.empty() || allocated.levels.back().variant != level.variant)
            allocated.levels.push_back(level);
        allocated.given.push_back({std::string{row.text("holder")}, level.variant, row.integer("units")});
    }
    return allocated;
}

namespace
{
const Query adjust_reservation{"inventory.adjust_reservation", R"(
    UPDATE inventory.reservations SET quantity = quantity + $3, waiting = waiting + $4, changed_at = $5
     WHERE holder = $1 AND variant_id = $2)"};

const Query add_reservation{"inventory.add_reservation", R"(
    INSERT INTO inventory.reservations (holder, variant_id, quantity, waiting, state, expires_at, created_at, changed_at)
    SELECT $1, $2, $3, $4, $6, coalesce(max(expires_at), $5::timestamptz), $5, $5 FROM inventory.reservations WHERE holder = $1)"};

const Query adjust_level{"inventory.adjust_level", R"(
    WITH changed AS (
        UPDATE inventory.levels SET on_hand = on_hand + $3, reserved = reserved + $4, changed_at = $7
         WHERE variant_id = $1 RETURNING variant_id, on_hand, reserved, minimum, low),
    noted AS (
        INSERT INTO inventory.movements (variant_id, on_hand_change, reserved_change, on_hand, reserved, reason, actor, holder, created_at)
        SELECT variant_id, $3, $4, on_hand, reserved, $5, $6, $2, $7 FROM changed)
    SELECT * FROM changed)"};
} // namespace

Level adjust(Transaction& tx, const Adjustment& change, Time now)
{
    const bool sold = change.state == ReservationState::sold;
    if (tx.run(adjust_reservation, {change.holder, change.variant, change.allotted, change.waiting, now}).affected() ==
        0)
        tx.run(add_reservation, {change.holder, change.variant, change.allotted, change.waiting, now,
                                 sold ? "sold" : "held"});
    return read_level(tx.run(adjust_level, {change.variant, change.holder, sold ? -change.allotted : 0,
                                            sold ? 0 : change.allotted, "order edited", change.actor, now})
                          .front());
}

namespace
{
const Query mark_returned{"inventory.mark_returned", R"(
    UPDATE inventory.reservations SET returned = returned + $3, changed_at = $4
     WHERE holder = $1 AND variant_id = $2 AND state = 'sold' AND returned + $3 <= quantity)"};

const Query replace_units{"inventory.replace", R"(
    UPDATE inventory.reservations SET quantity = quantity - $3, waiting = waiting + $3, changed_at = $4
     WHERE holder = $1 AND variant_id = $2 AND state = 'sold' AND returned <= quantity - $3)"};
} // namespace

std::optional<Level> take_back(Transaction& tx, std::string_view holder, VariantId variant, std::int64_t quantity,
                               bool restock, std::string_view actor, Time now)
{
    if (tx.run(mark_returned, {holder, variant, quantity, now}).affected() == 0) return std::nullopt;
    return read_level(tx.run(adjust_level, {variant, holder, restock ? quantity : 0, 0,
                                            restock ? "returned" : "written off", actor, now})
                          .front());
}

bool replace(Transaction& tx, std::string_view holder, VariantId variant, std::int64_t quantity, Time now)
{
    return tx.run(replace_units, {holder, variant, quantity, now}).affected() == 1;
}

namespace
{
const Query set_low{"inventory.mark_low", R"(UPDATE inventory.levels SET low = $2 WHERE variant_id = $1)"};
const Query set_own_minimum{"inventory.set_minimum", R"(
    UPDATE inventory.levels SET minimum = $2::bigint WHERE variant_id = $1)"};
const Query find_waiting{"inventory.find_waiting", R"(
    SELECT holder, waiting, created_at FROM inventory.reservations
     WHERE variant_id = $1 AND waiting > 0 AND state IN ('held', 'sold') ORDER BY id LIMIT $2)"};
const Query sum_waiting{"inventory.sum_waiting", R"(
    SELECT variant_id, sum(waiting)::bigint AS waiting FROM inventory.reservations
     WHERE variant_id = ANY($1::bigint[]) AND waiting > 0 AND state IN ('held', 'sold') GROUP BY variant_id)"};
} // namespace

void mark_low(Transaction& tx, VariantId variant, bool low)
{
    tx.run(set_low, {variant, low});
}

void set_minimum(Transaction& tx, VariantId variant, std::optional<std::int64_t> minimum)
{
    tx.run(set_own_minimum, {variant, minimum});
}

std::vector<Waiting> waiting(Reader& reader, VariantId variant, std::int64_t limit)
{
    std::vector<Waiting> found;
    for (const auto row : reader.run(find_waiting, {variant, limit}))
        found.push_back({std::string{row.text("holder")}, row.integer("waiting"), row.time("created_at")});
    return found;
}

std::unordered_map<VariantId, std::int64_t> waited_for(Reader& reader, const std::vector<VariantId>& variants)
{
    std::vector<std::int64_t> ids;
    for (const auto variant : variants)
        ids.push_back(variant.value);
    std::unordered_map<VariantId, std::int64_t> found;
    for (const auto row : reader.run(sum_waiting, {ids}))
        found.emplace(row.id<VariantId>("variant_id"), row.integer("waiting"));
    return found;
}

} // namespace hurtrock::inventory::repository
