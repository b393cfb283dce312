#pragma once
/// Where things lie: in a source tree with its build folder, or as installed.

#include <filesystem>
#include <string>
#include <vector>

namespace hurtrock::app {

struct Layout {
    std::filesystem::path core;       ///< templates, assets, locales of the core
    std::filesystem::path migrations; ///< of the core
    std::filesystem::path plugins;    ///< one folder a plugin, ready to load
    std::filesystem::path themes;
    std::filesystem::path web;  ///< style sheets, fonts, icons
    std::filesystem::path demo; ///< catalog.yaml and pictures/
    std::filesystem::path config;
    std::filesystem::path data;
    std::filesystem::path program;
    std::filesystem::path scaffold; ///< what a new plugin is copied from
    /// Further folders of plugins, built outside the shop (HURTROCK_PLUGIN_PATH).
    std::vector<std::filesystem::path> plugin_path{};

    /// Where plugins are looked for; the shop's own win.
    std::vector<std::filesystem::path> plugin_folders() const;
    /// Asked for in admin: while this file is there the worker starts without plugins.
    std::filesystem::path safe_mode_file() const { return data / "safe-mode"; }
    std::filesystem::path plugins_file() const { return config / "plugins.yaml"; }
    std::filesystem::path server_file() const { return config / "hurtrock.yaml"; }

    /// From the program's own place; HURTROCK_CONFIG_DIR and HURTROCK_DATA_DIR win; HURTROCK_PLUGIN_PATH (folders, separated
    /// by colons) adds plugins. Throws std::runtime_error when the files that belong to the program are not there.
    static Layout find();
    /// The same for a program elsewhere: what a test finds Hurtrock's files by.
    static Layout of(const std::filesystem::path& program);
};

} // namespace hurtrock::app
