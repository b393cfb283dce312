#include "plugins_file.hpp"

#include "core/base/suggest.hpp"

namespace hurtrock::config {
namespace {

PluginChoice read_choice(const YamlFile& file, const std::string& id, const Value& value)
{
    const auto path = "plugins/" + id;
    if (value.kind() == Value::Kind::boolean) return {id, value.boolean(), {}};
    if (!value.is_map()) file.fail(path, "\"" + id + "\" must be on, off, or a map with `enabled: on`");
    const std::vector<std::string> known{"enabled", "settings"};
    for (const auto& [key, entry] : value.entries())
        if (key != "enabled" && key != "settings")
            file.fail(path + "/" + key, "unknown entry \"" + key + "\"" + base::did_you_mean(key, known));
    const auto& enabled = value["enabled"];
    if (!enabled.is_null() && enabled.kind() != Value::Kind::boolean) file.fail(path + "/enabled", "enabled must be on or off");
    if (!value["settings"].is_null() && !value["settings"].is_map()) file.fail(path + "/settings", "settings must be a map");
    return {id, enabled.boolean(true), value["settings"]};
}

} // namespace

PluginsFile PluginsFile::load(const std::filesystem::path& path)
{
    PluginsFile file;
    if (!std::filesystem::exists(path)) return file;
    file.yaml_ = YamlFile::load(path);
    const auto& root = file.yaml_.value();
    const std::vector<std::string> known{"plugins", "theme"};
    for (const auto& [key, value] : root.entries())
        if (key != "plugins" && key != "theme")
            file.yaml_.fail(key, "unknown entry \"" + key + "\"" + base::did_you_mean(key, known));
    if (!root["plugins"].is_null() && !root["plugins"].is_map()) file.yaml_.fail("plugins", "plugins must be a map");
    for (const auto& [id, value] : root["plugins"].entries()) file.plugins_.push_back(read_choice(file.yaml_, id, value));
    if (const auto& theme = root["theme"]; theme.is_text()) file.theme_ = theme.text();
    return file;
}

const PluginChoice* PluginsFile::find(std::string_view id) const noexcept
{
    for (const auto& choice : plugins_)
        if (choice.id == id) return &choice;
    return nullptr;
}

} // namespace hurtrock::config
