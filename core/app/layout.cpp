#include "layout.hpp"

#include <cstdlib>
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
            made / "demo", root / "config",     root / "var",      {}};
}

Layout as_installed(const fs::path& prefix)
{
    const auto share = prefix / "share/hurtrock";
    return {share / "core", share / "migrations", prefix / "lib/hurtrock/plugins", share / "themes",     share / "web",
            share / "demo", "/etc/hurtrock",      "/var/lib/hurtrock",             {}};
}

} // namespace

Layout Layout::find()
{
    const auto program = fs::read_symlink("/proc/self/exe");
    const auto folder = program.parent_path();
    const auto parent = folder.parent_path();
    auto layout = fs::exists(parent / "core/templates") ? in_source_tree(parent, folder) : as_installed(parent);
    layout.program = program;
    layout.config = from_environment("HURTROCK_CONFIG_DIR", layout.config);
    layout.data = from_environment("HURTROCK_DATA_DIR", layout.data);
    if (!fs::exists(layout.migrations)) throw std::runtime_error{"cannot find Hurtrock's own files beside " + program.string()};
    return layout;
}

} // namespace hurtrock::app
