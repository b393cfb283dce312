#pragma once
/// A folder of migrations: NNNN_what_it_does.sql, numbered from 0001 without gaps, never edited once released.

#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

namespace hurtrock::db
{

/// Says which file is wrong and how. Shown to operators as it is.
class MigrationError final : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

struct MigrationFile {
    int number;
    /// The file's name, "0001_create_levels.sql".
    std::string name;
    std::filesystem::path path;
    std::string sql;
    /// SHA-256 of the file's bytes, in hex.
    std::string checksum;
};

/// Ordered by number; empty when the folder does not exist. Throws MigrationError for a wrong name, a gap or a repeated
/// number.
std::vector<MigrationFile> read_migrations(const std::filesystem::path& folder);

/// "live-chat" -> "live_chat"; throws MigrationError unless the owner is [a-z][a-z0-9-]* and the schema is not
/// PostgreSQL's own.
std::string schema_of(const std::string& owner);

} // namespace hurtrock::db
