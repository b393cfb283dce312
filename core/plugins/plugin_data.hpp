#pragma once
/// What a plugin has left in the database: for uninstalling it. Nothing of it is needed to run, and the plugin itself
/// is not asked.

#include <hurtrock/database.hpp>

namespace hurtrock::plugins {

struct PluginData {
    struct Table {
        std::string name;
        std::int64_t rows{0};
    };
    /// Of the plugin's schema.
    std::vector<Table> tables{};
    std::int64_t settings{0};
    std::int64_t jobs{0};
    std::int64_t events{0};
    /// Permissions given to roles.
    std::int64_t permissions{0};
    std::int64_t migrations{0};

    bool empty() const noexcept { return tables.empty() && settings + jobs + events + permissions + migrations == 0; }
};

/// Counts every row: takes as long as reading the tables.
PluginData plugin_data(Reader& reader, const std::string& id);

/// Drops the plugin's schema with everything in it, and its settings, jobs, schedules, undelivered events, given
/// permissions and ledger of migrations, all in one transaction. There is no way back. The plugin must not be running
/// on any node. Throws db::MigrationError for "core", DatabaseError.
void drop_plugin_data(const std::string& database_url, const std::string& id);

} // namespace hurtrock::plugins
