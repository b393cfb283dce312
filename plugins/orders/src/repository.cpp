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
           payment_provider, placed_at, expires_at, discount_total, shipping_discount, shipping_reasons, shipping_tax, tax_rate,
           ship_together, terms_accepted_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::jsonb, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23,
            $24, $25::jsonb, $26, $27, $28, $29)
    RETURNING id)"};

const Query create_lines{"orders.create_lines", R"(
    INSERT INTO orders.lines (order_id, position, variant_id, sku, product_name, variant_name, path, picture, unit_price,
           quantity, total, tax, discount, reasons, later, weight_g)
    SELECT $1, $16::bigint + l.place, l.variant_id, l.sku, l.product_name, l.variant_name, l.path, l.picture, l.unit_price,
           l.quantity, l.total, l.tax, l.discount, l.reasons::jsonb, l.later, l.weight_g
      FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::bigint[], $9::bigint[],
                  $10::bigint[], $11::bigint[], $12::bigint[], $13::text[], $14::bigint[], $15::bigint[]) WITH ORDINALITY
           AS l(variant_id, sku, product_name, variant_name, path, picture, unit_price, quantity, total, tax, discount, reasons,
                later, weight_g, place))"};

const Query create_placed_event{"orders.create_placed_event", R"(
    INSERT INTO orders.order_events (order_id, kind, event, from_state, to_state, actor, created_at)
    VALUES ($1, 'order', 'place', '', 'placed', $2, $3))"};

/// After the lines in place `after`.
void add_lines(Transaction& tx, OrderId order, const std::vector<OrderLine>& lines, std::int64_t after)
{
    std::vector<std::int64_t> variants, prices, quantities, totals, taxes, discounts, later, weights;
    std::vector<std::string> skus, products, names, paths, pictures, reasons;
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
        discounts.push_back(line.discount.amount.units());
        reasons.push_back(*Param{to_stored(line.discount.why)}.text());
        later.push_back(line.later);
        weights.push_back(line.weight_g);
    }
    tx.run(create_lines, {order, variants, skus, products, names, paths, pictures, prices, quantities, totals, taxes,
                          discounts, reasons, later, weights, after});
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
                                            order.expires_at,
                                            order.discount_total.units(),
                                            order.shipping_discount.amount.units(),
                                            to_stored(order.shipping_discount.why),
                                            order.shipping_tax.units(),
                                            order.tax_rate,
                                            order.ship_together,
                                            order.terms_accepted_at});
    const auto id = rows.front().id<OrderId>("id");
    add_lines(tx, id, order.lines, 0);
    tx.run(create_placed_event, {id, order.customer_name, order.placed_at});
    return id;
}

namespace
{
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
std::optional<Order> find(Reader& reader, OrderId id)
{
    return read_first(reader.run(find_by_id, {id}));
}

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

namespace
{
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

namespace
{
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
        add_lines(tx, order.id, added, tx.run(last_position, {order.id}).front().integer("position"));
    tx.run(change_sums, {order.id, order.subtotal.units(), order.discount_total.units(), order.tax.units(),
                         order.shipping_tax.units(), order.total.units()});
}

} // namespace hurtrock::orders::repository
