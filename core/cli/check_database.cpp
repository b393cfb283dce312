#include "check_database.hpp"

#include "core/db/migrations.hpp"
#include "core/kit/scratch_databases.hpp"

namespace hurtrock::cli {
namespace {

/// Throws what the migrations throw.
void migrate(const std::string& connection, const plugins::Manifest& manifest, const app::Layout& layout)
{
    std::vector<db::MigrationOwner> owners{{"core", layout.migrations}};
    if (std::filesystem::is_directory(manifest.folder / "migrations")) owners.push_back({manifest.id, manifest.folder / "migrations"});
    db::Migrations{connection}.run(owners);
}

} // namespace

std::vector<std::string> check_with_database(const plugins::Manifest& manifest, const app::Layout& layout, const Query* first)
{
    std::vector<std::string> refused;
    auto& databases = kit::ScratchDatabases::instance();
    const auto connection = databases.take(manifest.id, [&](const std::string& empty) {
        try {
            migrate(empty, manifest, layout);
        } catch (const std::exception& error) {
            refused.emplace_back(error.what());
        }
    });
    if (refused.empty()) {
        db::Connection session{{.connection = connection, .application_name = "hurtrock plugin check"}};
        for (const auto* query = first; query; query = query->next()) {
            try {
                session.check(*query);
            } catch (const DatabaseError& error) {
                refused.emplace_back(error.what());
            }
        }
    }
    databases.give_back(connection);
    return refused;
}

} // namespace hurtrock::cli
