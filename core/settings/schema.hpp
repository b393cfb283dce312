#pragma once
/// What settings there are, as a manifest declares them under `settings:`
///
///     lines_max: { type: integer, default: 100, min: 1, max: 1000, label: { en: …, id: … }, help: { en: …, id: … } }
///     mode:      { type: choice, choices: [sandbox, live], default: sandbox }
///     live_key:  { type: secret, required: true, example: sk_live_…, when: { mode: live } }
///
/// Types: text, textarea, integer, boolean, choice, colour, secret, email, url. min and max bound an integer's value
/// and the length of the others in code points. `when` names other settings and the value (or list of values) each must have
/// for this one to matter: until then forms hide it and it is not required. Immutable once parsed.

#include <hurtrock/result.hpp>

#include <map>
#include <optional>

namespace hurtrock::settings {

enum class Type { text, textarea, integer, boolean, choice, colour, secret, email, url };

struct Choice {
    std::string value;
    /// Per locale; empty when the value speaks for itself.
    Value label;
};

/// A setting and the values one of which it must have, as text ("true" and "false" for a boolean).
struct Condition {
    std::string key;
    std::vector<std::string> values;
};

struct Field {
    std::string key;
    Type type{Type::text};
    /// Checked like a typed value; null when there is none.
    Value fallback;
    bool required{false};
    std::optional<std::int64_t> min, max;
    std::vector<Choice> choices;
    Value label;
    Value help;
    /// What a value looks like, for people.
    std::string example{};
    std::vector<Condition> when{};
};

class Schema {
public:
    Schema() = default;
    /// Problem "settings.schema" with {key, reason} for the author of the manifest.
    static Result<Schema> parse(const Value& declared);

    const std::vector<Field>& fields() const noexcept { return fields_; }
    const Field* find(std::string_view key) const noexcept;
    /// Whether the field matters with these values (by key; a missing one is null).
    bool applies(const Field& field, const std::map<std::string, Value, std::less<>>& values) const;

private:
    std::vector<Field> fields_;
};

const char* name_of(Type type) noexcept;

/// The value as it is kept: integers as integers, booleans as booleans, the rest as trimmed text. Takes what a form
/// sends (text) and what YAML holds. A null or empty input is null. Problems "form.number", "form.too_small" {min},
/// "form.too_large" {max}, "form.too_short" {min}, "form.too_long" {max}, "form.choice", "form.colour", "form.email",
/// "form.url", "form.control_character", all with the field's key.
Result<Value> check_value(const Field& field, const Value& typed);

/// The text for a language out of {id: …, en: …} (or plain text), falling back to English, then to any, then to
/// `otherwise`.
std::string localised(const Value& texts, std::string_view locale, std::string_view otherwise);

} // namespace hurtrock::settings
