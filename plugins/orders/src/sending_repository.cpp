#include "sending_repository.hpp"

namespace hurtrock::orders::repository
{
namespace
{

const Query count_packed{"orders.pack_line", R"(
    UPDATE orders.lines SET packed = packed + $2, shipped = shipped + $3
     WHERE id = $1 AND packed + $2 BETWEEN 0 AND quantity AND shipped + $3 BETWEEN asked_back AND packed + $2)"};

const Query create_parcel{"orders.add_parcel", R"(
    INSERT INTO orders.parcels (order_id, number, packed_at)
    SELECT $1, coalesce(max(number), 0) + 1, $2::timestamptz FROM orders.parcels WHERE order_id = $1 RETURNING id, number)"};

const Query fill_parcel{"orders.fill_parcel", R"(
    INSERT INTO orders.parcel_lines (parcel_id, line_id, quantity) SELECT $1, * FROM unnest($2::bigint[], $3::bigint[]))"};

const Query move_parcel{"orders.set_parcel", R"(
    UPDATE orders.parcels
       SET state = $4, courier = $5, tracking_number = $6,
           shipped_at = CASE WHEN $4 = 'shipped' THEN $7::timestamptz ELSE shipped_at END,
           delivered_at = CASE WHEN $4 = 'delivered' THEN $7::timestamptz ELSE delivered_at END
     WHERE order_id = $1 AND number = $2 AND state = $3)"};

const Query find_parcels{"orders.find_parcels", R"(
    SELECT p.order_id, p.number, p.state, p.courier, p.tracking_number, p.packed_at, p.shipped_at, p.delivered_at,
           l.line_id, l.quantity, l.quantity * o.weight_g AS weight_g
      FROM orders.parcels p
      JOIN orders.parcel_lines l ON l.parcel_id = p.id
      JOIN orders.lines o ON o.id = l.line_id
     WHERE p.order_id = ANY($1::bigint[]) ORDER BY p.order_id, p.number, o.position)"};

} // namespace

bool pack_line(Transaction& tx, std::int64_t line, std::int64_t packed, std::int64_t shipped)
{
    return tx.run(count_packed, {line, packed, shipped}).affected() == 1;
}

int add_parcel(Transaction& tx, OrderId order, const std::vector<shop::ParcelLine>& lines, Time now)
{
    const auto rows = tx.run(create_parcel, {order, now});
    std::vector<std::int64_t> ids, quantities;
    for (const auto& line : lines) {
        ids.push_back(line.line);
        quantities.push_back(line.quantity);
    }
    tx.run(fill_parcel, {rows.front().integer("id"), ids, quantities});
    return static_cast<int>(rows.front().integer("number"));
}

bool set_parcel(Transaction& tx, OrderId order, const shop::OrderParcel& parcel, ParcelState to, Time now)
{
    return tx.run(move_parcel, {order, parcel.number, shop::name_of(parcel.state), shop::name_of(to), parcel.courier,
                                parcel.tracking_number, now})
               .affected() == 1;
}

std::unordered_map<OrderId, std::vector<shop::OrderParcel>> parcels_of(Reader& reader,
                                                                       const std::vector<std::int64_t>& orders)
{
    std::unordered_map<OrderId, std::vector<shop::OrderParcel>> found;
    for (const auto row : reader.run(find_parcels, {orders})) {
        auto& parcels = found[row.id<OrderId>("order_id")];
        const auto number = static_cast<int>(row.integer("number"));
        if (parcels.empty() || parcels.back().number != number) {
            auto& parcel = parcels.emplace_back();
            parcel.number = number;
            parcel.state = named<ParcelState>(row.text("state")).value();
            parcel.courier = row.text("courier");
            parcel.tracking_number = row.text("tracking_number");
            parcel.packed_at = row.time("packed_at");
            if (!row.is_null("shipped_at")) parcel.shipped_at = row.time("shipped_at");
            if (!row.is_null("delivered_at")) parcel.delivered_at = row.time("delivered_at");
        }
        parcels.back().lines.push_back({row.integer("line_id"), row.integer("quantity")});
        parcels.back().weight_g += row.integer("weight_g");
    }
    return found;
}

std::vector<shop::OrderParcel> parcels(Reader& reader, OrderId order)
{
    auto found = parcels_of(reader, {order.value});
    return found.empty() ? std::vector<shop::OrderParcel>{} : std::move(found.begin()->second);
}

} // namespace hurtrock::orders::repository
