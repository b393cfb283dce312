#include "database_access.hpp"

#include "core/plugins/manifest.hpp"

#include <algorithm>
#include <set>

namespace hurtrock::app {

DatabaseAccess::DatabaseAccess(const Layout& layout, const config::ServerConfig& config) : url_{config.database_url}
{
    if (!url_.empty()) return;
    cluster_.emplace(db::ClusterOptions{.data_folder = layout.data});
    cluster_->start();
    url_ = cluster_->connection();
}

std::vector<db::MigrationOwner> migration_owners(const Layout& layout)
{
    std::vector<db::MigrationOwner> owners;
    std::set<std::string> found;
    for (const auto& plugins : layout.plugin_folders()) {
        if (!std::filesystem::is_directory(plugins)) continue;
        for (const auto& entry : std::filesystem::directory_iterator{plugins}) {
            const auto id = entry.path().filename().string();
            if (!std::filesystem::exists(entry.path() / "plugin.yaml") || !found.insert(id).second) continue;
            const auto folder = entry.path() / "migrations";
            if (std::filesystem::is_directory(folder)) owners.push_back({id, folder});
        }
    }
    std::sort(owners.begin(), owners.end(), [](const auto& left, const auto& right) { return left.id < right.id; });
    owners.insert(owners.begin(), {"core", layout.migrations});
    return owners;
}

} // namespace hurtrock::app
