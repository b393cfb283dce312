#pragma once
/// Themes::list() as the pages show it.

#include <hurtrock/value.hpp>

namespace hurtrock::themes {

/// The text of {id: …, en: …} in a language, else English, else any; plain text as it is.
std::string localised(const Value& texts, std::string_view locale);

/// The theme with this id, or a null Value.
Value find_theme(const Value& list, std::string_view id);

/// The form's fields in a language, each with `swatch` ("#rrggbb") where it is a colour.
Value form_fields(const Value& theme, std::string_view locale);

/// The same fields holding what was typed, with the sentence of what is wrong with each.
Value refused_fields(Value fields, const Value& typed, const Value& errors);

/// {key: value} of the fields, for the audit log.
Value values_of(const Value& fields);
/// The entries of `values` that `other` has not, or has otherwise.
Value differing(const Value& values, const Value& other);

/// "#f63" as "#ff6633", the only form a colour input takes; black for anything else than a colour.
std::string six_digits(std::string_view colour);

} // namespace hurtrock::themes
