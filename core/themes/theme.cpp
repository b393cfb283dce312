#include "theme.hpp"

#include "core/base/suggest.hpp"
#include "core/config/yaml_file.hpp"

#include <algorithm>

namespace hurtrock::themes {
namespace {

const std::vector<std::string> known_keys{"name", "version", "parent", "title", "description", "settings"};
const std::vector<std::pair<std::string, ThemeType>> known_types{
    {"color", ThemeType::color}, {"font", ThemeType::font}, {"flag", ThemeType::flag},
    {"list", ThemeType::list},   {"text", ThemeType::text}, {"choice", ThemeType::choice}};
const std::vector<std::string> known_fonts{"Metal Mania", "Rock Salt", "system"};

std::string joined(const Value& list)
{
    std::string text;
    for (const auto& item : list.items()) text += (text.empty() ? "" : ", ") + std::string{item.text()};
    return text;
}

std::vector<std::string> split(std::string_view text)
{
    std::vector<std::string> items;
    while (!text.empty()) {
        const auto comma = text.find(',');
        auto item = text.substr(0, comma);
        while (item.starts_with(' ')) item.remove_prefix(1);
        while (item.ends_with(' ')) item.remove_suffix(1);
        if (!item.empty()) items.emplace_back(item);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return items;
}

ThemeType type_of(const config::YamlFile& file, const std::string& key, std::string_view name)
{
    std::vector<std::string> names;
    for (const auto& [known, type] : known_types) {
        if (known == name) return type;
        names.push_back(known);
    }
    file.fail("settings/" + key + "/type", "unknown type \"" + std::string{name} + "\"" + base::did_you_mean(name, names));
}

ThemeField read_field(const config::YamlFile& file, const std::string& key, const Value& declared)
{
    ThemeField field{key, type_of(file, key, declared["type"].text()), std::string{declared["css"].text()}, false, {}, declared["default"]};
    field.localised = field.type == ThemeType::text && field.fallback.is_map();
    for (const auto& choice : declared["choices"].items()) field.choices.emplace_back(choice.text());
    if (field.type == ThemeType::font) field.choices = known_fonts;
    return field;
}

Value choices_value(const std::vector<std::string>& choices)
{
    auto list = Value::list();
    for (const auto& choice : choices) list.push(choice);
    return list;
}

/// The field as core/settings declares it: one entry, or one a language.
void declare(Value& schema, const ThemeField& field, const Value& declared)
{
    Value entry{{"label", declared["label"]}, {"help", declared["help"]}, {"default", field.fallback}};
    if (declared["help"].is_null()) entry.erase("help");
    switch (field.type) {
    case ThemeType::color: entry.set("type", "colour"); break;
    case ThemeType::flag: entry.set("type", "boolean"); break;
    case ThemeType::font:
    case ThemeType::choice: entry.set("type", "choice").set("choices", choices_value(field.choices)); break;
    case ThemeType::list: entry.set("type", "text").set("max", 400).set("default", joined(field.fallback)); break;
    case ThemeType::text: entry.set("type", "text").set("max", declared["max"].integer(400)); break;
    }
    if (!field.localised) {
        schema.set(field.key, std::move(entry));
        return;
    }
    for (const char* locale : {"id", "en"}) {
        auto one = entry;
        one.set("default", field.fallback[locale]);
        auto label = Value::map();
        for (const auto& [language, text] : declared["label"].entries())
            label.set(language, std::string{text.text()} + (locale == std::string_view{"id"} ? " (Indonesia)" : " (English)"));
        one.set("label", label);
        schema.set(field.key + "_" + locale, std::move(one));
    }
}

const Value& stored_or(const std::map<std::string, Value, std::less<>>& stored, const std::string& key, const Value& fallback)
{
    const auto found = stored.find(key);
    return found == stored.end() || found->second.is_null() ? fallback : found->second;
}

std::string font_family(std::string_view name)
{
    if (name == "system") return "system-ui, -apple-system, \"Segoe UI\", Roboto, \"Helvetica Neue\", Arial, sans-serif";
    return "\"" + std::string{name} + "\", \"" + std::string{name} + " Fallback\", system-ui, sans-serif";
}

} // namespace

Theme Theme::load(const std::filesystem::path& folder)
{
    const auto file = config::YamlFile::load(folder / "theme.yaml");
    for (const auto& [key, value] : file.value().entries())
        if (std::find(known_keys.begin(), known_keys.end(), key) == known_keys.end())
            file.fail(key, "unknown entry \"" + key + "\"" + base::did_you_mean(key, known_keys));
    Theme theme;
    theme.id = file.value()["name"].text();
    theme.folder = folder;
    theme.version = file.value()["version"].text();
    theme.parent = file.value()["parent"].text();
    theme.title = file.value()["title"];
    theme.description = file.value()["description"];
    if (theme.id != folder.filename()) file.fail("name", "the folder is called \"" + folder.filename().string() + "\"; name must be the same");

    auto schema = Value::map();
    for (const auto& [key, declared] : file.value()["settings"].entries()) {
        theme.fields.push_back(read_field(file, key, declared));
        declare(schema, theme.fields.back(), declared);
    }
    auto parsed = settings::Schema::parse(schema);
    if (!parsed) {
        const auto key = std::string{parsed.problem().arguments["key"].text()};
        file.fail("settings/" + key, "setting \"" + key + "\": " + std::string{parsed.problem().arguments["reason"].text()});
    }
    theme.schema = std::move(*parsed);
    return theme;
}

Value values_for_templates(const Theme& theme, const std::map<std::string, Value, std::less<>>& stored, std::string_view locale)
{
    auto values = Value::map();
    for (const auto& field : theme.fields) {
        if (field.localised) {
            values.set(field.key, stored_or(stored, field.key + "_" + std::string{locale}, field.fallback[locale]));
        } else if (field.type == ThemeType::list) {
            auto items = Value::list();
            const auto& kept = stored_or(stored, field.key, field.fallback);
            const auto chosen = kept.is_list() ? split(joined(kept)) : split(kept.text());
            for (const auto& item : chosen)
                if (field.choices.empty() || std::find(field.choices.begin(), field.choices.end(), item) != field.choices.end()) items.push(item);
            values.set(field.key, items);
        } else {
            values.set(field.key, stored_or(stored, field.key, field.fallback));
        }
    }
    return values;
}

std::string style_sheet(const Theme& theme, const std::map<std::string, Value, std::less<>>& stored)
{
    std::string rules;
    for (const auto& field : theme.fields) {
        const auto& value = stored_or(stored, field.key, field.fallback);
        if (field.css.empty() || value == field.fallback) continue;
        rules += field.css + ":" + (field.type == ThemeType::font ? font_family(value.text()) : std::string{value.text()}) + ";";
    }
    return rules.empty() ? rules : ":root:root{" + rules + "}\n";
}

} // namespace hurtrock::themes
