#include "template_loader.hpp"

#include "core/base/files.hpp"

#include <charconv>
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

std::string number_text(std::uint64_t version)
{
    char digits[20];
    const auto end = std::to_chars(digits, digits + sizeof digits, version).ptr;
    return {digits, end};
}

} // namespace

/// While the files are watched, a template's version is that of the search path: nothing is asked of the disk for a template
/// that is in memory, and everything is compiled again after a change.
std::optional<tmpl::Source> TemplateLoader::load(std::string_view name)
{
    const bool watched = search_path_.watched();
    const auto of_path = number_text(search_path_.version()); // before the file is read
    std::filesystem::path file;
    const auto path = search_path_.get();
    const auto version = version_of(path->templates(name), &file);
    if (version.empty()) return std::nullopt;
    return tmpl::Source{std::string{name}, base::read_file(file), file.string(), watched ? of_path : version, path->scope_of(name, file)};
}

bool TemplateLoader::is_current(std::string_view name, std::string_view version)
{
    if (search_path_.watched()) return number_text(search_path_.version()) == version;
    return version_of(search_path_.get()->templates(name)) == version;
}

} // namespace hurtrock::view
