#include "repository.hpp"

#include "reading.hpp"

namespace hurtrock::orders::repository {
namespace {

#define ORDER_LINE_COLUMNS                                                                                             \
    "order_id, position, variant_id, sku, product_name, variant_name, path, picture, unit_price, quantity, total, "    \
    "tax, "                                                                                                            \
    "discount, reasons, later, weight_g"
#define ORDER_LINES                                                                                                    \
    "l.position, l.variant_id, l.sku, l.product_name, l.variant_name, l.path, l.picture, l.unit_price, l.quantity, "   \
    "l.total, "                                                                                                        \
    "l.tax, l.discount, l.reasons, l.later, l.weight_g"
#define ORDER_LINE_TYPES                                                                                               \
    "l(position integer, variant_id bigint, sku text, product_name text, variant_name text, path text, picture text, " \
    "unit_price bigint, quantity bigint, total bigint, tax bigint, discount bigint, reasons jsonb, later bigint, "     \
    "weight_g bigint)"

const Query create_order{"orders.create", R"(
    WITH placed AS (
        INSERT INTO orders.orders (public_id, number, user_id, email, customer_name, phone, locale, note, address, subtotal,
               shipping_price, total, tax, tax_name, shipping_code, shipping_name, shipping_days_min, shipping_days_max, pickup,
               payment_provider, placed_at, expires_at, discount_total, shipping_discount, shipping_reasons, shipping_tax,
               tax_rate, ship_together, terms_accepted_at)
        VALUES ($1, 'HR-' || nextval('orders.order_numbers'), $2, $3, $4::text, $5, $6, $7, $8::jsonb, $9, $10, $11, $12, $13,
                $14, $15, $16, $17, $18, $19, $20::timestamptz, $21, $22, $23, $24::jsonb, $25, $26, $27, $28)
        RETURNING id, number),
    noted AS (
        INSERT INTO orders.order_events (order_id, kind, event, from_state, to_state, actor, created_at)
        SELECT id, 'order', 'place', '', 'placed', $4::text, $20::timestamptz FROM placed),
    sold AS (
        INSERT INTO orders.lines ()" ORDER_LINE_COLUMNS R"()
        SELECT placed.id, )" ORDER_LINES R"( FROM placed, jsonb_to_recordset($29::jsonb) AS )" ORDER_LINE_TYPES R"()
    SELECT id, number FROM placed)"};

const Query create_lines{"orders.create_lines", R"(
    INSERT INTO orders.lines ()" ORDER_LINE_COLUMNS R"()
    SELECT $1, )" ORDER_LINES R"( FROM jsonb_to_recordset($2::jsonb) AS )" ORDER_LINE_TYPES};

/// In the places after `after`.
Value to_rows(const std::vector<OrderLine>& lines, std::int64_t after)
{
    auto rows = Value::list();
    for (const auto& line : lines)
        rows.push({{"position", ++after},
                   {"variant_id", line.variant.value},
                   {"sku", line.sku},
                   {"product_name", line.product_name},
                   {"variant_name", line.variant_name},
                   {"path", line.path},
                   {"picture", line.picture},
                   {"unit_price", line.unit_price.units()},
                   {"quantity", line.quantity},
                   {"total", line.total.units()},
                   {"tax", line.tax.units()},
                   {"discount", line.discount.amount.units()},
                   {"reasons", to_stored(line.discount.why)},
                   {"later", line.later},
                   {"weight_g", line.weight_g}});
    return rows;
}

} // namespace

void create(Transaction& tx, Order& order)
{
    const auto rows = tx.run(create_order, {order.public_id,
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
                                            order.expires_at,
                                            order.discount_total.units(),
                                            order.shipping_discount.amount.units(),
                                            to_stored(order.shipping_discount.why),
                                            order.shipping_tax.units(),
                                            order.tax_rate,
                                            order.ship_together,
                                            order.terms_accepted_at,
                                            to_rows(order.lines, 0)});
    order.id = rows.front().id<OrderId>("id");
    order.number = rows.front().text("number");
}

namespace {
const Query find_by_public_id{"orders.find", R"(SELECT * FROM orders.orders WHERE public_id = $1)"};
const Query find_by_id{"orders.find_by_id", R"(SELECT * FROM orders.orders WHERE id = $1)"};
const Query lock_order{"orders.lock", R"(SELECT * FROM orders.orders WHERE public_id = $1 FOR UPDATE)"};
const Query find_several{"orders.find_all", R"(
    SELECT o.* FROM orders.orders o JOIN unnest($1::text[]) WITH ORDINALITY AS a(public_id, place) USING (public_id)
     ORDER BY a.place)"};
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
std::optional<Order> find(Reader& reader, OrderId id) { return read_first(reader.run(find_by_id, {id})); }

std::optional<Order> find_by_number(Reader& reader, std::string_view number, std::string_view email)
{
    return read_first(reader.run(find_for_tracking, {number, email}));
}

std::optional<Order> lock(Transaction& tx, std::string_view public_id)
{
    return read_first(tx.run(lock_order, {public_id}));
}

std::vector<Order> find_all(Reader& reader, const std::vector<std::string>& public_ids)
{
    std::vector<Order> found;
    for (const auto row : reader.run(find_several, {public_ids}))
        found.push_back(read_order(row));
    return found;
}

namespace {
const Query find_lines{"orders.find_lines", R"(SELECT * FROM orders.lines WHERE order_id = $1 ORDER BY position)"};
const Query find_lines_of{"orders.find_lines_of", R"(
    SELECT * FROM orders.lines WHERE order_id = ANY($1::bigint[]) ORDER BY order_id, position)"};
} // namespace

std::vector<OrderLine> lines(Reader& reader, OrderId order)
{
    std::vector<OrderLine> found;
    for (const auto row : reader.run(find_lines, {order}))
        found.push_back(read_line(row));
    return found;
}

std::unordered_map<OrderId, std::vector<OrderLine>> lines_of(Reader& reader, const std::vector<std::int64_t>& orders)
{
    std::unordered_map<OrderId, std::vector<OrderLine>> found;
    for (const auto row : reader.run(find_lines_of, {orders}))
        found[row.id<OrderId>("order_id")].push_back(read_line(row));
    return found;
}

namespace {
const Query change_sums{"orders.rewrite", R"(
    UPDATE orders.orders SET subtotal = $2, discount_total = $3, tax = $4, shipping_tax = $5, total = $6, revision = revision + 1
     WHERE id = $1)"};
const Query change_line{"orders.rewrite_line", R"(
    UPDATE orders.lines SET quantity = $2, total = $3, discount = $4, reasons = $5::jsonb, tax = $6, later = least(later, $2)
     WHERE id = $1)"};
const Query drop_line{"orders.drop_line", R"(DELETE FROM orders.lines WHERE id = $1)"};
const Query last_position{"orders.last_position", R"(
    SELECT coalesce(max(position), 0) AS position FROM orders.lines WHERE order_id = $1)"};
} // namespace

void rewrite(Transaction& tx, const Order& order, const std::vector<OrderLine>& lines)
{
    std::vector<OrderLine> added;
    for (const auto& line : lines) {
        if (line.id == 0)
            added.push_back(line);
        else if (line.quantity == 0)
            tx.run(drop_line, {line.id});
        else
            tx.run(change_line, {line.id, line.quantity, line.total.units(), line.discount.amount.units(),
                                 to_stored(line.discount.why), line.tax.units()});
    }
    if (!added.empty())
        tx.run(create_lines, {order.id, to_rows(added, tx.run(last_position, {order.id}).front().integer("position"))});
    tx.run(change_sums, {order.id, order.subtotal.units(), order.discount_total.units(), order.tax.units(),
                         order.shipping_tax.units(), order.total.units()});
}

} // namespace hurtrock::orders::repository
