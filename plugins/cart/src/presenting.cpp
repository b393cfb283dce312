#include "presenting.hpp"

#include <algorithm>

namespace hurtrock::cart {
namespace {

/// Carts merged at logins may grow beyond the setting; a page of more would not fit into a template's memory.
constexpr std::size_t lines_shown_max = 1000;

Value reasons_of(const shop::Discount& discount)
{
    auto reasons = Value::list();
    for (const auto& reason : discount.why)
        reasons.push({{"name", reason.label}, {"coupon", reason.coupon}, {"amount", reason.amount.to_value()}});
    return reasons;
}

/// One entry a promotion, in the order they were applied; free shipping without an amount, for it is settled at
/// checkout.
Value discounts_of(const shop::CartView& cart)
{
    std::vector<shop::DiscountReason> sums;
    for (const auto& line : cart.discounts.lines)
        for (const auto& reason : line.why) {
            const auto known = std::find_if(sums.begin(), sums.end(), [&](const auto& sum) {
                return sum.promotion == reason.promotion && sum.coupon == reason.coupon;
            });
            if (known == sums.end())
                sums.push_back(reason);
            else
                known->amount += reason.amount;
        }
    auto list = reasons_of({{}, std::move(sums)});
    for (const auto& reason : cart.discounts.shipping.why)
        list.push({{"name", reason.label}, {"coupon", reason.coupon}, {"amount", Value{}}});
    return list;
}

Value coupons_of(const Request& request, const shop::CartView& cart)
{
    auto list = Value::list();
    for (const auto& code : cart.coupons) {
        std::string message;
        for (const auto& refused : cart.discounts.refused_coupons)
            if (refused.code == code) message = request.translate(refused.problem.code, refused.problem.arguments);
        const auto& applied = cart.discounts.applied_coupons;
        list.push({{"code", code},
                   {"applied", std::find(applied.begin(), applied.end(), code) != applied.end()},
                   {"message", message.empty() ? Value{} : Value{std::move(message)}}});
    }
    return list;
}

Value optional_money(const std::optional<Money>& money) { return money ? money->to_value() : Value{}; }

} // namespace

std::string note_of(const Request& request, const shop::CartLine& line)
{
    if (!line.variant.active) return request.translate("cart.line_withdrawn");
    if (line.blocked() && line.available <= 0) return request.translate("cart.line_sold_out");
    if (line.blocked()) return request.translate("cart.line_short", {{"available", line.available}});
    if (line.price_before)
        return request.translate("cart.price_changed",
                                 {{"before", line.price_before->text()}, {"now", line.variant.price.text()}});
    if (line.short_of_stock())
        return request.translate("cart.line_backorder", {{"available", std::max<std::int64_t>(line.available, 0)}});
    return {};
}

Value to_view(const Request& request, Pictures& pictures, const shop::CartLine& line)
{
    const auto& variant = line.variant;
    const auto name =
        variant.product_name.empty() ? request.translate("A product we no longer have") : variant.product_name;
    const auto most = variant.backorder ? quantity_max : std::max<std::int64_t>(line_limit(line.available), 1);
    return {{"id", line.id},
            {"name", name},
            {"url", request.url_for(variant.path.empty() ? "/products" : variant.path)},
            {"picture", pictures.view(variant.picture, name)},
            {"brand", variant.brand},
            {"variant", variant.variant_name},
            {"sku", variant.sku},
            {"unit_price", variant.price.to_value()},
            {"compare_at", optional_money(variant.compare_at)},
            {"quantity", line.quantity},
            {"max_quantity", most},
            {"total", line.total.to_value()},
            {"discounts", reasons_of(line.discount)},
            {"pays", (line.total - line.discount.amount).to_value()},
            {"blocked", line.blocked()},
            {"expected_at",
             variant.expected_at && line.short_of_stock() ? Value{to_rfc3339(*variant.expected_at)} : Value{}},
            {"problem", note_of(request, line)}};
}

Value to_view(const Request& request, Pictures& pictures, const shop::CartView& cart, const Sums& sums)
{
    auto lines = Value::list(), saved = Value::list();
    bool blocked = false, price_changed = false;
    const bool too_many = cart.lines.size() > lines_shown_max;
    for (const auto& line : cart.lines) {
        if (lines.size() < lines_shown_max) lines.push(to_view(request, pictures, line));
        blocked = blocked || line.blocked();
        price_changed = price_changed || line.price_before;
    }
    for (const auto& line : cart.saved)
        if (saved.size() < lines_shown_max) saved.push(to_view(request, pictures, line));
    const Value counts{{"lines", static_cast<std::int64_t>(cart.lines.size())},
                       {"shown", static_cast<std::int64_t>(lines_shown_max)}};
    const auto problem = too_many ? "cart.too_many" : blocked ? "cart.blocked" : "cart.prices_changed";
    const bool told = too_many || blocked || price_changed;
    return {{"lines", std::move(lines)},
            {"saved", std::move(saved)},
            {"removed", cart.removed ? to_view(request, pictures, *cart.removed) : Value{}},
            {"count", cart.quantity},
            {"totals",
             {{"subtotal", cart.subtotal.to_value()},
              {"discounts", discounts_of(cart)},
              {"shipping", Value{}},
              {"shipping_from", optional_money(sums.shipping_from)},
              {"tax", optional_money(sums.tax)},
              {"tax_name", sums.tax_name},
              {"total", cart.goods().to_value()}}},
            {"coupons", coupons_of(request, cart)},
            {"blocked", blocked},
            {"changed", told},
            {"problem", told ? Value{request.translate(problem, counts)} : Value{}},
            {"checkout_url", request.url_for("/checkout")}};
}

} // namespace hurtrock::cart
