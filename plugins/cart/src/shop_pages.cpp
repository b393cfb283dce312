#include "shop_pages.hpp"

#include "presenting.hpp"

#include <hurtrock/forms.hpp>

#include <charconv>

namespace hurtrock::cart {
namespace {

shop::CartOwner ensure_owner(const Request& request)
{
    if (!request.visitor().user()) request.visitor().ensure_guest();
    return shop::CartOwner::of(request.visitor());
}

/// No price of the catalog is above it.
constexpr std::int64_t price_max = 1'000'000'000'000;

std::int64_t line_of(const Request& request)
{
    std::int64_t line = 0;
    const auto digits = request.path("line");
    std::from_chars(digits.data(), digits.data() + digits.size(), line);
    return line;
}

const shop::CartLine* find_line(const shop::CartView& cart, std::int64_t id)
{
    for (const auto& line : cart.lines)
        if (line.id == id) return &line;
    return nullptr;
}

std::string count_text(const Request& request, std::int64_t count)
{
    return request.translate(count == 1 ? "%(count)s item" : "%(count)s items", {{"count", count}});
}

} // namespace

Response ShopPages::show(const Request& request)
{
    const auto cart = service_.view(host_.database(), shop::CartOwner::of(request.visitor()), request.locale());
    auto view = to_view(request, host_.pictures(), cart, sums_of(host_.database(), cart, request.locale()));
    view.set("coupons_possible", static_cast<bool>(promotions_));
    return page("cart/cart.html", {{"cart", std::move(view)}, {"suggestions", suggestions(request, cart)}});
}

Sums ShopPages::sums_of(Reader& reader, const shop::CartView& cart, std::string_view locale)
{
    Sums sums;
    if (cart.empty()) return sums;
    if (tax_) {
        std::vector<shop::TaxableLine> lines;
        for (const auto& line : cart.lines)
            lines.push_back({line.variant.id, line.total - line.discount.amount});
        const auto tax = tax_->inside(reader, lines, Money{}, host_.clock().now());
        if (!tax.name.empty()) {
            sums.tax = tax.total();
            sums.tax_name = tax.name + " " + tax.effective_rate;
        }
    }
    if (shipping_) {
        shop::ShippingRequest request{.parcels = {}, .goods = cart.goods()};
        for (const auto& line : cart.lines)
            for (std::int64_t unit = 0; unit < line.quantity; ++unit)
                request.parcels.push_back(
                    {line.variant.weight_g, line.variant.length_mm, line.variant.width_mm, line.variant.height_mm});
        for (const auto& option : shipping_->quote(reader, request, locale))
            if (!option.pickup && (!sums.shipping_from || option.price < *sums.shipping_from))
                sums.shipping_from = option.price;
    }
    return sums;
}

Value ShopPages::suggestions(const Request& request, const shop::CartView& cart)
{
    constexpr std::size_t shown = 4;
    auto cards = Value::list();
    if (!cart.empty()) return cards;
    const auto lists = catalog_->home_lists(host_.database(), request);
    for (const auto* list : {"featured", "newest"})
        for (const auto& card : lists[list].items())
            if (cards.size() < shown && card["in_stock"].boolean()) cards.push(card);
    return cards;
}

Response ShopPages::add(const Request& request)
{
    FormReader form{request};
    const VariantId variant{form.integer("variant_id", {.min = 1, .max = INT64_MAX})};
    const auto quantity = form.integer("quantity", {.required = false, .min = 1, .max = quantity_max, .fallback = 1});
    if (!form.ok())
        return refused(request, form.problem().details.empty() ? form.problem() : form.problem().details.front());

    const auto owner = ensure_owner(request);
    const auto added = host_.database().transaction(
        "cart.add", [&](Transaction& tx) { return service_.add(tx, owner, variant, quantity); });
    if (!added) return refused(request, added.problem());
    if (added->clamped)
        return changed(request, added->line, request.translate("cart.clamped", {{"quantity", added->quantity}}),
                       FlashKind::warning);
    return changed(request, added->line, request.translate("In the cart."), FlashKind::success);
}

Response ShopPages::set(const Request& request)
{
    FormReader form{request};
    const auto quantity = form.integer("quantity", {.min = 0, .max = quantity_max});
    if (!form.ok())
        return refused(request, form.problem().details.empty() ? form.problem() : form.problem().details.front());

    const auto owner = ensure_owner(request);
    const auto set = host_.database().transaction(
        "cart.set", [&](Transaction& tx) { return service_.set(tx, owner, line_of(request), quantity); });
    if (!set) return refused(request, set.problem());
    if (set->clamped)
        return changed(request, set->line, request.translate("cart.clamped", {{"quantity", set->quantity}}),
                       FlashKind::warning);
    return changed(request, set->line, request.translate("The cart is up to date."), FlashKind::success);
}

Response ShopPages::remove(const Request& request)
{
    return move(request, Place::removed, "Taken out of the cart.", FlashKind::success);
}

Response ShopPages::save(const Request& request)
{
    return move(request, Place::saved, "Saved for later.", FlashKind::success);
}

Response ShopPages::restore(const Request& request)
{
    return move(request, Place::cart, "Back in the cart.", FlashKind::success);
}

Response ShopPages::move(const Request& request, Place to, std::string_view done, FlashKind kind)
{
    const auto owner = shop::CartOwner::of(request.visitor());
    const auto moved = host_.database().transaction(
        "cart.move", [&](Transaction& tx) { return service_.move(tx, owner, line_of(request), to); });
    if (!moved) return refused(request, moved.problem());
    return changed(request, line_of(request), request.translate(done), kind);
}

Response ShopPages::acknowledge(const Request& request)
{
    constexpr std::string_view prefix = "price_";
    std::map<std::int64_t, std::int64_t> prices;
    FormReader form{request};
    for (const auto& [name, value] : request.form())
        if (std::int64_t line = 0; name.starts_with(prefix)) {
            std::from_chars(name.data() + prefix.size(), name.data() + name.size(), line);
            prices[line] = form.integer(name, {.max = price_max});
        }
    if (!form.ok()) return refused(request, form.problem().details.front());

    const auto owner = shop::CartOwner::of(request.visitor());
    const auto noted = host_.database().transaction(
        "cart.acknowledge", [&](Transaction& tx) { return service_.acknowledge(tx, owner, prices); });
    if (!noted) return refused(request, noted.problem());
    return changed(request, 0, request.translate("The cart is up to date."), FlashKind::success);
}

Response ShopPages::apply_coupon(const Request& request)
{
    const auto owner = shop::CartOwner::of(request.visitor());
    const auto code = std::string{request.form("code").value_or("")};
    if (normalised_code(code).empty() && code.find_first_not_of(' ') == std::string::npos)
        return refused(request, {.code = "cart.coupon_missing", .field = "code"});
    const auto applied = host_.database().transaction(
        "cart.apply_coupon", [&](Transaction& tx) { return service_.apply_coupon(tx, owner, code, request.locale()); });
    if (!applied) return refused(request, applied.problem());
    return changed(request, 0, request.translate("The code %(code)s is in.", {{"code", normalised_code(code)}}),
                   FlashKind::success);
}

Response ShopPages::remove_coupon(const Request& request)
{
    const auto owner = shop::CartOwner::of(request.visitor());
    const auto removed = host_.database().transaction("cart.remove_coupon", [&](Transaction& tx) -> Result<Done> {
        service_.remove_coupon(tx, owner, request.form("code").value_or(""));
        return Done{};
    });
    if (!removed) return refused(request, removed.problem());
    return changed(request, 0, request.translate("The code is taken out."), FlashKind::success);
}

Response ShopPages::refused(const Request& request, const Problem& refusal)
{
    if (request.wants_json()) return problem(refusal);
    return redirect("/cart").flash(FlashKind::error, request.translate(refusal.code, refusal.arguments));
}

Response ShopPages::changed(const Request& request, std::int64_t line, std::string message, FlashKind kind)
{
    if (!request.wants_json()) return redirect("/cart").flash(kind, std::move(message));

    const auto cart = service_.view(host_.database(), shop::CartOwner::of(request.visitor()), request.locale());
    Value shown;
    if (const auto* found = find_line(cart, line)) {
        const auto picture = host_.pictures().view(found->variant.picture, found->variant.product_name);
        shown = {{"name", found->variant.product_name},
                 {"variant", found->variant.variant_name},
                 {"quantity", found->quantity},
                 {"picture_src", picture["src"]},
                 {"total_text", found->total.text()}};
    }
    return json({{"count", cart.quantity},
                 {"count_text", count_text(request, cart.quantity)},
                 {"message", std::move(message)},
                 {"line", std::move(shown)},
                 {"subtotal_text", cart.subtotal.text()},
                 {"cart_url", request.url_for("/cart")},
                 {"checkout_url", request.url_for("/checkout")}});
}

Value ShopPages::header(const Request& request)
{
    return {{"cart_count", service_.quantity(host_.database(), shop::CartOwner::of(request.visitor()))}};
}

} // namespace hurtrock::cart
