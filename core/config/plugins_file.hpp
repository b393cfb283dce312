#pragma once
/// config/plugins.yaml: which plugins run, with which pinned settings, and the theme. The file is the truth on one machine;
/// commands and admin change single lines of it, so that comments stay.

#include "yaml_file.hpp"

#include <vector>

namespace hurtrock::config {

struct PluginChoice {
    std::string id;
    bool enabled{false};
    /// Settings given here are fixed; admin shows them read-only with their place.
    Value settings{};
};

class PluginsFile {
public:
    /// Throws ConfigError. A missing file is an empty choice.
    static PluginsFile load(const std::filesystem::path& path);

    const std::vector<PluginChoice>& plugins() const noexcept { return plugins_; }
    const std::string& theme() const noexcept { return theme_; }
    /// "config/plugins.yaml:9:5" of a plugin's entry, or of one of its settings ("chat/settings/mode").
    std::string place(std::string_view path) const { return yaml_.place("plugins/" + std::string{path}); }
    const PluginChoice* find(std::string_view id) const noexcept;

private:
    YamlFile yaml_;
    std::vector<PluginChoice> plugins_;
    std::string theme_{"rock-metal"};
};

/// Switches one plugin by changing its line (adding one when the file does not name it). Everything else, comments
/// included, stays byte for byte. Throws ConfigError when the file cannot be read, when it is written in a way that no
/// single line decides ("plugins: {a: on}"), std::runtime_error when it cannot be written; the file is then as it was.
void switch_plugin(const std::filesystem::path& path, std::string_view id, bool enabled);
/// The same for `theme:`.
void choose_theme(const std::filesystem::path& path, std::string_view id);

} // namespace hurtrock::config
