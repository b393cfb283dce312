#include <hurtrock/shop/place_field.hpp>

#include <algorithm>

namespace hurtrock::shop {
namespace {

bool is_postal_code(std::string_view text)
{
    return text.size() == 5 && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string joined(const Address& address)
{
    return Place{.village = address.village, .district = address.district, .city = address.city, .province = address.province}.label();
}

} // namespace

PlaceField PlaceField::read(FormReader& form, const Request& request, const Service<Places>& places, bool required)
{
    PlaceField field;
    if (request.form("place")) {
        field.read_text(form, request, places, required);
    } else {
        field.address_.province = form.text("province", {.required = required, .length_max = 100});
        field.address_.city = form.text("city", {.required = required, .length_max = 100});
        field.address_.district = form.text("district", {.required = required, .length_max = 100});
    }
    const bool typed_along = !field.address_.postal_code.empty();
    auto code = form.text("postal_code", {.required = required && !typed_along, .length_max = 10});
    if (!code.empty()) field.address_.postal_code = std::move(code);
    if (!field.address_.postal_code.empty() && !is_postal_code(field.address_.postal_code))
        form.refuse({.code = "form.postal_code", .field = "postal_code"});
    return field;
}

void PlaceField::read_text(FormReader& form, const Request& request, const Service<Places>& places, bool required)
{
    auto text = form.text("place", {.required = required});
    if (text.empty()) return;
    const auto code = request.form("place_code").value_or("");
    if (!places || code == Places::as_typed) {
        address_.city = std::move(text);
        return;
    }
    const auto answer = places->resolve(text, code);
    address_.postal_code = answer.postal_code;
    if (answer.place) {
        answer.place->write_to(address_);
        return;
    }
    form.refuse({.code = answer.candidates.empty() ? "places.unknown" : "places.choose", .field = "place"});
    offer(answer, request);
}

void PlaceField::offer(const PlaceAnswer& answer, const Request& request)
{
    for (const auto& place : answer.candidates)
        choices_.push({{"code", place.code}, {"label", place.label()}, {"selected", false}});
    choices_.push({{"code", Places::as_typed}, {"label", request.translate("places.as_typed")}, {"selected", answer.candidates.empty()}});
}

void PlaceField::write_to(Address& address) const
{
    address.village = address_.village;
    address.district = address_.district;
    address.city = address_.city;
    address.province = address_.province;
    address.postal_code = address_.postal_code;
}

Value PlaceField::values_of(const Address& address)
{
    return {{"place", joined(address)}, {"postal_code", address.postal_code}};
}

} // namespace hurtrock::shop
