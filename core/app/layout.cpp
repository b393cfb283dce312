#include "layout.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace hurtrock::app {
namespace {

namespace fs = std::filesystem;

fs::path from_environment(const char* name, fs::path otherwise)
{
    const char* value = std::getenv(name);
    return value && *value ? fs::absolute(value) : std::move(otherwise);
}

Layout in_source_tree(const fs::path& root, const fs::path& build)
{
    // A second build folder (sanitizers) shares what the web build and the drawings made for the first.
    const auto made = fs::exists(build / "web") ? build : root / "build";
    return {root / "core", root / "migrations", build / "plugins", root / "themes", made / "web",
            made / "demo", root / "config",     root / "var",      {},                root / "sdk/scaffold"};
}

Layout as_installed(const fs::path& prefix)
{
    const auto share = prefix / "share/hurtrock";
    return {share / "core", share / "migrations", prefix / "lib/hurtrock/plugins", share / "themes",     share / "web",
            share / "demo", "/etc/hurtrock",      "/var/lib/hurtrock",             {},                 share / "scaffold"};
}

/// CMake leaves the tree's path in its build folder, which may lie anywhere; empty in an installation.
fs::path source_tree_of(const fs::path& build)
{
    std::ifstream file{build / "hurtrock-source-tree"};
    std::string path;
    std::getline(file, path);
    return path;
}

std::vector<fs::path> plugin_path()
{
    std::vector<fs::path> folders;
    const char* value = std::getenv("HURTROCK_PLUGIN_PATH");
    std::istringstream list{value ? value : ""};
    for (std::string folder; std::getline(list, folder, ':');)
        if (!folder.empty()) folders.push_back(fs::absolute(folder));
    return folders;
}

} // namespace

std::vector<fs::path> Layout::plugin_folders() const
{
    std::vector<fs::path> folders{plugins};
    folders.insert(folders.end(), plugin_path.begin(), plugin_path.end());
    return folders;
}

Layout Layout::find() { return of(fs::read_symlink("/proc/self/exe")); }

Layout Layout::of(const fs::path& program)
{
    const auto folder = program.parent_path();
    const auto parent = folder.parent_path();
    const auto tree = fs::exists(parent / "core/templates") ? parent : source_tree_of(folder);
    auto layout = tree.empty() ? as_installed(parent) : in_source_tree(tree, folder);
    layout.program = program;
    layout.plugin_path = app::plugin_path();
    layout.config = from_environment("HURTROCK_CONFIG_DIR", layout.config);
    layout.themes = from_environment("HURTROCK_THEMES_DIR", layout.themes);
    layout.demo = from_environment("HURTROCK_DEMO_DIR", layout.demo);
    layout.data = from_environment("HURTROCK_DATA_DIR", layout.data);
    if (!fs::exists(layout.migrations)) throw std::runtime_error{"cannot find Hurtrock's own files beside " + program.string()};
    return layout;
}

} // namespace hurtrock::app
