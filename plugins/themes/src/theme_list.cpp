#include "theme_list.hpp"

namespace hurtrock::themes {

std::string localised(const Value& texts, std::string_view locale)
{
    if (texts.is_text()) return std::string{texts.text()};
    for (const auto key : {locale, std::string_view{"en"}})
        if (texts[key].is_text()) return std::string{texts[key].text()};
    return texts.entries().empty() ? std::string{} : std::string{texts.entries().front().second.text()};
}

Value find_theme(const Value& list, std::string_view id)
{
    for (const auto& theme : list.items())
        if (theme["id"].text() == id) return theme;
    return {};
}

Value form_fields(const Value& theme, std::string_view locale)
{
    auto fields = Value::list();
    for (auto field : theme["settings"][locale]["fields"].items()) {
        if (field["type"].text() == "colour") field.set("swatch", six_digits(field["value"].text()));
        fields.push(std::move(field));
    }
    return fields;
}

Value refused_fields(Value fields, const Value& typed, const Value& errors)
{
    auto refused = Value::list();
    for (auto field : fields.items()) {
        const std::string key{field["key"].text()};
        if (!field["pinned"].boolean()) {
            const auto* value = typed.find(key);
            if (field["type"].text() == "boolean")
                field.set("value", value != nullptr);
            else if (value)
                field.set("value", *value);
            auto choices = Value::list();
            for (auto choice : field["choices"].items()) {
                choice.set("selected", choice["value"] == field["value"]);
                choices.push(std::move(choice));
            }
            if (!choices.empty()) field.set("choices", std::move(choices));
        }
        field.set("error", errors[key]);
        refused.push(std::move(field));
    }
    return refused;
}

Value values_of(const Value& fields)
{
    auto values = Value::map();
    for (const auto& field : fields.items()) values.set(field["key"].text(), field["value"]);
    return values;
}

Value differing(const Value& values, const Value& other)
{
    auto different = Value::map();
    for (const auto& [key, value] : values.entries())
        if (!(other[key] == value)) different.set(key, value);
    return different;
}

std::string six_digits(std::string_view colour)
{
    const bool hex = colour.starts_with('#') && colour.find_first_not_of("0123456789abcdefABCDEF", 1) == std::string_view::npos;
    if (hex && colour.size() == 7) return std::string{colour};
    if (!hex || colour.size() != 4) return "#000000";
    std::string wide{"#"};
    for (const char digit : colour.substr(1)) wide.append(2, digit);
    return wide;
}

} // namespace hurtrock::themes
