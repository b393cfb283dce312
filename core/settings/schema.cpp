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

Result<std::vector<Condition>> read_conditions(std::string_view key, const Value& declared)
{
    std::vector<Condition> conditions;
    if (!declared.is_null() && !declared.is_map()) return wrong(key, "`when` is a map: { other_setting: value }");
    for (const auto& [other, wanted] : declared.entries()) {
        Condition condition{other, {}};
        if (wanted.is_list())
            for (const auto& value : wanted.items()) condition.values.push_back(text_of(value));
        else
            condition.values.push_back(text_of(wanted));
        conditions.push_back(std::move(condition));
    }
    return conditions;
}

/// Each condition names another setting that can have the value. Those that depend on each other in a ring would all stay hidden.
Result<Done> check_conditions(const Schema& schema, const Field& field)
{
    for (const auto& condition : field.when) {
        const auto* other = schema.find(condition.key);
        if (!other || other == &field) return wrong(field.key, "`when` names `" + condition.key + "`, which is no other setting");
        if (!other->when.empty()) return wrong(field.key, "`when` names `" + condition.key + "`, which has a `when` itself");
        for (const auto& value : condition.values)
            if (const auto checked = check_value(*other, value); !checked || checked->is_null())
                return wrong(field.key, "`when` wants `" + condition.key + "` to be `" + value + "`, which it cannot be");
    }
    return Done{};
}

Result<Field> read_field(std::string_view key, const Value& declared)
{
    static constexpr std::array known{"type", "default", "required", "min", "max", "choices", "label", "help", "example", "when"};
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
    field.example = text_of(declared["example"]);
    auto when = read_conditions(key, declared["when"]);
    if (!when) return when.problem();
    field.when = std::move(*when);
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
    for (const auto& field : schema.fields_)
        if (auto checked = check_conditions(schema, field); !checked) return checked.problem();
    return schema;
}

const Field* Schema::find(std::string_view key) const noexcept
{
    const auto found =
        std::find_if(fields_.begin(), fields_.end(), [key](const Field& field) { return field.key == key; });
    return found == fields_.end() ? nullptr : &*found;
}

bool Schema::applies(const Field& field, const std::map<std::string, Value, std::less<>>& values) const
{
    return std::all_of(field.when.begin(), field.when.end(), [&](const Condition& condition) {
        const auto value = values.find(condition.key);
        const auto text = value == values.end() ? std::string{} : text_of(value->second);
        return std::find(condition.values.begin(), condition.values.end(), text) != condition.values.end();
    });
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
