#include "search_path.hpp"

#include <algorithm>

namespace hurtrock::view {
namespace {

std::pair<std::string_view, std::string_view> split_first(std::string_view name)
{
    const auto slash = name.find('/');
    if (slash == std::string_view::npos) return {name, {}};
    return {name.substr(0, slash), name.substr(slash + 1)};
}

} // namespace

bool is_plain_name(std::string_view name) noexcept
{
    constexpr std::size_t bytes_max = 200;
    if (name.empty() || name.size() > bytes_max || name.front() == '/' || name.back() == '/') return false;
    if (name.find("//") != std::string_view::npos || name.find("..") != std::string_view::npos || name.front() == '.' ||
        name.find("/.") != std::string_view::npos)
        return false;
    return std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' ||
               c == '-' || c == '/';
    });
}

std::vector<std::filesystem::path> SearchPath::templates(std::string_view name) const
{
    std::vector<std::filesystem::path> places;
    if (!is_plain_name(name)) return places;
    const auto [owner, rest] = split_first(name);
    if (owner == "admin" || rest.starts_with("admin/")) {
        if (owner == "admin") return {core / "templates" / name};
        if (const auto plugin = plugins.find(owner); plugin != plugins.end()) return {plugin->second / "templates" / rest};
        return places;
    }
    const auto plugin = plugins.find(owner);
    const bool page = plugin != plugins.end() || owner == "core";
    for (const auto& theme : themes) places.push_back(page ? theme / "pages" / name : theme / name);
    if (plugin != plugins.end())
        places.push_back(plugin->second / "templates" / rest);
    else
        places.push_back(core / "templates" / name);
    return places;
}

std::optional<std::filesystem::path> SearchPath::asset(std::string_view name) const
{
    if (!is_plain_name(name)) return std::nullopt;
    const auto [owner, rest] = split_first(name);
    if (rest.empty()) return std::nullopt;
    std::vector<std::filesystem::path> places;
    if (owner == "theme")
        for (const auto& theme : themes) places.push_back(theme / "assets" / rest);
    else if (owner == "web")
        places.push_back(web / rest);
    else if (owner == "admin")
        places.push_back(core / "assets" / rest);
    else if (const auto plugin = plugins.find(owner); plugin != plugins.end())
        places.push_back(plugin->second / "assets" / rest);
    for (auto& place : places)
        if (std::filesystem::is_regular_file(place)) return std::move(place);
    return std::nullopt;
}

std::string SearchPath::scope_of(std::string_view name, const std::filesystem::path& place) const
{
    const std::string owner{split_first(name).first};
    const bool of_plugin = plugins.contains(owner);
    const auto lies_in = [&](const std::filesystem::path& folder) { return place.native().starts_with(folder.native() + "/"); };
    if (std::any_of(themes.begin(), themes.end(), lies_in)) return of_plugin ? "theme/" + owner : "theme";
    return of_plugin ? owner : "core";
}

std::vector<std::pair<std::string, std::filesystem::path>> SearchPath::locales() const
{
    std::vector<std::pair<std::string, std::filesystem::path>> folders{{"core", core / "locales"}};
    for (const auto& [id, folder] : plugins) folders.emplace_back(id, folder / "locales");
    for (auto theme = themes.rbegin(); theme != themes.rend(); ++theme) folders.emplace_back("theme", *theme / "locales");
    return folders;
}

} // namespace hurtrock::view
