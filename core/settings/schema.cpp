#include "schema.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::settings {
namespace {

constexpr std::array<const char*, 9> type_names{"text",   "textarea", "integer", "boolean", "choice",
                                                "colour", "secret",   "email",   "url"};

Problem wrong(std::string_view key, std::string_view reason)
{
    return {.code = "settings.schema", .arguments = {{"key", key}, {"reason", reason}}};
}

bool is_key(std::string_view key)
{
    return !key.empty() && key.size() <= 60 && key.front() >= 'a' && key.front() <= 'z' &&
           std::all_of(key.begin(), key.end(), [](char letter) {
               return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
           });
}

std::string text_of(const Value& value)
{
    switch (value.kind()) {
    case Value::Kind::boolean: return value.boolean() ? "true" : "false";
    case Value::Kind::integer: return std::to_string(value.integer());
    default: return std::string{value.text()};
    }
}

Result<std::vector<Choice>> read_choices(std::string_view key, const Value& declared)
{
    std::vector<Choice> choices;
    for (const auto& item : declared.items()) {
        Choice choice{text_of(item.is_map() ? item["value"] : item), item.is_map() ? item["label"] : Value{}};
        if (choice.value.empty()) return wrong(key, "a choice has no value");
        choices.push_back(std::move(choice));
    }
    if (choices.empty()) return wrong(key, "a choice needs `choices: [...]`");
    return choices;
}

Result<Field> read_field(std::string_view key, const Value& declared)
{
    static constexpr std::array known{"type", "default", "required", "min", "max", "choices", "label", "help"};
    if (!is_key(key)) return wrong(key, "a key is lower-case letters, digits and _");
    if (!declared.is_map()) return wrong(key, "expected a map with `type:`");
    for (const auto& [name, value] : declared.entries())
        if (std::find(known.begin(), known.end(), name) == known.end())
            return wrong(key, "unknown entry `" + name + "`");

    Field field;
    field.key = key;
    const auto type = std::find(type_names.begin(), type_names.end(), declared["type"].text("text"));
    if (type == type_names.end()) return wrong(key, "unknown type `" + std::string{declared["type"].text()} + "`");
    field.type = static_cast<Type>(type - type_names.begin());
    field.required = declared["required"].boolean();
    if (declared["min"].is_number()) field.min = declared["min"].integer();
    if (declared["max"].is_number()) field.max = declared["max"].integer();
    if (field.min && field.max && *field.min > *field.max) return wrong(key, "min is above max");
    field.label = declared["label"];
    field.help = declared["help"];
    if (field.type == Type::choice) {
        auto choices = read_choices(key, declared["choices"]);
        if (!choices) return choices.problem();
        field.choices = std::move(*choices);
    }
    if (field.type == Type::secret && declared.has("default")) return wrong(key, "a secret has no default");
    auto fallback = check_value(field, declared["default"]);
    if (!fallback) return wrong(key, "its own default is refused (" + fallback.problem().code + ")");
    field.fallback = std::move(*fallback);
    return field;
}

} // namespace

Result<Schema> Schema::parse(const Value& declared)
{
    Schema schema;
    for (const auto& [key, value] : declared.entries()) {
        auto field = read_field(key, value);
        if (!field) return field.problem();
        schema.fields_.push_back(std::move(*field));
    }
    return schema;
}

const Field* Schema::find(std::string_view key) const noexcept
{
    const auto found =
        std::find_if(fields_.begin(), fields_.end(), [key](const Field& field) { return field.key == key; });
    return found == fields_.end() ? nullptr : &*found;
}

const char* name_of(Type type) noexcept { return type_names[static_cast<std::size_t>(type)]; }

std::string localised(const Value& texts, std::string_view locale, std::string_view otherwise)
{
    if (texts.is_text()) return std::string{texts.text()};
    for (const auto key : {locale, std::string_view{"en"}})
        if (texts[key].is_text()) return std::string{texts[key].text()};
    return std::string{texts.entries().empty() ? otherwise : texts.entries().front().second.text(otherwise)};
}

} // namespace hurtrock::settings
