#include "settings_host.hpp"

#include <algorithm>

namespace hurtrock::settings {
namespace {

Value choices_model(const Field& field, std::string_view current, std::string_view locale)
{
    auto choices = Value::list();
    for (const auto& choice : field.choices)
        choices.push({{"value", choice.value},
                      {"text", localised(choice.label, locale, choice.value)},
                      {"selected", choice.value == current}});
    return choices;
}

/// What must be so for the field to matter: list of {key, values}.
Value conditions_model(const Field& field)
{
    auto conditions = Value::list();
    for (const auto& condition : field.when) {
        auto values = Value::list();
        for (const auto& value : condition.values) values.push(value);
        conditions.push({{"key", condition.key}, {"values", std::move(values)}});
    }
    return conditions;
}

Value field_model(const Field& field, const Snapshot& snapshot, std::string_view locale, const Value& typed,
                  const Value& errors)
{
    const auto pin = snapshot.pins.find(field.key);
    const bool pinned = pin != snapshot.pins.end();
    const auto& stored = snapshot.values.find(field.key)->second;
    const auto* entered = pinned ? nullptr : typed.find(field.key);
    Value value = entered ? *entered : stored;
    if (!pinned && typed.is_map() && field.type == Type::boolean)
        value = entered && check_value(field, *entered).ok() && check_value(field, *entered)->boolean();

    Value model{{"key", field.key},
                {"type", name_of(field.type)},
                {"label", localised(field.label, locale, field.key)},
                {"help", localised(field.help, locale, "")},
                {"required", field.required},
                {"example", field.example},
                {"when", conditions_model(field)},
                {"applies", snapshot.schema.applies(field, snapshot.values)},
                {"pinned", pinned},
                {"place", pinned ? Value{pin->second.place} : Value{}},
                {"error", errors[field.key]}};
    if (field.min) model.set("min", *field.min);
    if (field.max) model.set("max", *field.max);
    if (field.type == Type::choice) model.set("choices", choices_model(field, value.text(), locale));
    if (field.type == Type::secret) {
        model.set("is_set", !stored.text().empty());
        model.set("unreadable", std::find(snapshot.unreadable.begin(), snapshot.unreadable.end(), field.key) !=
                                    snapshot.unreadable.end());
        value = "";
    }
    model.set("value", value.is_null() ? Value{""} : std::move(value));
    return model;
}

} // namespace

Value form_model(const std::string& owner, const Snapshot& snapshot, std::string_view locale, const Value& typed,
                 const Value& errors)
{
    auto fields = Value::list();
    for (const auto& field : snapshot.schema.fields()) fields.push(field_model(field, snapshot, locale, typed, errors));
    return {{"owner", owner}, {"complete", snapshot.complete}, {"fields", std::move(fields)}};
}

} // namespace hurtrock::settings
