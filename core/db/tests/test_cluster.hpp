#pragma once
/// A PostgreSQL of the test program's own, in a temporary folder; works as root and as an ordinary user.

#include "core/db/cluster.hpp"
#include "core/db/database_host.hpp"

#include <gtest/gtest.h>

namespace hurtrock::db
{

/// Made on construction, removed with all that is in it; other users may enter it.
class TestFolder
{
public:
    TestFolder();
    TestFolder(const TestFolder&) = delete;
    TestFolder& operator=(const TestFolder&) = delete;
    ~TestFolder();
    const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/// The cluster all tests share; started on first use.
Cluster& shared_cluster();
/// Stops it and removes its folder.
void end_shared_cluster();

/// Connection string of a new, empty database on the shared cluster.
std::string make_database();

/// Runs SQL that may write, outside any transaction of ours.
void execute(const std::string& connection, const std::string& sql);

/// First column of the first row, as text; "NULL" for null, "" for no row.
std::string ask(const std::string& connection, const std::string& sql);

} // namespace hurtrock::db
