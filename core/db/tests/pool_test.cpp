#include "test_cluster.hpp"

#include "core/db/errors.hpp"

#include <atomic>
#include <csignal>
#include <thread>

namespace hurtrock::db
{
namespace
{

using namespace std::chrono_literals;

const Query one{"test.one", "SELECT 1 AS one"};
const Query backend{"test.backend", "SELECT pg_backend_pid() AS pid"};
const Query settings{"test.settings",
                     "SELECT current_setting('datestyle') AS datestyle, current_setting('timezone') AS timezone, "
                     "current_setting('statement_timeout') AS patience, current_setting('application_name') AS name, "
                     "current_setting('idle_in_transaction_session_timeout') AS idle"};
const Query nap{"test.nap", "SELECT pg_sleep($1::double precision)"};
const Query star{"test.star", "SELECT * FROM wide"};

std::unique_ptr<DatabaseHost> open(const std::string& connection, std::size_t size, DatabaseHooks hooks = {})
{
    return std::make_unique<DatabaseHost>(PoolOptions{.session = {.connection = connection, .statement_timeout = 300ms},
                                                      .size = size,
                                                      .acquire_timeout = 1'000ms},
                                          std::move(hooks));
}

void end_backends(const std::string& connection)
{
    execute(connection, "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND "
                        "pid <> pg_backend_pid()");
}

TEST(PoolTest, sets_up_every_session)
{
    const auto database = open(shared_cluster().connection(), 1);
    const auto rows = database->run(settings);
    EXPECT_EQ(rows.front().text("datestyle"), "ISO, YMD");
    EXPECT_EQ(rows.front().text("timezone"), "UTC");
    EXPECT_EQ(rows.front().text("patience"), "300ms");
    EXPECT_EQ(rows.front().text("name"), "hurtrock");
    EXPECT_EQ(rows.front().text("idle"), "1min");
}

TEST(PoolTest, never_opens_more_than_its_size_and_says_when_it_is_exhausted)
{
    Pool pool{{.session = {.connection = shared_cluster().connection()}, .size = 2, .acquire_timeout = 150ms}};
    {
        const auto first = pool.acquire();
        const auto second = pool.acquire();
        const auto before = std::chrono::steady_clock::now();
        EXPECT_THROW((void)pool.acquire(), PoolExhausted);
        EXPECT_GE(std::chrono::steady_clock::now() - before, 140ms);
        EXPECT_EQ(pool.status().open, 2U);
        EXPECT_EQ(pool.status().exhausted, 1U);
    }
    EXPECT_EQ(pool.status().idle, 2U);
    EXPECT_NO_THROW((void)pool.acquire());
}

TEST(PoolTest, a_returned_connection_wakes_the_next_in_line)
{
    const auto database = open(shared_cluster().connection(), 2);
    std::atomic<int> done{0};
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 8; ++thread)
        threads.emplace_back([&] {
            for (int round = 0; round < 50; ++round)
                done += static_cast<int>(database->run(one).front().integer("one"));
        });
    for (auto& thread : threads)
        thread.join();
    EXPECT_EQ(done, 400);
    EXPECT_LE(database->pool_status().open, 2U);
}

TEST(PoolTest, replaces_connections_that_ended_while_idle)
{
    const auto connection = make_database();
    const auto database = open(connection, 1);
    const auto before = database->run(backend).front().integer("pid");
    end_backends(connection);
    std::this_thread::sleep_for(50ms);
    EXPECT_NE(database->run(backend).front().integer("pid"), before);
    EXPECT_EQ(database->pool_status().reconnected, 1U);
}

TEST(PoolTest, a_read_survives_a_crash_of_the_server)
{
    auto& cluster = shared_cluster();
    // Longer than any recovery takes, so that the speed of the disk does not matter.
    const auto database = std::make_unique<DatabaseHost>(
        PoolOptions{.session = {.connection = cluster.connection()}, .size = 3, .acquire_timeout = 60s});
    std::atomic<bool> end{false};
    std::atomic<int> answers{0};
    std::vector<std::string> failures;
    std::thread reader{[&] {
        while (!end) {
            try {
                answers += static_cast<int>(database->run(one).front().integer("one"));
            } catch (const std::exception& error) {
                failures.emplace_back(error.what());
            }
        }
    }};
    std::this_thread::sleep_for(100ms);
    ::kill(cluster.pid(), SIGQUIT); // what `pg_ctl stop -m immediate` sends
    for (int waited = 0; cluster.is_running() && waited < 500; ++waited)
        std::this_thread::sleep_for(10ms);
    cluster.start();
    const int after_restart = answers;
    for (int waited = 0; answers <= after_restart + 10 && waited < 1'000; ++waited)
        std::this_thread::sleep_for(10ms);
    end = true;
    reader.join();
    EXPECT_GT(answers, after_restart + 10);
    for (const auto& failure : failures)
        EXPECT_EQ(failure, "") << "the pool waits for a server that is back within its acquire timeout";
}

TEST(PoolTest, says_so_when_the_server_cannot_be_reached)
{
    const auto database = open("host=/nonexistent dbname=none", 1);
    EXPECT_THROW((void)database->run(one), ConnectionLost);
    EXPECT_EQ(database->pool_status().open, 0U);
}

TEST(PoolTest, cancels_a_statement_that_takes_too_long_and_reports_it_as_slow)
{
    std::vector<std::string> slow;
    const auto database = open(shared_cluster().connection(), 1, {.slow_query = [&](const SlowQuery& query) {
                                   slow.push_back(std::string{query.name} + (query.failed ? " failed" : ""));
                               }});
    try {
        (void)database->run(nap, {5});
        FAIL() << "no exception";
    } catch (const DatabaseError& error) {
        EXPECT_EQ(error.sqlstate(), "57014");
    }
    (void)database->run(nap, {0.01});
    (void)database->run(nap, {0.25});
    EXPECT_EQ(slow, (std::vector<std::string>{"test.nap failed", "test.nap"}));
    EXPECT_EQ(database->pool_status().reconnected, 0U);
}

TEST(PoolTest, prepares_again_when_a_migration_changed_the_table)
{
    const auto connection = make_database();
    execute(connection, "CREATE TABLE wide (a int)");
    const auto database = open(connection, 2);
    (void)database->run(star);
    execute(connection, "ALTER TABLE wide ADD b int");
    EXPECT_NO_THROW((void)database->run(star));
    execute(connection, "ALTER TABLE wide ADD c int");
    int runs = 0;
    EXPECT_NO_THROW((void)database->transaction("test.outdated", [&](Transaction& tx) -> Result<Done> {
        ++runs;
        (void)tx.run(star);
        return Done{};
    }));
    EXPECT_EQ(runs, 2);
}

TEST(PoolTest, tells_two_queries_apart_that_share_an_address)
{
    const auto database = open(shared_cluster().connection(), 1);
    alignas(Query) unsigned char place[sizeof(Query)];
    auto* first = new (place) Query{"test.same", "SELECT 1 AS n"};
    EXPECT_EQ(database->run(*first).front().integer("n"), 1);
    auto* second = new (place) Query{"test.same", "SELECT 2 AS n"};
    EXPECT_EQ(database->run(*second).front().integer("n"), 2);
}

TEST(PoolTest, checks_a_statement_without_running_it)
{
    const auto database = open(shared_cluster().connection(), 1);
    const Query wrong{"test.wrong", "SELECT missing FROM nowhere"};
    EXPECT_THROW(database->check(wrong), DatabaseError);
    EXPECT_NO_THROW(database->check(nap));
    EXPECT_NO_THROW(database->ping());
}

TEST(PoolTest, works_without_prepared_statements)
{
    DatabaseHost database{{.session = {.connection = shared_cluster().connection(), .prepared = false}, .size = 1}};
    EXPECT_EQ(database.run(one).front().integer("one"), 1);
    EXPECT_NO_THROW(database.check(one));
    EXPECT_NO_THROW(database.check(one));
}

TEST(PoolTest, counts_statements_by_name_and_by_thread)
{
    const Query counted{"test.counted", "SELECT 1 AS one"};
    const auto database = open(shared_cluster().connection(), 1);
    const QueryCounter counter;
    for (int round = 0; round < 3; ++round)
        (void)database->run(counted);
    std::thread{[&] { (void)database->run(counted); }}.join();
    EXPECT_EQ(counter.count(), 3U);
    for (const auto& line : statistics_snapshot()) {
        if (line.name != "test.counted") continue;
        EXPECT_EQ(line.count, 4U);
        EXPECT_EQ(line.errors, 0U);
        EXPECT_GT(line.total_us, 0U);
        return;
    }
    FAIL() << "test.counted is not in the statistics";
}

} // namespace
} // namespace hurtrock::db
