#include "checkout_forms.hpp"

#include <algorithm>

namespace hurtrock::orders
{
namespace
{

/// The form's word for an address that is typed.
constexpr std::string_view new_address = "new";

const shop::SavedAddress* find(const std::vector<shop::SavedAddress>& book, std::string_view public_id)
{
    const auto found =
        std::find_if(book.begin(), book.end(), [&](const auto& saved) { return saved.public_id == public_id; });
    return found == book.end() ? nullptr : &*found;
}

} // namespace

std::vector<shop::SavedAddress> CheckoutForms::book(const Request& request)
{
    const auto* user = request.visitor().user();
    if (!user || !customers_) return {};
    return customers_->addresses(host_.database(), user->id);
}

Value CheckoutForms::first_values(const Request& request, const std::vector<shop::SavedAddress>& book)
{
    const auto* user = request.visitor().user();
    if (!user) return Value::map();
    Value values{{"email", user->email}, {"name", user->name}, {"phone", user->phone}};
    const auto asked = request.query("address").value_or("");
    if (asked == new_address || book.empty()) return values.set("address_id", new_address);
    const auto* chosen = find(book, asked);
    return values.set("address_id", chosen ? chosen->public_id : book.front().public_id);
}

TypedAddress CheckoutForms::address(const Request& request, const std::vector<shop::SavedAddress>& book)
{
    if (const auto* saved = find(book, request.form("address_id").value_or(""))) return {saved->address, Value::list(), true};
    TypedAddress typed;
    FormReader unheard{request};
    read_address(unheard, request, typed, false);
    return typed;
}

CheckoutForm CheckoutForms::known(const Value& values, const shop::Address& address)
{
    CheckoutForm form;
    form.email = values["email"].text();
    form.address = address;
    form.shipping_method = values["shipping_method"].text();
    form.short_stock = short_stock_named(values["short_stock"].text());
    return form;
}

CheckoutForm CheckoutForms::read(FormReader& form, const Request& request, const Offer& offer,
                                 const std::vector<shop::SavedAddress>& book, TypedAddress& address)
{
    CheckoutForm typed;
    typed.shipping_method = form.text("shipping_method", {.required = true, .length_max = 40});
    typed.short_stock = short_stock_named(form.text("short_stock", {.length_max = 20}));
    typed.note = form.text("note", {.length_max = 500, .multiline = true});
    const auto* option = offer.option(typed.shipping_method);
    const bool collected = option && option->pickup;

    const auto chosen = form.text("address_id", {.length_max = 40});
    if (!address.saved) {
        // Another customer's, or one that was removed in another window.
        if (!chosen.empty() && chosen != new_address && !find(book, chosen))
            form.refuse({.code = "orders.address_gone", .field = "address_id"});
        address = {};
        if (!collected) read_address(form, request, address, true);
    }
    read_person(form, address, typed);
    if (!collected) {
        typed.address = address.address;
        typed.address.recipient = typed.name;
        typed.address.phone = typed.phone;
    }
    read_payment(form, offer, typed);
    if (offer.needs_choice && typed.short_stock == ShortStock::none)
        form.refuse({.code = "orders.choose_short", .field = "short_stock"});
    if (host_.settings().boolean("ask_terms") && !form.checkbox("terms"))
        form.refuse({.code = "orders.terms", .field = "terms"});
    return typed;
}

/// A saved address knows who receives the parcel.
void CheckoutForms::read_person(FormReader& form, const TypedAddress& address, CheckoutForm& typed)
{
    typed.email = form.email("email");
    typed.name = address.address.recipient;
    typed.phone = address.address.phone;
    if (!address.saved || typed.name.empty()) typed.name = form.text("name", {.required = true, .length_max = 100});
    if (!address.saved || typed.phone.empty()) typed.phone = form.phone("phone");
}

void CheckoutForms::read_address(FormReader& form, const Request& request, TypedAddress& address, bool needed)
{
    address.address.street = form.text("address", {.required = needed, .length_max = 300});
    const auto place = shop::PlaceField::read(form, request, places_, needed);
    place.write_to(address.address);
    address.place_choices = place.choices();
}

void CheckoutForms::read_payment(FormReader& form, const Offer& offer, CheckoutForm& typed)
{
    typed.payment_method = form.text("payment_method", {.required = !offer.draft.total.is_zero(), .length_max = 40});
    const auto* method = offer.method(typed.payment_method);
    if (!method) return;
    if (!method->unavailable.empty())
        form.refuse({.code = "orders.method_unfit", .field = "payment_method",
                     .arguments = {{"reason", method->unavailable}}});
    for (const auto& field : method->fields)
        typed.payment_fields.set(field.name, form.text("payment_" + method->provider + "_" + field.name,
                                                       {.required = field.required, .length_max = field.length_max}));
}

Value to_view(const std::vector<shop::SavedAddress>& book, std::string_view chosen)
{
    auto shown = Value::list();
    for (const auto& saved : book) {
        const auto place = shop::PlaceField::values_of(saved.address);
        auto lines = Value::list();
        lines.push(saved.address.street);
        lines.push(std::string{place["place"].text()} + " " + saved.address.postal_code);
        shown.push({{"id", saved.public_id},
                    {"label", saved.label},
                    {"recipient", saved.address.recipient},
                    {"phone", saved.address.phone},
                    {"lines", std::move(lines)},
                    {"selected", saved.public_id == chosen}});
    }
    return shown;
}

} // namespace hurtrock::orders
