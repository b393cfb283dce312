#include "checkout_pages.hpp"

#include "presenting.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::orders {
namespace {

/// PostgreSQL's codes for a statement that waited too long (manual, appendix A).
constexpr std::string_view query_cancelled = "57014", lock_not_available = "55P03";

/// What the page can mark; every other problem is said at its top.
constexpr std::array<std::string_view, 4> shown_fields{"address", "payment_method", "shipping_method", "short_stock"};

std::string chosen(const Value& values, std::string_view field, std::string_view fallback)
{
    const auto typed = values[field].text();
    return std::string{typed.empty() ? fallback : typed};
}

/// The first that can be used now.
std::string_view first_method(const Offer& offer)
{
    const auto found = std::find_if(offer.payments.begin(), offer.payments.end(),
                                    [](const auto& method) { return method.unavailable.empty(); });
    return found == offer.payments.end() ? std::string_view{} : std::string_view{found->provider};
}

} // namespace

Response CheckoutPages::show(const Request& request)
{
    const auto book = forms_.book(request);
    auto values = forms_.first_values(request, book);
    const auto chosen = std::find_if(book.begin(), book.end(),
                                     [&](const auto& saved) { return saved.public_id == values["address_id"].text(); });
    const auto address = chosen == book.end() ? shop::Address{} : chosen->address;
    auto offer = checkout_.offer(host_.database(), shop::CartOwner::of(request.visitor()), request.locale(),
                                 CheckoutForms::known(values, address));
    if (offer.cart.empty()) return redirect("/cart").flash(FlashKind::info, request.translate("orders.cart_empty"));
    // The cart page says which line and why.
    if (offer.blocked) return redirect("/cart").flash(FlashKind::warning, request.translate("cart.blocked"));
    return form_page(request, {std::move(offer), book, std::move(values)}, 200);
}

Response CheckoutPages::form_page(const Request& request, Shown shown, int status)
{
    const auto& offer = shown.offer;
    const auto shipping =
        chosen(shown.values, "shipping_method", offer.shipping.empty() ? "" : offer.shipping.front().code);
    const auto payment = chosen(shown.values, "payment_method", first_method(offer));
    const auto audience = Audience::of(request);
    auto view = to_view(host_, audience, offer, shown.values, {shipping, payment});
    view.set("short_stock", to_view(audience, offer, short_stock_named(shown.values["short_stock"].text())));
    view.set("terms", {{"asked", host_.settings().boolean("ask_terms")},
                       {"url", request.url_for(host_.settings().text("terms_path"))}});
    view.set("saved_addresses", to_view(shown.book, shown.values["address_id"].text()));
    view.set("place_choices", std::move(shown.place_choices));
    view.set("values", std::move(shown.values));
    view.set("errors", std::move(shown.errors));
    view.set("idempotency_key", make_token(offer.lines, offer.discounts, offer.shipping).text());
    return page("orders/checkout.html", std::move(view)).status(status);
}

Response CheckoutPages::submit(const Request& request)
{
    const auto owner = shop::CartOwner::of(request.visitor());
    const auto book = forms_.book(request);
    auto address = forms_.address(request, book);
    FormReader form{request};
    auto offer =
        checkout_.offer(host_.database(), owner, request.locale(), CheckoutForms::known(form.echo(), address.address));
    if (request.form("action").value_or("place") == "refresh") {
        if (offer.cart.empty()) return redirect("/cart");
        return form_page(request, {std::move(offer), book, form.echo(), Value::map(), std::move(address.place_choices)},
                         200);
    }
    PlaceRequest wanted{owner, forms_.read(form, request, offer, book, address), {}, std::string{request.locale()}};
    const auto token = CheckoutToken::parse(request.form("idempotency_key").value_or(""));
    if (!token) form.refuse({.code = "orders.form_old", .field = "form"});
    // An empty cart may be a form sent twice: its key knows. Nobody's cart has no key.
    const bool anonymous = !owner.user && owner.guest.empty();
    if (offer.cart.empty() && (anonymous || !token || !form.ok()))
        return redirect("/cart").flash(FlashKind::info, request.translate("orders.cart_empty"));
    if (!form.ok())
        return form_page(request,
                         {std::move(offer), book, form.echo(), form.errors(), std::move(address.place_choices)}, 422);

    wanted.token = *token;
    return place(request, form, wanted, offer, address);
}

