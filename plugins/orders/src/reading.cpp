#include "reading.hpp"

namespace hurtrock::orders
{
namespace
{

std::optional<Time> optional_time(const Row& row, std::string_view column)
{
    if (row.is_null(column)) return std::nullopt;
    return row.time(column);
}

} // namespace

Order read_order(const Row& row)
{
    Order order;
    order.id = row.id<OrderId>("id");
    order.public_id = row.text("public_id");
    order.number = row.text("number");
    order.state = state_named(row.text("state")).value();
    if (!row.is_null("user_id")) order.user = row.id<UserId>("user_id");
    order.email = row.text("email");
    order.customer_name = row.text("customer_name");
    order.phone = row.text("phone");
    order.locale = row.text("locale");
    order.note = row.text("note");
    order.address = shop::Address::from_value(row.json("address"));
    order.subtotal = row.money("subtotal");
    order.shipping_price = row.money("shipping_price");
    order.total = row.money("total");
    order.tax = row.money("tax");
    order.tax_name = row.text("tax_name");
    order.shipping_code = row.text("shipping_code");
    order.shipping_name = row.text("shipping_name");
    order.shipping_days_min = row.integer("shipping_days_min");
    order.shipping_days_max = row.integer("shipping_days_max");
    order.pickup = row.boolean("pickup");
    order.payment_provider = row.text("payment_provider");
    order.courier = row.text("courier");
    order.tracking_number = row.text("tracking_number");
    order.cancel_reason = row.text("cancel_reason");
    order.placed_at = row.time("placed_at");
    order.expires_at = row.time("expires_at");
    order.paid_at = optional_time(row, "paid_at");
    order.shipped_at = optional_time(row, "shipped_at");
    order.delivered_at = optional_time(row, "delivered_at");
    order.cancelled_at = optional_time(row, "cancelled_at");
    return order;
}

} // namespace hurtrock::orders
