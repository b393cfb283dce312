#pragma once
/// The owner's form: from fields to a Promotion and back.

#include "types.hpp"

#include <hurtrock/forms.hpp>

namespace hurtrock::promotions {

/// "2026-11-21T09:00" in the shop's zone (WIB, UTC+7, no summer time) as a time; nullopt for anything else.
std::optional<Time> wib_time(std::string_view text);
std::string wib_text(std::optional<Time> time);

/// Reads and checks every field; problems are in the form. Keeps id, public id and uses of `before`.
Promotion read_promotion_form(FormReader& form, Reader& reader, shop::Catalog& catalog, const Promotion& before,
                              std::string_view locale);

/// {field: text} for the template.
Value to_values(const Promotion& promotion);

} // namespace hurtrock::promotions
