#pragma once
/// The database a command talks to: the configured one, or the embedded PostgreSQL of the data folder, started for the
/// command when no shop is running and stopped again after it.

#include "layout.hpp"

#include "core/config/server_config.hpp"
#include "core/db/cluster.hpp"
#include "core/db/migrations.hpp"

#include <optional>

namespace hurtrock::app {

class DatabaseAccess {
public:
    /// Throws db::ClusterError when the embedded PostgreSQL cannot be started.
    DatabaseAccess(const Layout& layout, const config::ServerConfig& config);
    const std::string& url() const noexcept { return url_; }

private:
    std::optional<db::Cluster> cluster_;
    std::string url_;
};

/// The core and every plugin found on disk, in the order in which migrations run.
std::vector<db::MigrationOwner> migration_owners(const Layout& layout);

} // namespace hurtrock::app
