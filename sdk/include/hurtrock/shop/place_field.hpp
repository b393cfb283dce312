#pragma once
/// The part of an address form that says where: one field `place` that finds kecamatan, kota and provinsi together, and
/// `postal_code`. Works without scripts: what a text means several of is asked back as a short list of `place_code`s.
///
///     const auto place = shop::PlaceField::read(form, request, places, required);
///     place.write_to(address);
///     if (!form.ok()) … {"place_choices", place.choices()} …
///
/// A form without a field `place` may give `province`, `city` and `district` as plain text instead.

#include <hurtrock/forms.hpp>
#include <hurtrock/services.hpp>
#include <hurtrock/shop/places.hpp>

namespace hurtrock::shop {

class HURTROCK_API PlaceField {
public:
    /// Reads and checks; without the places plugin the text is taken as it is. Problems "form.required", "places.choose",
    /// "places.unknown" (asked once: the customer may insist), "form.postal_code".
    static PlaceField read(FormReader& form, const Request& request, const Service<Places>& places, bool required);

    void write_to(Address& address) const;
    /// What to choose from, for the template: list of {code, label, selected}; empty when nothing is open.
    const Value& choices() const noexcept { return choices_; }

    /// {place, postal_code} that fill the fields from a known address.
    static Value values_of(const Address& address);

private:
    void read_text(FormReader& form, const Request& request, const Service<Places>& places, bool required);
    void offer(const PlaceAnswer& answer, const Request& request);

    Address address_;
    Value choices_ = Value::list();
};

} // namespace hurtrock::shop
