#include "listing_repository.hpp"

#include "reading.hpp"

namespace hurtrock::orders::listing
{
namespace
{

OrderPage read_page(const Rows& rows)
{
    OrderPage page;
    for (const auto row : rows) {
        page.rows.push_back({read_order(row), row.integer("quantity"), row.integer("line_count"),
                             std::string{row.text("first_name")}, std::string{row.text("first_picture")},
                             row.boolean("has_return")});
        page.total = row.integer("matching");
    }
    return page;
}

const Query list_of_user{"orders.list_of_user", R"(
    SELECT o.*, l.quantity, l.line_count, l.first_name, l.first_picture, false AS has_return
      FROM (SELECT *, count(*) OVER () AS matching FROM orders.orders WHERE user_id = $1
             ORDER BY id DESC LIMIT $2 OFFSET $3) o
      CROSS JOIN LATERAL (
           SELECT sum(quantity)::bigint AS quantity, count(*) AS line_count,
                  (array_agg(product_name ORDER BY position))[1] AS first_name,
                  (array_agg(picture ORDER BY position))[1] AS first_picture
             FROM orders.lines WHERE order_id = o.id) l
     ORDER BY o.id DESC)"};

} // namespace

OrderPage of_user(Reader& reader, UserId user, std::int64_t limit, std::int64_t offset)
{
    return read_page(reader.run(list_of_user, {user, limit, offset}));
}

namespace
{
const Query list_all{"orders.list_all", R"(
    SELECT o.*, l.quantity, l.line_count, l.first_name, l.first_picture,
           EXISTS (SELECT FROM orders.returns r WHERE r.order_id = o.id AND r.state IN ('requested', 'approved', 'received')) AS has_return
      FROM (SELECT *, count(*) OVER () AS matching FROM orders.orders
             WHERE ($10::text <> 'to_ship' OR state IN ('paid', 'confirmed', 'partly_shipped'))
               AND ($10::text <> 'returns' OR id IN (SELECT order_id FROM orders.returns WHERE state IN ('requested', 'approved', 'received')))
               AND ($1::text IS NULL OR state = $1) AND ($6::text IS NULL OR money = $6) AND ($7::text IS NULL OR fulfilment = $7)
               AND ($8::text = '' OR placed_at >= nullif($8, '')::date::timestamp AT TIME ZONE 'Asia/Jakarta')
               AND ($9::text = '' OR placed_at < (nullif($9, '')::date + 1)::timestamp AT TIME ZONE 'Asia/Jakarta')
               AND ($2::text = '' OR number = upper($2) OR number = 'HR-' || $2
                    OR customer_name ILIKE '%' || $3 || '%' OR email ILIKE '%' || $3 || '%'
                    OR id IN (SELECT order_id FROM orders.lines WHERE upper(sku) = upper($2))
                    OR id IN (SELECT order_id FROM orders.parcels WHERE tracking_number <> '' AND upper(tracking_number) = upper($2)))
             ORDER BY id DESC LIMIT $4 OFFSET $5) o
      CROSS JOIN LATERAL (
           SELECT sum(quantity)::bigint AS quantity, count(*) AS line_count,
                  (array_agg(product_name ORDER BY position))[1] AS first_name,
                  (array_agg(picture ORDER BY position))[1] AS first_picture
             FROM orders.lines WHERE order_id = o.id) l
     ORDER BY o.id DESC)"};

/// LIKE's wildcards as plain characters.
std::string escaped(std::string_view text)
{
    std::string plain;
    for (const char letter : text) {
        if (letter == '%' || letter == '_' || letter == '\\') plain += '\\';
        plain += letter;
    }
    return plain;
}
} // namespace

OrderPage all(Reader& reader, const Filter& filter, std::int64_t limit, std::int64_t offset)
{
    const auto name = [](const auto& state) { return state ? Param{shop::name_of(*state)} : Param{nullptr}; };
    return read_page(reader.run(list_all, {name(filter.state), filter.text, escaped(filter.text), limit, offset,
                                           name(filter.money), name(filter.fulfilment), filter.from, filter.to,
                                           filter.show}));
}

namespace
{
const Query count_state{"orders.count_state", R"(SELECT count(*) AS orders FROM orders.orders WHERE state = $1)"};
const Query count_open{"orders.count_to_ship", R"(
    SELECT count(*) AS orders FROM orders.orders WHERE state IN ('paid', 'confirmed', 'partly_shipped'))"};
const Query count_open_returns{"orders.count_returns", R"(
    SELECT count(*) AS orders FROM orders.returns WHERE state IN ('requested', 'approved', 'received'))"};
const Query count_orders{"orders.count_all", R"(SELECT count(*) AS orders FROM orders.orders)"};

// The shop's day is Jakarta's, whatever zone the database runs in.
const Query sum_sales{"orders.sales", R"(
    SELECT coalesce(sum(total), 0)::bigint AS amount, count(*) AS orders FROM orders.orders
     WHERE stage <> 'cancelled'
       AND paid_at >= date_trunc($1, $2::timestamptz AT TIME ZONE 'Asia/Jakarta') AT TIME ZONE 'Asia/Jakarta')"};
} // namespace

std::int64_t count(Reader& reader, OrderState state)
{
    return reader.run(count_state, {shop::name_of(state)}).front().integer("orders");
}

std::int64_t count_to_ship(Reader& reader)
{
    return reader.run(count_open).front().integer("orders");
}

std::int64_t count_returns(Reader& reader)
{
    return reader.run(count_open_returns).front().integer("orders");
}

std::int64_t count_all(Reader& reader)
{
    return reader.run(count_orders).front().integer("orders");
}

Sales sales(Reader& reader, Period period, Time now)
{
    const auto rows = reader.run(sum_sales, {period == Period::day ? "day" : "month", now});
    return {rows.front().money("amount"), rows.front().integer("orders")};
}

} // namespace hurtrock::orders::listing
