#include "shelf.hpp"

#include "core/base/files.hpp"

#include <sys/stat.h>

namespace hurtrock::plugins {
namespace {

namespace fs = std::filesystem;

std::string stamp_of_file(const fs::path& file)
{
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) return "-";
    return std::to_string(status.st_ino) + "@" + std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + ":" +
           std::to_string(status.st_size);
}

std::string stamp_of_plugin(const fs::path& folder)
{
    return stamp_of_file(folder / "plugin.yaml") + " " + stamp_of_file(folder / (folder.filename().string() + ".so"));
}

/// Folders by id; files that come and go while we look are no error.
std::map<std::string, fs::path> plugin_folders(const std::vector<fs::path>& folders)
{
    std::map<std::string, fs::path> found;
    std::error_code gone;
    for (const auto& folder : folders)
        for (fs::directory_iterator at{folder, gone}, end; !gone && at != end; at.increment(gone))
            if (fs::exists(at->path() / "plugin.yaml", gone)) found.try_emplace(at->path().filename().string(), at->path());
    return found;
}

} // namespace

const Shelf::Items& Shelf::look()
{
    Items items;
    for (const auto& [id, folder] : plugin_folders(folders_)) {
        Item item{.stamp = stamp_of_plugin(folder)};
        if (const auto known = items_.find(id); known != items_.end() && known->second.stamp == item.stamp) {
            items.emplace(id, known->second);
            continue;
        }
        try {
            item.manifest = Manifest::load(folder);
            item.text = base::read_file(folder / "plugin.yaml");
        } catch (const std::exception& error) {
            item.error = error.what();
        }
        items.emplace(id, std::move(item));
    }
    items_ = std::move(items);
    return items_;
}

const Manifest* Shelf::find(const std::string& id) const
{
    const auto found = items_.find(id);
    return found == items_.end() || !found->second.manifest ? nullptr : &*found->second.manifest;
}

std::map<std::string, Manifest> Shelf::manifests() const
{
    std::map<std::string, Manifest> found;
    for (const auto& [id, item] : items_)
        if (item.manifest) found.emplace(id, *item.manifest);
    return found;
}

std::vector<std::string> Shelf::ids() const
{
    std::vector<std::string> list;
    for (const auto& [id, item] : items_)
        if (item.manifest) list.push_back(id);
    return list;
}

std::string Shelf::stamp_of(const std::vector<fs::path>& folders)
{
    std::string stamp;
    for (const auto& [id, folder] : plugin_folders(folders)) stamp += id + " " + stamp_of_plugin(folder) + "\n";
    return stamp;
}

} // namespace hurtrock::plugins
