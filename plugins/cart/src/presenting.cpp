#include "presenting.hpp"

namespace hurtrock::cart
{

std::string note_of(const Request& request, const shop::CartLine& line)
{
    if (!line.variant.active) return request.translate("cart.line_withdrawn");
    if (line.available <= 0) return request.translate("cart.line_sold_out");
    if (line.available < line.quantity) return request.translate("cart.line_short", {{"available", line.available}});
    if (line.price_before)
        return request.translate("cart.price_changed",
                                 {{"before", line.price_before->text()}, {"now", line.variant.price.text()}});
    return {};
}

Value to_view(const Request& request, Pictures& pictures, const shop::CartLine& line)
{
    const auto& variant = line.variant;
    return {{"id", line.id},
            {"name", variant.product_name},
            {"url", request.url_for(variant.path)},
            {"picture", pictures.view(variant.picture, variant.product_name)},
            {"variant", variant.variant_name},
            {"sku", variant.sku},
            {"unit_price", variant.price.to_value()},
            {"compare_at", variant.compare_at ? variant.compare_at->to_value() : Value{}},
            {"quantity", line.quantity},
            {"max_quantity", std::max<std::int64_t>(line_limit(line.available), 1)},
            {"total", line.total.to_value()},
            {"problem", note_of(request, line)}};
}

Value to_view(const Request& request, Pictures& pictures, const shop::CartView& cart)
{
    auto lines = Value::list();
    bool blocked = false;
    for (const auto& line : cart.lines) {
        lines.push(to_view(request, pictures, line));
        blocked = blocked || line.blocked();
    }
    return {{"lines", std::move(lines)},
            {"count", cart.quantity},
            {"totals",
             {{"subtotal", cart.subtotal.to_value()},
              {"discounts", Value::list()},
              {"shipping", Value{}},
              {"tax", Value{}},
              {"tax_name", Value{}},
              {"total", cart.subtotal.to_value()}}},
            {"problem", blocked ? Value{request.translate("cart.blocked")} : Value{}},
            {"checkout_url", request.url_for("/checkout")}};
}

} // namespace hurtrock::cart
