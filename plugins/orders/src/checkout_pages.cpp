#include "checkout_pages.hpp"

#include "presenting.hpp"

#include <algorithm>

namespace hurtrock::orders
{
namespace
{

/// PostgreSQL's codes for a statement that waited too long (manual, appendix A).
constexpr std::string_view query_cancelled = "57014", lock_not_available = "55P03";

bool is_postal_code(std::string_view text)
{
    return text.size() == 5 &&
           std::all_of(text.begin(), text.end(), [](char digit) { return digit >= '0' && digit <= '9'; });
}

/// What of a form decides an offer, from what is filled in.
CheckoutForm known(const Value& values)
{
    CheckoutForm form;
    form.email = values["email"].text();
    form.address.postal_code = values["postal_code"].text();
    form.address.district = values["district"].text();
    form.address.city = values["city"].text();
    form.address.province = values["province"].text();
    form.shipping_method = values["shipping_method"].text();
    form.short_stock = short_stock_named(values["short_stock"].text());
    return form;
}

std::string chosen(const Value& values, std::string_view field, std::string_view fallback)
{
    const auto typed = values[field].text();
    return std::string{typed.empty() ? fallback : typed};
}

} // namespace

Value CheckoutPages::first_values(const Request& request)
{
    const auto* user = request.visitor().user();
    if (!user) return Value::map();
    Value values{{"email", user->email}, {"name", user->name}, {"phone", user->phone}};
    if (!customers_) return values;
    const auto address = customers_->address(host_.database(), user->id);
    if (!address.recipient.empty()) values.set("name", address.recipient);
    if (!address.phone.empty()) values.set("phone", address.phone);
    values.set("address", address.street).set("province", address.province).set("city", address.city);
    values.set("district", address.district).set("postal_code", address.postal_code);
    return values;
}

Response CheckoutPages::show(const Request& request)
{
    auto values = first_values(request);
    const auto offer = checkout_.offer(host_.database(), shop::CartOwner::of(request.visitor()), request.locale(),
                                       known(values));
    if (offer.cart.empty()) return redirect("/cart").flash(FlashKind::info, request.translate("orders.cart_empty"));
    // The cart page says which line and why.
    if (offer.blocked)
        return redirect("/cart").flash(FlashKind::warning, request.translate("cart.blocked"));
    return form_page(request, offer, std::move(values), Value::map(), 200);
}

Response CheckoutPages::form_page(const Request& request, const Offer& offer, Value values, Value errors, int status)
{
    const auto shipping = chosen(values, "shipping_method", offer.shipping.empty() ? "" : offer.shipping.front().code);
    const auto payment =
        chosen(values, "payment_method", offer.payments.empty() ? "" : offer.payments.front().provider);
    auto view = to_view(host_, Audience::of(request), offer, shipping, payment);
    view.set("short_stock", to_view(Audience::of(request), offer, short_stock_named(values["short_stock"].text())));
    view.set("terms", {{"asked", host_.settings().boolean("ask_terms")},
                       {"url", request.url_for(host_.settings().text("terms_path"))}});
    view.set("values", std::move(values));
    view.set("errors", std::move(errors));
    view.set("idempotency_key", make_token(offer.lines, offer.discounts, offer.shipping).text());
    return page("orders/checkout.html", std::move(view)).status(status);
}

/// An address is asked for unless the order is collected in the store.
CheckoutForm CheckoutPages::read(FormReader& form, const Offer& offer, bool placing)
{
    CheckoutForm typed;
    typed.email = form.email("email");
    typed.name = form.text("name", {.required = true, .length_max = 100});
    typed.phone = form.phone("phone");
    typed.note = form.text("note", {.length_max = 500, .multiline = true});
    typed.shipping_method = form.text("shipping_method", {.required = true, .length_max = 40});
    typed.payment_method =
        form.text("payment_method", {.required = !offer.draft.total.is_zero(), .length_max = 40});

    typed.short_stock = short_stock_named(form.text("short_stock", {.length_max = 20}));
    if (placing && offer.needs_choice && typed.short_stock == ShortStock::none)
        form.refuse({.code = "orders.choose_short", .field = "short_stock"});
    if (placing && host_.settings().boolean("ask_terms") && !form.checkbox("terms"))
        form.refuse({.code = "orders.terms", .field = "terms"});
    if (const auto* method = offer.method(typed.payment_method)) {
        if (placing && !method->unavailable.empty())
            form.refuse({.code = "orders.method_unfit", .field = "payment_method",
                         .arguments = {{"reason", method->unavailable}}});
        for (const auto& field : method->fields)
            typed.payment_fields.set(field.name, form.text("payment_" + method->provider + "_" + field.name,
                                                           {.required = field.required, .length_max = field.length_max}));
    }

    const auto* option = offer.option(typed.shipping_method);
    const bool needed = !option || !option->pickup;
    auto& address = typed.address;
    address.recipient = typed.name;
    address.phone = typed.phone;
    address.street = form.text("address", {.required = needed, .length_max = 300});
    address.province = form.text("province", {.required = needed, .length_max = 100});
    address.city = form.text("city", {.required = needed, .length_max = 100});
    address.district = form.text("district", {.required = needed, .length_max = 100});
    address.postal_code = form.text("postal_code", {.required = needed, .length_max = 10});
    if (placing && !address.postal_code.empty() && !is_postal_code(address.postal_code))
        form.refuse({.code = "orders.postal_code", .field = "postal_code"});
    return typed;
}

Response CheckoutPages::submit(const Request& request)
{
    const auto owner = shop::CartOwner::of(request.visitor());
    const bool placing = request.form("action").value_or("place") != "refresh";
    FormReader form{request};
    const auto offer = checkout_.offer(host_.database(), owner, request.locale(), known(form.echo()));
    PlaceRequest wanted{owner, read(form, offer, placing), {}, std::string{request.locale()}};
    if (!placing && offer.cart.empty()) return redirect("/cart");
    if (!placing) return form_page(request, offer, form.echo(), Value::map(), 200);

    const auto token = CheckoutToken::parse(request.form("idempotency_key").value_or(""));
    if (!token) form.refuse({.code = "orders.form_old", .field = "form"});
    // An empty cart may be a form sent twice: its key knows. Nobody's cart has no key.
    const bool anonymous = !owner.user && owner.guest.empty();
    if (offer.cart.empty() && (anonymous || !token || !form.ok()))
        return redirect("/cart").flash(FlashKind::info, request.translate("orders.cart_empty"));
    if (!form.ok()) return form_page(request, offer, form.echo(), form.errors(), 422);

    wanted.token = *token;
    try {
        const auto outcome =
            host_.database().transaction("orders.place", [&](Transaction& tx) { return checkout_.place(tx, wanted); });
        return outcome ? placed(wanted, *outcome) : refused(request, form, outcome.problem());
    } catch (const DatabaseError& error) {
        if (error.sqlstate() != query_cancelled && error.sqlstate() != lock_not_available) throw;
        return refused(request, form, {.code = "orders.busy", .status = 503});
    }
}

/// After the commit: the address is remembered, and the payment begins on the next page, which may wait for a gateway.
Response CheckoutPages::placed(const PlaceRequest& wanted, const Placed& placed)
{
    try {
        if (!placed.repeated && wanted.owner.user && customers_ && !wanted.form.address.empty()) {
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
    return redirect("/orders/" + placed.public_id + (placed.free || placed.repeated ? "" : "/pay"));
}

/// The page again, with what is true now and what has to change. The cart is as it was.
Response CheckoutPages::refused(const Request& request, const FormReader& form, const Problem& problem)
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

    const auto offer = checkout_.offer(host_.database(), shop::CartOwner::of(request.visitor()), request.locale(),
                                       known(form.echo()));
    if (offer.cart.empty())
        return redirect("/cart").flash(FlashKind::warning, request.translate(problem.code, problem.arguments));
    const std::string field = problem.field.empty() || !problem.details.empty() ? "form" : problem.field;
    auto errors = Value::map();
    errors.set(field, sentence(request, offer, problem));
    return form_page(request, offer, form.echo(), std::move(errors), problem.status);
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
