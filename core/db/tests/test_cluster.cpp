#include "test_cluster.hpp"

#include <cstdlib>
#include <optional>

namespace hurtrock::db
{
namespace
{

struct Shared {
    TestFolder folder;
    Cluster cluster{{.data_folder = folder.path()}};
};
std::optional<Shared> shared;

} // namespace

TestFolder::TestFolder()
{
    char name[] = "/tmp/hurtrock-test-XXXXXX";
    if (!::mkdtemp(name)) throw std::runtime_error{"mkdtemp failed"};
    path_ = name;
    std::filesystem::permissions(path_, std::filesystem::perms{0755});
}

TestFolder::~TestFolder()
{
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Cluster& shared_cluster()
{
    if (!shared) shared.emplace();
    shared->cluster.start();
    return shared->cluster;
}

void end_shared_cluster()
{
    shared.reset();
}

std::string make_database()
{
    static int made = 0;
    const auto name = "test_" + std::to_string(++made);
    const auto& connection = shared_cluster().connection();
    execute(connection, "CREATE DATABASE " + name);
    return connection.substr(0, connection.rfind("dbname=")) + "dbname=" + name;
}

void execute(const std::string& connection, const std::string& sql)
{
    Connection{{.connection = connection, .read_only = false}}.command("test.execute", sql);
}

std::string ask(const std::string& connection, const std::string& sql)
{
    const auto text = "SELECT (" + sql + ")::text AS answer";
    const Query query{"test.ask", text.c_str()};
    const auto rows = Connection{{.connection = connection}}.run(query, {});
    if (rows.empty()) return "";
    return rows.front().is_null("answer") ? "NULL" : std::string{rows.front().text("answer")};
}

} // namespace hurtrock::db

int main(int count, char** arguments)
{
    ::testing::InitGoogleTest(&count, arguments);
    const int outcome = RUN_ALL_TESTS();
    hurtrock::db::end_shared_cluster();
    return outcome;
}
