#include "repository.hpp"

#include "reading.hpp"

namespace hurtrock::orders::repository
{
namespace
{

const Query take_number{"orders.next_number", R"(SELECT 'HR-' || nextval('orders.order_numbers') AS number)"};

const Query create_order{"orders.create", R"(
    INSERT INTO orders.orders (public_id, number, user_id, email, customer_name, phone, locale, note, address, subtotal,
           shipping_price, total, tax, tax_name, shipping_code, shipping_name, shipping_days_min, shipping_days_max, pickup,
           payment_provider, placed_at, expires_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22)
    RETURNING id)"};

const Query create_lines{"orders.create_lines", R"(
    INSERT INTO orders.lines (order_id, position, variant_id, sku, product_name, variant_name, path, picture, unit_price,
           quantity, total, tax)
    SELECT $1, l.place, l.variant_id, l.sku, l.product_name, l.variant_name, l.path, l.picture, l.unit_price, l.quantity,
           l.total, l.tax
      FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
                  $10::bigint[], $11::bigint[]) WITH ORDINALITY
           AS l(variant_id, sku, product_name, variant_name, path, picture, unit_price, quantity, total, tax, place))"};

const Query create_placed_event{"orders.create_placed_event", R"(
    INSERT INTO orders.order_events (order_id, event, from_state, to_state, actor, created_at)
    VALUES ($1, 'place', '', 'placed', $2, $3))"};

void add_lines(Transaction& tx, OrderId order, const std::vector<OrderLine>& lines)
{
    std::vector<std::int64_t> variants, prices, quantities, totals, taxes;
    std::vector<std::string> skus, products, names, paths, pictures;
    for (const auto& line : lines) {
        variants.push_back(line.variant.value);
        skus.push_back(line.sku);
        products.push_back(line.product_name);
        names.push_back(line.variant_name);
        paths.push_back(line.path);
        pictures.push_back(line.picture);
        prices.push_back(line.unit_price.units());
        quantities.push_back(line.quantity);
        totals.push_back(line.total.units());
        taxes.push_back(line.tax.units());
    }
    tx.run(create_lines, {order, variants, skus, products, names, paths, pictures, prices, quantities, totals, taxes});
}

} // namespace

std::string next_number(Transaction& tx)
{
    return std::string{tx.run(take_number).front().text("number")};
}

OrderId create(Transaction& tx, const Order& order)
{
    const auto rows = tx.run(create_order, {order.public_id,
                                            order.number,
                                            order.user,
                                            order.email,
                                            order.customer_name,
                                            order.phone,
                                            order.locale,
                                            order.note,
                                            order.address.to_value(),
                                            order.subtotal.units(),
                                            order.shipping_price.units(),
                                            order.total.units(),
                                            order.tax.units(),
                                            order.tax_name,
                                            order.shipping_code,
                                            order.shipping_name,
                                            order.shipping_days_min,
                                            order.shipping_days_max,
                                            order.pickup,
                                            order.payment_provider,
                                            order.placed_at,
                                            order.expires_at});
    const auto id = rows.front().id<OrderId>("id");
    add_lines(tx, id, order.lines);
    tx.run(create_placed_event, {id, order.customer_name, order.placed_at});
    return id;
}

namespace
{
const Query find_by_public_id{"orders.find", R"(SELECT * FROM orders.orders WHERE public_id = $1)"};
const Query find_by_id{"orders.find_by_id", R"(SELECT * FROM orders.orders WHERE id = $1)"};
const Query find_for_tracking{"orders.find_for_tracking",
                              R"(SELECT * FROM orders.orders WHERE number = $1 AND email = $2)"};

std::optional<Order> read_first(const Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    return read_order(rows.front());
}
} // namespace

std::optional<Order> find(Reader& reader, std::string_view public_id)
{
    return read_first(reader.run(find_by_public_id, {public_id}));
}
std::optional<Order> find(Reader& reader, OrderId id)
{
    return read_first(reader.run(find_by_id, {id}));
}

std::optional<Order> find_by_number(Reader& reader, std::string_view number, std::string_view email)
{
    return read_first(reader.run(find_for_tracking, {number, email}));
}

namespace
{
const Query find_lines{"orders.find_lines", R"(
    SELECT variant_id, sku, product_name, variant_name, path, picture, unit_price, quantity, total, tax
      FROM orders.lines WHERE order_id = $1 ORDER BY position)"};
const Query find_history{"orders.find_history", R"(
    SELECT event, to_state, actor, reason, created_at FROM orders.order_events WHERE order_id = $1 ORDER BY id)"};
} // namespace

std::vector<OrderLine> lines(Reader& reader, OrderId order)
{
    std::vector<OrderLine> found;
    for (const auto row : reader.run(find_lines, {order}))
        found.push_back({row.id<VariantId>("variant_id"), std::string{row.text("sku")},
                         std::string{row.text("product_name")}, std::string{row.text("variant_name")},
                         std::string{row.text("path")}, std::string{row.text("picture")}, row.money("unit_price"),
                         row.integer("quantity"), row.money("total"), row.money("tax")});
    return found;
}

std::vector<HistoryRow> history(Reader& reader, OrderId order)
{
    std::vector<HistoryRow> found;
    for (const auto row : reader.run(find_history, {order}))
        found.push_back({std::string{row.text("event")}, std::string{row.text("to_state")},
                         std::string{row.text("actor")}, std::string{row.text("reason")}, row.time("created_at")});
    return found;
}

namespace
{
const Query move_order{"orders.move", R"(
    WITH moved AS (
        UPDATE orders.orders
           SET state = $3,
               paid_at = CASE WHEN $3 = 'paid' THEN $7::timestamptz ELSE paid_at END,
               shipped_at = CASE WHEN $3 = 'shipped' THEN $7::timestamptz ELSE shipped_at END,
               delivered_at = CASE WHEN $3 = 'delivered' THEN $7::timestamptz ELSE delivered_at END,
               cancelled_at = CASE WHEN $3 = 'cancelled' THEN $7::timestamptz ELSE cancelled_at END,
               cancel_reason = CASE WHEN $3 = 'cancelled' THEN $6 ELSE cancel_reason END,
               courier = CASE WHEN $3 = 'shipped' THEN $8 ELSE courier END,
               tracking_number = CASE WHEN $3 = 'shipped' THEN $9 ELSE tracking_number END
         WHERE id = $1 AND state = $2 RETURNING id)
    INSERT INTO orders.order_events (order_id, event, from_state, to_state, actor, reason, created_at)
    SELECT id, $4, $2, $3, $5, $6, $7::timestamptz FROM moved)"};
}

bool move(Transaction& tx, const Order& order, const Change& change, Time now)
{
    const auto to = next(order.state, change.event);
    if (!to) return false;
    return tx.run(move_order, {order.id, shop::name_of(order.state), shop::name_of(*to), orders::name_of(change.event),
                               change.actor, change.reason, now, change.courier, change.tracking_number})
               .affected() == 1;
}

namespace
{
const Query find_unpaid{"orders.unpaid_after", R"(
    SELECT public_id FROM orders.orders WHERE state = 'placed' AND expires_at < $1 ORDER BY expires_at LIMIT $2)"};
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
}

} // namespace hurtrock::orders::repository
