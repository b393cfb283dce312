#pragma once
/// Runs the migrations of the core and of plugins. Any number of processes may run them at once: an advisory lock lets
/// one work, the others then find nothing left to do. Each file is one transaction together with its row in
/// core.migrations, so a kill at any moment leaves a file either applied and recorded or neither.

#include "migration_files.hpp"

#include <functional>

namespace hurtrock::db
{

struct MigrationOwner {
    /// "core" or a plugin's id; its tables live in the schema of that name ('-' becomes '_').
    std::string id;
    std::filesystem::path folder;
};

struct PendingMigration {
    std::string owner;
    MigrationFile file;
};

struct MigrationOptions {
    /// Longest wait for another process that is migrating.
    int lock_timeout_ms{300'000};
    /// Longest wait for a table that running transactions use; then the file fails and nothing of it stays.
    int table_lock_timeout_ms{10'000};
    /// Called before each file with a line for the log.
    std::function<void(const std::string&)> log{};
};

class Migrations
{
public:
    /// A direct connection (not through a transaction pooler), with the right to create schemas.
    explicit Migrations(std::string connection, MigrationOptions options = {});

    /// Applies what is pending, owner by owner in the given order; answers what was applied. Throws MigrationError
    /// naming file and line of a failing statement, an edited or missing file; ConnectionLost when the server cannot be
    /// reached.
    std::vector<PendingMigration> run(const std::vector<MigrationOwner>& owners);

    /// What run would apply, without writing anything. Same errors for edited and missing files.
    std::vector<PendingMigration> pending(const std::vector<MigrationOwner>& owners);
    /// The pending SQL as one readable text; empty when there is none.
    std::string plan(const std::vector<MigrationOwner>& owners);

    /// Drops a plugin's schema with everything in it and forgets its migrations, and runs `also` in the same transaction:
    /// statements whose one parameter is the owner. Refuses "core".
    void drop(const std::string& owner, const std::vector<std::string>& also = {});

private:
    const std::string connection_;
    const MigrationOptions options_;
};

} // namespace hurtrock::db
