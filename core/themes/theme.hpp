#pragma once
/// theme.yaml: what a theme is called, which theme it builds on, and what an owner may set.
///
///     name: rock-metal                the folder's name
///     version: 1.0.0
///     parent: other-theme             templates, assets and locales not found here are looked for there
///     title, description: { en: …, id: … }
///     settings:
///       accent:     { type: color, default: "#FF6B35", css: --accent, label: … }      also a CSS variable
///       font_body:  { type: font, default: system, css: --font-body, label: … }       Metal Mania, Rock Salt or system
///       glass:      { type: flag, default: true, label: … }
///       sections:   { type: list, default: [a, b], choices: [a, b, c], label: … }     some of the choices, in order
///       hero_title: { type: text, default: { en: …, id: … }, label: … }               one text a language
///       mode:       { type: choice, choices: [dark, light], default: dark, label: … }

#include "core/settings/schema.hpp"

#include <filesystem>
#include <map>

namespace hurtrock::themes {

enum class ThemeType { color, font, flag, list, text, choice };

struct ThemeField {
    std::string key;
    ThemeType type;
    /// The CSS variable it becomes, or empty.
    std::string css;
    /// True for a text that differs by language; it is kept as KEY_id and KEY_en.
    bool localised{false};
    std::vector<std::string> choices;
    Value fallback;
};

struct Theme {
    std::string id;
    std::string version;
    std::string parent;
    Value title;
    Value description;
    std::filesystem::path folder;
    std::vector<ThemeField> fields;
    /// The same fields as the settings store keeps and checks them.
    settings::Schema schema;

    /// Throws config::ConfigError with line and column.
    static Theme load(const std::filesystem::path& folder);
};

/// What templates get as `theme`: each field in its own shape, texts in the visitor's language.
Value values_for_templates(const Theme& theme, const std::map<std::string, Value, std::less<>>& stored, std::string_view locale);

/// ":root{--accent:#FF6B35}" with the fields that differ from theme.yaml; empty when none does.
std::string style_sheet(const Theme& theme, const std::map<std::string, Value, std::less<>>& stored);

} // namespace hurtrock::themes
