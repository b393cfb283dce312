#include "presenting.hpp"

#include <algorithm>

namespace hurtrock::orders
{
namespace
{

std::string problem_of(const Audience& audience, const shop::CartLine& line)
{
    if (!line.variant.active) return audience.text("cart.line_withdrawn");
    if (line.available <= 0) return audience.text("cart.line_sold_out");
    if (line.available < line.quantity) return audience.text("cart.line_short", {{"available", line.available}});
    if (line.price_before)
        return audience.text("cart.price_changed",
                             {{"before", line.price_before->text()}, {"now", line.variant.price.text()}});
    return {};
}

Value cart_of(Host& host, const Audience& audience, const shop::CartView& cart)
{
    auto lines = Value::list();
    for (const auto& line : cart.lines)
        lines.push({{"id", line.id},
                    {"name", line.variant.product_name},
                    {"url", audience.url(line.variant.path)},
                    {"picture", host.pictures().view(line.variant.picture, line.variant.product_name)},
                    {"variant", line.variant.variant_name},
                    {"sku", line.variant.sku},
                    {"unit_price", line.variant.price.to_value()},
                    {"quantity", line.quantity},
                    {"max_quantity", std::max<std::int64_t>(line.available, 1)},
                    {"total", line.total.to_value()},
                    {"problem", problem_of(audience, line)}});
    return {{"lines", std::move(lines)}, {"count", cart.quantity}, {"checkout_url", audience.url("/checkout")}};
}

} // namespace

Value to_view(Host& host, const Audience& audience, const Offer& offer, std::string_view shipping_method,
              std::string_view payment_method, bool with_tax)
{
    auto shipping = Value::list();
    for (const auto& option : offer.shipping)
        shipping.push({{"code", option.code},
                       {"name", option.name},
                       {"description", option.pickup ? audience.text("No address needed") : ""},
                       {"eta", days_text(audience, option.days_min, option.days_max)},
                       {"price", option.price.to_value()},
                       {"selected", option.code == shipping_method}});
    auto payments = Value::list();
    for (const auto& method : offer.payments)
        payments.push({{"code", method.provider},
                       {"name", method.title},
                       {"description", method.description},
                       {"selected", method.provider == payment_method},
                       {"icon", method.icon}});

    const auto* option = offer.option(shipping_method);
    const auto total = option ? offer.cart.subtotal + option->price : offer.cart.subtotal;
    const Value totals{{"subtotal", offer.cart.subtotal.to_value()},
                       {"discounts", Value::list()},
                       {"shipping", option ? option->price.to_value() : Value{}},
                       {"tax", with_tax ? sum_of_tax(to_order_lines(offer.cart, true)).to_value() : Value{}},
                       {"tax_name", with_tax ? "PPN" : ""},
                       {"total", total.to_value()}};
    auto cart = cart_of(host, audience, offer.cart);
    cart.set("totals", totals);
    return {{"cart", std::move(cart)},
            {"totals", totals},
            {"provinces", Value::list()},
            {"cities", Value::list()},
            {"districts", Value::list()},
            {"shipping_methods", std::move(shipping)},
            {"payment_methods", std::move(payments)}};
}

} // namespace hurtrock::orders
