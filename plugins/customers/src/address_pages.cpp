#include "address_pages.hpp"

namespace hurtrock::customers
{
namespace
{

std::string edit_path(std::string_view public_id)
{
    return "/profile/addresses/" + std::string{public_id};
}

Value lines_of(const shop::Address& address)
{
    auto lines = Value::list();
    const auto place = shop::PlaceField::values_of(address);
    if (!address.street.empty()) lines.push(address.street);
    auto where = std::string{place["place"].text()};
    if (!address.postal_code.empty()) where += (where.empty() ? "" : " ") + address.postal_code;
    if (!where.empty()) lines.push(where);
    return lines;
}

} // namespace

Value AddressPages::to_view(const Request& request, UserId user)
{
    auto shown = Value::list();
    for (const auto& one : book_.addresses(host_.database(), user))
        shown.push({{"id", one.public_id},
                    {"label", one.label},
                    {"is_default", one.is_default},
                    {"recipient", one.address.recipient},
                    {"phone", one.address.phone},
                    {"lines", lines_of(one.address)},
                    {"edit_url", request.url_for(edit_path(one.public_id))}});
    return shown;
}

Response AddressPages::list(const Request& request)
{
    return page("customers/addresses.html", {{"addresses", to_view(request, request.visitor().user()->id)}});
}

Response AddressPages::form_page(const Request& request, std::string_view public_id, Value values, Value errors,
                                 Value choices)
{
    const auto path = public_id.empty() ? std::string{"/profile/addresses"} : edit_path(public_id);
    return page("customers/address.html", {{"is_new", public_id.empty()},
                                           {"action", request.url_for(path)},
                                           {"values", std::move(values)},
                                           {"errors", std::move(errors)},
                                           {"place_choices", std::move(choices)}});
}

Response AddressPages::new_form(const Request& request)
{
    const auto& user = *request.visitor().user();
    return form_page(request, "", {{"recipient", user.name}, {"phone", user.phone}}, Value::map());
}

Response AddressPages::edit_form(const Request& request)
{
    const auto found = book_.find(host_.database(), request.visitor().user()->id, request.path("id"));
    if (!found) return not_found();
    auto values = shop::PlaceField::values_of(found->address);
    values.set("label", found->label).set("recipient", found->address.recipient);
    values.set("phone", found->address.phone).set("address", found->address.street);
    return form_page(request, found->public_id, std::move(values), Value::map());
}

AddressPages::Typed AddressPages::read(FormReader& form, const Request& request)
{
    Typed typed;
    typed.saved.label = form.text("label", {.length_max = 40});
    auto& address = typed.saved.address;
    address.recipient = form.text("recipient", {.required = true, .length_max = 100});
    address.phone = form.phone("phone");
    address.street = form.text("address", {.required = true, .length_max = 300});
    const auto place = shop::PlaceField::read(form, request, places_, true);
    place.write_to(address);
    typed.choices = place.choices();
    return typed;
}

Response AddressPages::save(const Request& request, std::string_view public_id)
{
    const auto user = request.visitor().user()->id;
    FormReader form{request};
    auto typed = read(form, request);
    if (!form.ok())
        return form_page(request, public_id, form.echo(), form.errors(), std::move(typed.choices)).status(422);
    typed.saved.public_id = public_id;
    return run(request, "customers.save_address", "The address is saved.", [&](Transaction& tx) {
        if (public_id.empty()) return book_.add(tx, user, typed.saved.label, typed.saved.address);
        return book_.change(tx, user, typed.saved);
    });
}

Response AddressPages::run(const Request& request, const char* name, const char* done,
                           const std::function<Result<Done>(Transaction&)>& body)
{
    const auto outcome = host_.database().transaction(name, body);
    if (outcome) return redirect("/profile/addresses").flash(FlashKind::success, request.translate(done));
    const auto& refusal = outcome.problem();
    if (refusal.status == 404) return not_found();
    return redirect("/profile/addresses")
        .flash(FlashKind::error, request.translate(refusal.code, refusal.arguments));
}

Response AddressPages::add(const Request& request)
{
    return save(request, "");
}

Response AddressPages::change(const Request& request)
{
    return save(request, request.path("id"));
}

Response AddressPages::remove(const Request& request)
{
    return run(request, "customers.remove_address", "The address is removed.", [&](Transaction& tx) {
        return book_.remove(tx, request.visitor().user()->id, request.path("id"));
    });
}

Response AddressPages::make_default(const Request& request)
{
    return run(request, "customers.default_address", "New orders go there from now on.", [&](Transaction& tx) {
        return book_.make_default(tx, request.visitor().user()->id, request.path("id"));
    });
}

} // namespace hurtrock::customers
