#include "test_database.hpp"

#include "core/db/cluster.hpp"
#include "core/db/migrations.hpp"

#include <hurtrock/json.hpp>

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>

namespace hurtrock::testing {
namespace {

struct Shop {
    std::filesystem::path folder;
    std::unique_ptr<db::Cluster> cluster;
    std::unique_ptr<db::DatabaseHost> database;

    Shop()
    {
        std::string pattern = (std::filesystem::temp_directory_path() / "hurtrock-test-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error{"no scratch folder"};
        folder = pattern;
        std::filesystem::permissions(folder, std::filesystem::perms{0755}); // the server runs as another user
        cluster = std::make_unique<db::Cluster>(db::ClusterOptions{.data_folder = folder / "postgres"});
        cluster->start();
        db::Migrations{cluster->connection()}.run({{"core", HURTROCK_MIGRATIONS}});
        database =
            std::make_unique<db::DatabaseHost>(db::PoolOptions{.session = {.connection = cluster->connection()}});
    }
    ~Shop()
    {
        database.reset();
        cluster.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }
};

Shop* shop = nullptr;

} // namespace

db::DatabaseHost& database() { return *shop->database; }
const std::filesystem::path& scratch_folder() { return shop->folder; }

Rows run(const Query& query, const std::vector<Param>& params)
{
    std::optional<Rows> rows;
    database().run_transaction("test.run", [&](Transaction& tx) {
        rows.emplace(tx.run(query, params));
        return true;
    });
    return *rows;
}

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds longest)
{
    const auto deadline = std::chrono::steady_clock::now() + longest;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return true;
}

void TestLog::keep(std::string_view message, const Value& fields)
{
    const std::lock_guard lock{mutex_};
    lines_.push_back(std::string{message} + ' ' + to_json(fields));
}

bool TestLog::contains(std::string_view text) const
{
    const std::lock_guard lock{mutex_};
    for (const auto& line : lines_)
        if (line.find(text) != std::string::npos) return true;
    return false;
}

} // namespace hurtrock::testing

/// Every Query linked into the program is prepared by the server: a misspelt column fails here, whatever else is
/// tested.
TEST(Queries, are_all_accepted_by_the_server)
{
    for (const auto* query = hurtrock::Query::head(); query; query = query->next())
        EXPECT_NO_THROW(hurtrock::testing::database().check(*query)) << query->name();
}

int main(int count, char** arguments)
{
    ::testing::InitGoogleTest(&count, arguments);
    if (::testing::GTEST_FLAG(list_tests)) return RUN_ALL_TESTS();
    try {
        hurtrock::testing::Shop shop;
        hurtrock::testing::shop = &shop;
        return RUN_ALL_TESTS();
    } catch (const std::exception& error) {
        std::fprintf(stderr, "the test database could not be made: %s\n", error.what());
        return 2;
    }
}
