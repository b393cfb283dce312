#include "paying.hpp"

namespace hurtrock::orders
{
namespace
{

/// They sum to the total: what is taken off is a line of its own.
std::vector<shop::PaymentLine> lines_of(Host& host, const Order& order)
{
    std::vector<shop::PaymentLine> lines;
    for (const auto& line : order.lines) {
        const auto name =
            line.variant_name.empty() ? line.product_name : line.product_name + " " + line.variant_name;
        lines.push_back({shop::LineKind::product, line.sku, name, line.unit_price, line.quantity});
    }
    if (!order.shipping_price.is_zero())
        lines.push_back({shop::LineKind::shipping, "shipping", order.shipping_name, order.shipping_price, 1});
    if (const auto off = order.discount_total + order.shipping_discount.amount; !off.is_zero())
        lines.push_back({shop::LineKind::discount, "discount", host.translate(order.locale, "Discount"), -off, 1});
    return lines;
}

} // namespace

shop::NewPayment payment_for(Host& host, const Order& order, Time expires_at, Value fields)
{
    shop::NewPayment payment{.provider = order.payment_provider,
                             .order_number = order.number,
                             .order_public_id = order.public_id,
                             .amount = order.due(),
                             .customer_name = order.customer_name,
                             .customer_email = order.email,
                             .customer_phone = order.phone,
                             .locale = order.locale,
                             .return_url = host.absolute_url(order.locale, "/orders/" + order.public_id + "/back"),
                             .expires_at = expires_at};
    if (order.due() == order.total) payment.lines = lines_of(host, order);
    payment.shipping_address = order.address;
    payment.pickup = order.pickup;
    payment.fields = std::move(fields);
    return payment;
}

} // namespace hurtrock::orders
