#include "repository.hpp"

namespace hurtrock::cart::repository
{
namespace
{

/// The user's id, or null; and the guest's key, or null when there is a user: what identifies the cart.
std::vector<Param> key_of(const shop::CartOwner& owner)
{
    if (owner.user) return {*owner.user, nullptr};
    return {nullptr, owner.guest};
}

const Query find_cart{"cart.find", R"(
    SELECT c.id, c.revision, l.id AS line_id, l.variant_id, l.quantity, l.price
      FROM cart.carts c LEFT JOIN cart.lines l ON l.cart_id = c.id
     WHERE c.user_id = $1::bigint OR c.guest = $2::text
     ORDER BY l.id)"};

} // namespace

std::optional<StoredCart> find(Reader& reader, const shop::CartOwner& owner)
{
    const auto rows = reader.run(find_cart, key_of(owner));
    if (rows.empty()) return std::nullopt;
    StoredCart cart{rows.front().id<CartId>("id"), rows.front().integer("revision"), {}};
    for (const auto row : rows)
        if (!row.is_null("line_id"))
            cart.lines.push_back(
                {row.integer("line_id"), row.id<VariantId>("variant_id"), row.integer("quantity"), row.money("price")});
    return cart;
}

namespace
{
const Query lock_cart{"cart.lock", R"(
    SELECT id FROM cart.carts WHERE user_id = $1::bigint OR guest = $2::text FOR UPDATE)"};
}

std::optional<CartId> lock(Transaction& tx, const shop::CartOwner& owner)
{
    const auto rows = tx.run(lock_cart, key_of(owner));
    if (rows.empty()) return std::nullopt;
    return rows.front().id<CartId>("id");
}

namespace
{
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

namespace
{
const Query sum_quantity{"cart.sum_quantity", R"(
    SELECT coalesce(sum(l.quantity), 0)::bigint AS quantity
      FROM cart.carts c JOIN cart.lines l ON l.cart_id = c.id
     WHERE c.user_id = $1::bigint OR c.guest = $2::text)"};
}

std::int64_t quantity(Reader& reader, const shop::CartOwner& owner)
{
    return reader.run(sum_quantity, key_of(owner)).front().integer("quantity");
}

namespace
{
const Query state_of_line{"cart.line_state", R"(
    SELECT count(*) AS lines, coalesce(max(quantity) FILTER (WHERE variant_id = $2), 0)::bigint AS quantity
      FROM cart.lines WHERE cart_id = $1)"};
}

LineState line_state(Transaction& tx, CartId cart, VariantId variant)
{
    const auto rows = tx.run(state_of_line, {cart, variant});
    return {rows.front().integer("lines"), rows.front().integer("quantity")};
}

namespace
{
const Query add_line{"cart.add_line", R"(
    INSERT INTO cart.lines AS l (cart_id, variant_id, quantity, price, added_at)
    VALUES ($1, $2, least($3::bigint, $5::bigint), $4, $6)
    ON CONFLICT (cart_id, variant_id) DO UPDATE
       SET quantity = least(l.quantity + $3::bigint, $5::bigint), price = excluded.price
    RETURNING id, variant_id, quantity, price)"};
}

StoredLine add(Transaction& tx, CartId cart, VariantId variant, std::int64_t quantity, Money price, std::int64_t limit,
               Time now)
{
    const auto row = tx.run(add_line, {cart, variant, quantity, price.units(), limit, now});
    const auto line = row.front();
    return {line.integer("id"), line.id<VariantId>("variant_id"), line.integer("quantity"), line.money("price")};
}

namespace
{
const Query find_line{"cart.find_line", R"(SELECT variant_id FROM cart.lines WHERE cart_id = $1 AND id = $2)"};
const Query update_line{"cart.update_line", R"(
    UPDATE cart.lines SET quantity = $3::integer, price = $4 WHERE cart_id = $1 AND id = $2)"};
const Query delete_line{"cart.delete_line", R"(DELETE FROM cart.lines WHERE cart_id = $1 AND id = $2)"};
const Query delete_lines{"cart.delete_lines", R"(DELETE FROM cart.lines WHERE cart_id = $1)"};
const Query touch_cart{"cart.touch", R"(UPDATE cart.carts SET revision = revision + 1, changed_at = $2 WHERE id = $1)"};
} // namespace

std::optional<VariantId> variant_of_line(Transaction& tx, CartId cart, std::int64_t line)
{
    const auto rows = tx.run(find_line, {cart, line});
    if (rows.empty()) return std::nullopt;
    return rows.front().id<VariantId>("variant_id");
}

void set_quantity(Transaction& tx, CartId cart, std::int64_t line, std::int64_t quantity, Money price)
{
    tx.run(update_line, {cart, line, quantity, price.units()});
}

void remove(Transaction& tx, CartId cart, std::int64_t line)
{
    tx.run(delete_line, {cart, line});
}

void clear(Transaction& tx, CartId cart, Time now)
{
    tx.run(delete_lines, {cart});
    tx.run(touch_cart, {cart, now});
}

namespace
{
const Query absorb_lines{"cart.absorb_lines", R"(
    INSERT INTO cart.lines AS l (cart_id, variant_id, quantity, price, added_at)
    SELECT $2, variant_id, quantity, price, added_at FROM cart.lines WHERE cart_id = $1 ORDER BY id
    ON CONFLICT (cart_id, variant_id) DO UPDATE SET quantity = greatest(l.quantity, excluded.quantity))"};
const Query delete_cart{"cart.delete", R"(DELETE FROM cart.carts WHERE id = $1)"};
} // namespace

void absorb(Transaction& tx, CartId from, CartId into)
{
    tx.run(absorb_lines, {from, into});
    tx.run(delete_cart, {from});
}

namespace
{
const Query purge_guest_carts{"cart.purge_guests", R"(
    DELETE FROM cart.carts WHERE id IN (
        SELECT id FROM cart.carts WHERE guest IS NOT NULL AND changed_at < $1
         ORDER BY changed_at LIMIT 1000 FOR UPDATE SKIP LOCKED))"};
}

std::size_t purge_guests(Transaction& tx, Time unchanged_since)
{
    return tx.run(purge_guest_carts, {unchanged_since}).affected();
}

} // namespace hurtrock::cart::repository
