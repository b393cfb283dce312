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

Value fields_of(const shop::PaymentMethod& method, const Value& values)
{
    auto fields = Value::list();
    for (const auto& field : method.fields) {
        const auto name = "payment_" + method.provider + "_" + field.name;
        auto choices = Value::list();
        for (const auto& choice : field.choices.items())
            choices.push({{"value", choice["value"].text()},
                          {"text", choice["text"].text()},
                          {"selected", choice["value"].text() == values[name].text()}});
        fields.push({{"name", name},
                     {"label", field.label},
                     {"hint", field.hint},
                     {"required", field.required},
                     {"length_max", static_cast<std::int64_t>(field.length_max)},
                     {"choices", std::move(choices)}});
    }
    return fields;
}

/// What waits is no problem once the customer chose to wait.
Value cart_of(Host& host, const Audience& audience, const Offer& offer)
{
    auto lines = Value::list();
    std::int64_t count = 0;
    for (std::size_t i = 0; i < offer.lines.size(); ++i) {
        const auto& [line, later] = offer.lines[i];
        count += line.quantity;
        const auto discount =
            i < offer.discounts.lines.size() ? offer.discounts.lines[i] : shop::Discount{};
        const auto gross = line.variant.price * line.quantity;
        lines.push({{"id", line.id},
                    {"name", line.variant.product_name},
                    {"url", audience.url(line.variant.path)},
                    {"picture", host.pictures().view(line.variant.picture, line.variant.product_name)},
                    {"variant", line.variant.variant_name},
                    {"sku", line.variant.sku},
                    {"unit_price", line.variant.price.to_value()},
                    {"quantity", line.quantity},
                    {"max_quantity", std::max<std::int64_t>(line.available, 1)},
                    {"total", (gross - discount.amount).to_value()},
                    {"total_before", discount.amount.is_zero() ? Value{} : gross.to_value()},
                    {"reasons", reasons_of(discount)},
                    {"later", later},
                    {"problem", later > 0 ? std::string{} : problem_of(audience, line)}});
    }
    return {{"lines", std::move(lines)}, {"count", count}, {"checkout_url", audience.url("/checkout")}};
}

} // namespace

Value reasons_of(const shop::Discount& discount)
{
    auto reasons = Value::list();
    for (const auto& reason : discount.why)
        reasons.push({{"name", reason.label}, {"coupon", reason.coupon}, {"amount", reason.amount.to_value()}});
    return reasons;
}

Value discounts_of(const std::vector<OrderLine>& lines, const shop::Discount& shipping)
{
    std::vector<shop::DiscountReason> sums;
    const auto add = [&](const shop::DiscountReason& reason) {
        for (auto& sum : sums)
            if (sum.promotion == reason.promotion && sum.label == reason.label) {
                sum.amount += reason.amount;
                return;
            }
        sums.push_back(reason);
    };
    for (const auto& line : lines)
        for (const auto& reason : line.discount.why)
            add(reason);
    for (const auto& reason : shipping.why)
        add(reason);
    auto named = Value::list();
    for (const auto& sum : sums)
        named.push({{"name", sum.label}, {"amount", sum.amount.to_value()}});
    return named;
}

Value to_view(Host& host, const Audience& audience, const Offer& offer, const Value& values, ChosenMethods chosen)
{
    auto shipping = Value::list();
    for (const auto& option : offer.shipping)
        shipping.push({{"code", option.code},
                       {"name", option.name},
                       {"description", option.pickup ? audience.text("No address needed") : ""},
                       {"eta", days_text(audience, option.days_min, option.days_max)},
                       {"price", option.price.to_value()},
                       {"pickup", option.pickup},
                       {"selected", option.code == chosen.shipping}});
    auto payments = Value::list();
    for (const auto& method : offer.payments)
        payments.push({{"code", method.provider},
                       {"name", method.title},
                       {"description", method.description},
                       {"selected", method.provider == chosen.payment && method.unavailable.empty()},
                       {"icon", method.icon},
                       {"unavailable", method.unavailable},
                       {"fields", fields_of(method, values)}});

    const bool known = offer.option(chosen.shipping) != nullptr;
    const auto& draft = offer.draft;
    const Value totals{{"subtotal", draft.subtotal.to_value()},
                       {"discounts", discounts_of(draft.lines, draft.shipping_discount)},
                       {"shipping", known ? draft.shipping_price.to_value() : Value{}},
                       {"tax", draft.tax_name.empty() ? Value{} : draft.tax.to_value()},
                       {"tax_name", draft.tax_name},
                       {"total", draft.total.to_value()}};
    auto cart = cart_of(host, audience, offer);
    cart.set("totals", totals);
    return {{"cart", std::move(cart)},
            {"totals", totals},
            {"shipping_methods", std::move(shipping)},
            {"payment_methods", std::move(payments)}};
}

Value to_view(const Audience& audience, const Offer& offer, ShortStock chosen)
{
    auto lines = Value::list();
    for (const auto& line : offer.cart.lines) {
        const auto here = std::max<std::int64_t>(line.available, 0);
        if (here >= line.quantity || !line.variant.active) continue;
        lines.push({{"name", line.variant.product_name},
                    {"variant", line.variant.variant_name},
                    {"wanted", line.quantity},
                    {"here", here},
                    {"later", line.quantity - here},
                    {"expected_at",
                     line.variant.expected_at ? Value{to_rfc3339(*line.variant.expected_at)} : Value{}}});
    }
    if (lines.empty()) return {};
    bool anything_here = false;
    for (const auto& line : offer.cart.lines)
        anything_here = anything_here || line.available > 0;
    auto choices = Value::list();
    const auto add = [&](ShortStock choice, const char* text, const char* note) {
        choices.push({{"code", name_of(choice)},
                      {"name", audience.text(text)},
                      {"note", audience.text(note)},
                      {"selected", chosen == choice}});
    };
    if (anything_here)
        add(ShortStock::split, "Send what is here now, the rest later", "Two parcels, one shipping price.");
    add(ShortStock::together, "Wait and send everything together", "Nothing leaves before all of it is here.");
    if (anything_here)
        add(ShortStock::reduce, "Buy only what is here", "The rest is left out and not paid.");
    return {{"lines", std::move(lines)}, {"choices", std::move(choices)}};
}

} // namespace hurtrock::orders
