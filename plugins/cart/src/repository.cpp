#include "repository.hpp"

namespace hurtrock::cart::repository {
namespace {

/// The user's id, or null; and the guest's key, or null when there is a user: what identifies the cart.
std::vector<Param> key_of(const shop::CartOwner& owner)
{
    if (owner.user) return {*owner.user, nullptr};
    return {nullptr, owner.guest};
}

const Query find_cart{"cart.find", R"(
    SELECT c.id, c.revision, l.id AS line_id, l.variant_id, l.quantity, l.price, l.place,
           (SELECT json_agg(k.code ORDER BY k.added_at, k.code) FROM cart.coupons k WHERE k.cart_id = c.id) AS coupons
      FROM cart.carts c
      LEFT JOIN cart.lines l ON l.cart_id = c.id AND (l.place <> 'removed' OR l.moved_at > $3::timestamptz)
     WHERE c.user_id = $1::bigint OR c.guest = $2::text
     ORDER BY l.added_at, l.id)"};

Place place_named(std::string_view name)
{
    return name == "saved" ? Place::saved : name == "removed" ? Place::removed : Place::cart;
}

} // namespace

std::optional<StoredCart> find(Reader& reader, const shop::CartOwner& owner, Time now)
{
    auto params = key_of(owner);
    params.emplace_back(now - undo_time);
    const auto rows = reader.run(find_cart, params);
    if (rows.empty()) return std::nullopt;
    StoredCart cart{rows.front().id<CartId>("id"), rows.front().integer("revision"), {}, {}};
    const auto coupons = rows.front().json("coupons");
    for (const auto& code : coupons.items())
        cart.coupons.emplace_back(code.text());
    for (const auto row : rows)
        if (!row.is_null("line_id"))
            cart.lines.push_back({row.integer("line_id"), row.id<VariantId>("variant_id"), row.integer("quantity"),
                                  row.money("price"), place_named(row.text("place"))});
    return cart;
}

namespace {
const Query lock_cart{"cart.lock", R"(
    SELECT id, revision FROM cart.carts WHERE user_id = $1::bigint OR guest = $2::text FOR UPDATE)"};
}

std::optional<shop::CartStamp> lock(Transaction& tx, const shop::CartOwner& owner)
{
    const auto rows = tx.run(lock_cart, key_of(owner));
    if (rows.empty()) return std::nullopt;
    return shop::CartStamp{rows.front().id<CartId>("id"), rows.front().integer("revision")};
}

namespace {
const Query ensure_user_cart{"cart.ensure_of_user", R"(
    INSERT INTO cart.carts (user_id, revision, created_at, changed_at) VALUES ($1, 1, $2, $2)
    ON CONFLICT (user_id) DO UPDATE SET revision = carts.revision + 1, changed_at = $2 RETURNING id)"};

const Query ensure_guest_cart{"cart.ensure_of_guest", R"(
    INSERT INTO cart.carts (guest, revision, created_at, changed_at) VALUES ($1, 1, $2, $2)
    ON CONFLICT (guest) DO UPDATE SET revision = carts.revision + 1, changed_at = $2 RETURNING id)"};
} // namespace

CartId ensure(Transaction& tx, const shop::CartOwner& owner, Time now)
{
    const auto rows =
        owner.user ? tx.run(ensure_user_cart, {*owner.user, now}) : tx.run(ensure_guest_cart, {owner.guest, now});
    return rows.front().id<CartId>("id");
}

namespace {
const Query sum_quantity{"cart.sum_quantity", R"(
    SELECT coalesce(sum(l.quantity), 0)::bigint AS quantity
      FROM cart.carts c JOIN cart.lines l ON l.cart_id = c.id AND l.place = 'cart'
     WHERE c.user_id = $1::bigint OR c.guest = $2::text)"};
}

std::int64_t quantity(Reader& reader, const shop::CartOwner& owner)
{
    return reader.run(sum_quantity, key_of(owner)).front().integer("quantity");
}

namespace {
const Query state_of_line{"cart.line_state", R"(
    SELECT count(*) AS lines, coalesce(max(quantity) FILTER (WHERE variant_id = $2), 0)::bigint AS quantity
      FROM cart.lines WHERE cart_id = $1 AND place = $3)"};
}

LineState line_state(Transaction& tx, CartId cart, VariantId variant, Place place)
{
    const auto rows = tx.run(state_of_line, {cart, variant, name_of(place)});
    return {rows.front().integer("lines"), rows.front().integer("quantity")};
}

namespace {
// The price of a line that is there stays as its owner saw it, so that a change is still told.
const Query add_line{"cart.add_line", R"(
    INSERT INTO cart.lines AS l (cart_id, variant_id, quantity, price, added_at)
    VALUES ($1, $2, least($3::bigint, $5::bigint), $4, $6)
    ON CONFLICT (cart_id, variant_id, place) DO UPDATE SET quantity = least(l.quantity + $3::bigint, $5::bigint)
    RETURNING id, variant_id, quantity, price)"};
} // namespace

StoredLine add(Transaction& tx, CartId cart, VariantId variant, std::int64_t quantity, Money price, std::int64_t limit,
               Time now)
{
    const auto row = tx.run(add_line, {cart, variant, quantity, price.units(), limit, now});
    const auto line = row.front();
    return {line.integer("id"), line.id<VariantId>("variant_id"), line.integer("quantity"), line.money("price"),
            Place::cart};
}

namespace {
const Query find_line{"cart.find_line", R"(
    SELECT variant_id, place FROM cart.lines WHERE cart_id = $1 AND id = $2)"};
const Query update_line{"cart.update_line", R"(
    UPDATE cart.lines SET quantity = $3::integer WHERE cart_id = $1 AND id = $2)"};
const Query delete_removed{"cart.delete_removed", R"(
    DELETE FROM cart.lines WHERE cart_id = $1 AND place = 'removed')"};
const Query move_line{"cart.move_line", R"(
    WITH moved AS (
        DELETE FROM cart.lines WHERE cart_id = $1 AND id = $2 AND place <> $3
        RETURNING variant_id, quantity, price, added_at)
    INSERT INTO cart.lines AS l (cart_id, variant_id, quantity, price, added_at, place, moved_at)
    SELECT $1::bigint, variant_id, quantity, price, added_at, $3::text, $4::timestamptz FROM moved
    ON CONFLICT (cart_id, variant_id, place) DO UPDATE SET quantity = greatest(l.quantity, excluded.quantity))"};
const Query accept_changes{"cart.accept_changes", R"(
    UPDATE cart.lines l SET quantity = n.quantity, price = n.price
      FROM jsonb_to_recordset($2::jsonb) AS n (id bigint, quantity integer, price bigint)
     WHERE l.cart_id = $1 AND l.id = n.id)"};
const Query clear_cart{"cart.clear", R"(
    WITH bought AS (DELETE FROM cart.lines WHERE cart_id = $1 AND place <> 'saved'),
         used AS (DELETE FROM cart.coupons WHERE cart_id = $1)
    UPDATE cart.carts SET revision = revision + 1, changed_at = $2 WHERE id = $1)"};
} // namespace

std::optional<PlacedVariant> variant_of_line(Transaction& tx, CartId cart, std::int64_t line)
{
    const auto rows = tx.run(find_line, {cart, line});
    if (rows.empty()) return std::nullopt;
    return PlacedVariant{rows.front().id<VariantId>("variant_id"), place_named(rows.front().text("place"))};
}

void set_quantity(Transaction& tx, CartId cart, std::int64_t line, std::int64_t quantity)
{
    tx.run(update_line, {cart, line, quantity});
}

void move(Transaction& tx, CartId cart, std::int64_t line, Place place, Time now)
{
    if (place == Place::removed) tx.run(delete_removed, {cart});
    tx.run(move_line, {cart, line, name_of(place), now});
}

void accept(Transaction& tx, CartId cart, const std::vector<StoredLine>& lines)
{
    auto list = Value::list();
    for (const auto& line : lines)
        list.push({{"id", line.id}, {"quantity", line.quantity}, {"price", line.price.units()}});
    tx.run(accept_changes, {cart, list});
}

namespace {
const Query add_a_coupon{"cart.add_coupon", R"(
    INSERT INTO cart.coupons (cart_id, code, added_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)"};
const Query delete_coupon{"cart.delete_coupon", R"(DELETE FROM cart.coupons WHERE cart_id = $1 AND code = $2)"};
} // namespace

void add_coupon(Transaction& tx, CartId cart, std::string_view code, Time now)
{
    tx.run(add_a_coupon, {cart, code, now});
}

void remove_coupon(Transaction& tx, CartId cart, std::string_view code) { tx.run(delete_coupon, {cart, code}); }

void clear(Transaction& tx, CartId cart, Time now) { tx.run(clear_cart, {cart, now}); }

namespace {
const Query absorb_lines{"cart.absorb_lines", R"(
    INSERT INTO cart.lines AS l (cart_id, variant_id, quantity, price, added_at, place, moved_at)
    SELECT $2, variant_id, quantity, price, added_at, place, moved_at FROM cart.lines WHERE cart_id = $1 ORDER BY id
    ON CONFLICT (cart_id, variant_id, place) DO UPDATE SET quantity = greatest(l.quantity, excluded.quantity))"};
const Query absorb_coupons{"cart.absorb_coupons", R"(
    INSERT INTO cart.coupons (cart_id, code, added_at)
    SELECT $2, code, added_at FROM cart.coupons WHERE cart_id = $1 ON CONFLICT DO NOTHING)"};
const Query delete_cart{"cart.delete", R"(DELETE FROM cart.carts WHERE id = $1)"};
} // namespace

void absorb(Transaction& tx, CartId from, CartId into)
{
    tx.run(absorb_lines, {from, into});
    tx.run(absorb_coupons, {from, into});
    tx.run(delete_cart, {from});
}

namespace {
const Query purge_guest_carts{"cart.purge_guests", R"(
    DELETE FROM cart.carts WHERE id IN (
        SELECT id FROM cart.carts WHERE guest IS NOT NULL AND changed_at < $1
         ORDER BY changed_at LIMIT 1000 FOR UPDATE SKIP LOCKED))"};
}

namespace {
const Query purge_removed_lines{"cart.purge_removed", R"(
    DELETE FROM cart.lines WHERE place = 'removed' AND moved_at < $1)"};
}

void purge_removed(Transaction& tx, Time before) { tx.run(purge_removed_lines, {before}); }

std::size_t purge_guests(Transaction& tx, Time unchanged_since)
{
    return tx.run(purge_guest_carts, {unchanged_since}).affected();
}

} // namespace hurtrock::cart::repository