Response CheckoutPages::place(const Request& request, const FormReader& form, const PlaceRequest& wanted,
                              const Offer& offer, const TypedAddress& address)
{
    try {
        const auto outcome = host_.database().transaction(
            "orders.place", [&](Transaction& tx) { return checkout_.place(tx, wanted, offer); });
        return outcome ? placed(wanted, address, *outcome) : refused(request, form, address, outcome.problem());
    } catch (const DatabaseError& error) {
        if (error.sqlstate() != query_cancelled && error.sqlstate() != lock_not_available) throw;
        return refused(request, form, address, {.code = "orders.busy", .status = 503});
    }
}

/// After the commit: the address is remembered, and the payment begins on the next page, which may wait for a gateway.
Response CheckoutPages::placed(const PlaceRequest& wanted, const TypedAddress& address, const Placed& placed)
{
    try {
        const bool typed = !address.saved && !wanted.form.address.empty();
        if (!placed.repeated && wanted.owner.user && customers_ && typed) {
            const auto kept =
                host_.database().transaction("orders.remember_address", [&](Transaction& tx) -> Result<Done> {
                    customers_->remember_address(tx, *wanted.owner.user, wanted.form.address);
                    return Done{};
                });
            if (!kept) host_.log().warning("an address was not remembered", {{"order", placed.public_id}});
        }
    } catch (const std::exception& error) {
        host_.log().error("an address was not remembered", {{"order", placed.public_id}, {"reason", error.what()}});
    }
    // The same for the form sent again. Not the order's page: another may begin the payment first, and its page has to
    // come up all the same.
    return redirect("/orders/" + placed.public_id + "/pay");
}

/// The page again, with what is true now and what has to change. The cart is as it was.
Response CheckoutPages::refused(const Request& request, const FormReader& form, const TypedAddress& address,
                                const Problem& problem)
{
    if (problem.code == "orders.cart_empty")
        return redirect("/cart").flash(FlashKind::info, request.translate("orders.cart_empty"));
    if (problem.code == "orders.key_reused")
        return page("core/message.html",
                    {{"title", request.translate("This form was already an order.")},
                     {"text", request.translate("orders.key_reused")},
                     {"action",
                      {{"text", request.translate("See the order")},
                       {"url", request.url_for("/orders/" + std::string{problem.arguments["order"].text()})}}}})
            .status(422);

    auto offer = checkout_.offer(host_.database(), shop::CartOwner::of(request.visitor()), request.locale(),
                                 CheckoutForms::known(form.echo(), address.address));
    if (offer.cart.empty())
        return redirect("/cart").flash(FlashKind::warning, request.translate(problem.code, problem.arguments));
    const bool shown = problem.details.empty() &&
                       std::find(shown_fields.begin(), shown_fields.end(), problem.field) != shown_fields.end();
    const std::string field = shown ? problem.field : "form";
    auto errors = Value::map();
    errors.set(field, sentence(request, offer, problem));
    return form_page(request, {std::move(offer), forms_.book(request), form.echo(), std::move(errors)}, problem.status);
}

/// A shortage names each line and how many are left; every other problem is its own sentence.
std::string CheckoutPages::sentence(const Request& request, const Offer& offer, const Problem& problem)
{
    if (problem.code != "inventory.short") return request.translate(problem.code, problem.arguments);
    std::string text;
    for (const auto& detail : problem.details) {
        const auto variant = detail.arguments["variant"].integer();
        const auto line = std::find_if(offer.cart.lines.begin(), offer.cart.lines.end(),
                                       [&](const auto& candidate) { return candidate.variant.id.value == variant; });
        if (line == offer.cart.lines.end()) continue;
        auto name = line->variant.product_name;
        if (!line->variant.variant_name.empty()) name += " (" + line->variant.variant_name + ")";
        const auto left = detail.arguments["available"].integer();
        text += text.empty() ? "" : " ";
        text += request.translate(left > 0 ? "orders.line_short" : "orders.line_sold_out",
                                  {{"name", name}, {"available", left}});
    }
    return text.empty() ? request.translate("orders.stock_changed") : text;
}

} // namespace hurtrock::orders
