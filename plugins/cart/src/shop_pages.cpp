#include "shop_pages.hpp"

#include "presenting.hpp"

#include <hurtrock/forms.hpp>

#include <charconv>

namespace hurtrock::cart
{
namespace
{

shop::CartOwner ensure_owner(const Request& request)
{
    if (!request.visitor().user()) request.visitor().ensure_guest();
    return shop::CartOwner::of(request.visitor());
}

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
    return page("cart/cart.html", {{"cart", to_view(request, host_.pictures(), cart)}, {"suggestions", Value::list()}});
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
    const auto owner = shop::CartOwner::of(request.visitor());
    const auto removed = host_.database().transaction("cart.remove", [&](Transaction& tx) -> Result<Done> {
        service_.remove(tx, owner, line_of(request));
        return Done{};
    });
    if (!removed) return refused(request, removed.problem());
    return changed(request, line_of(request), request.translate("Taken out of the cart."), FlashKind::info);
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
