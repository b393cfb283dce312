#include "template_loader.hpp"

#include "core/base/files.hpp"

#include <sys/stat.h>

namespace hurtrock::view {
namespace {

/// Path, time of change and size of the first candidate that exists; empty when none does.
std::string version_of(const std::vector<std::filesystem::path>& places, std::filesystem::path* found = nullptr)
{
    for (const auto& place : places) {
        struct stat status{};
        if (::stat(place.c_str(), &status) != 0 || !S_ISREG(status.st_mode)) continue;
        if (found) *found = place;
        return place.string() + "@" + std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) +
               ":" + std::to_string(status.st_size);
    }
    return {};
}

} // namespace

std::optional<tmpl::Source> TemplateLoader::load(std::string_view name)
{
    std::filesystem::path file;
    const auto version = version_of(search_path_.get()->templates(name), &file);
    if (version.empty()) return std::nullopt;
    return tmpl::Source{std::string{name}, base::read_file(file), file.string(), version};
}

bool TemplateLoader::is_current(std::string_view name, std::string_view version)
{
    return version_of(search_path_.get()->templates(name)) == version;
}

} // namespace hurtrock::view
