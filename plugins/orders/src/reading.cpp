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

std::vector<shop::DiscountReason> read_reasons(const Value& stored)
{
    std::vector<shop::DiscountReason> reasons;
    for (const auto& reason : stored.items())
        reasons.push_back({std::string{reason["promotion"].text()}, std::string{reason["label"].text()},
                           std::string{reason["coupon"].text()}, Money{reason["amount"].integer()}});
    return reasons;
}

Value to_stored(const std::vector<shop::DiscountReason>& reasons)
{
    auto stored = Value::list();
    for (const auto& reason : reasons)
        stored.push({{"promotion", reason.promotion},
                     {"label", reason.label},
                     {"coupon", reason.coupon},
                     {"amount", reason.amount.units()}});
    return stored;
}

Order read_order(const Row& row)
{
    Order order;
    order.id = row.id<OrderId>("id");
    order.public_id = row.text("public_id");
    order.number = row.text("number");
    order.stage = named<OrderStage>(row.text("stage")).value();
    order.money = named<MoneyState>(row.text("money")).value();
    order.fulfilment = named<FulfilmentState>(row.text("fulfilment")).value();
    if (!row.is_null("user_id")) order.user = row.id<UserId>("user_id");
    order.email = row.text("email");
    order.customer_name = row.text("customer_name");
    order.phone = row.text("phone");
    order.locale = row.text("locale");
    order.note = row.text("note");
    order.address = shop::Address::from_value(row.json("address"));
    order.subtotal = row.money("subtotal");
    order.discount_total = row.money("discount_total");
    order.shipping_price = row.money("shipping_price");
    order.shipping_discount = {row.money("shipping_discount"), read_reasons(row.json("shipping_reasons"))};
    order.total = row.money("total");
    order.tax = row.money("tax");
    order.shipping_tax = row.money("shipping_tax");
    order.tax_name = row.text("tax_name");
    order.tax_rate = row.text("tax_rate");
    order.received = row.money("received");
    order.shipping_refunded = row.money("shipping_refunded");
    order.shipping_code = row.text("shipping_code");
    order.shipping_name = row.text("shipping_name");
    order.shipping_days_min = row.integer("shipping_days_min");
    order.shipping_days_max = row.integer("shipping_days_max");
    order.pickup = row.boolean("pickup");
    order.ship_together = row.boolean("ship_together");
    order.payment_provider = row.text("payment_provider");
    order.cancel_reason = row.text("cancel_reason");
    order.placed_at = row.time("placed_at");
    order.expires_at = row.time("expires_at");
    order.paid_at = optional_time(row, "paid_at");
    order.shipped_at = optional_time(row, "shipped_at");
    order.delivered_at = optional_time(row, "delivered_at");
    order.cancelled_at = optional_time(row, "cancelled_at");
    order.revision = row.integer("revision");
    return order;
}

OrderLine read_line(const Row& row)
{
    OrderLine line;
    line.id = row.integer("id");
    line.variant = row.id<VariantId>("variant_id");
    line.sku = row.text("sku");
    line.product_name = row.text("product_name");
    line.variant_name = row.text("variant_name");
    line.path = row.text("path");
    line.picture = row.text("picture");
    line.unit_price = row.money("unit_price");
    line.quantity = row.integer("quantity");
    line.total = row.money("total");
    line.tax = row.money("tax");
    line.discount = {row.money("discount"), read_reasons(row.json("reasons"))};
    line.later = row.integer("later");
    line.weight_g = row.integer("weight_g");
    line.packed = row.integer("packed");
    line.shipped = row.integer("shipped");
    line.returning = row.integer("asked_back");
    return line;
}

} // namespace hurtrock::orders
