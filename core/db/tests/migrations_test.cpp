#include "test_cluster.hpp"

#include "core/db/errors.hpp"
#include "core/db/migrations.hpp"
#include "core/db/process.hpp"

#include <csignal>
#include <fstream>
#include <functional>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace hurtrock::db
{
namespace
{

using namespace std::chrono_literals;

class MigrationsTest : public ::testing::Test
{
protected:
    void write(const std::string& name, const std::string& sql) { std::ofstream{folder.path() / name} << sql; }
    std::vector<MigrationOwner> owners() const { return {{"live-chat", folder.path()}}; }
    std::size_t run() { return Migrations{connection}.run(owners()).size(); }
    std::string failure(const std::function<void()>& action)
    {
        try {
            action();
        } catch (const MigrationError& error) {
            return error.what();
        }
        return "no MigrationError";
    }
    std::string failure()
    {
        return failure([&] { run(); });
    }
    void expect_contains(const std::string& text, const std::string& part)
    {
        EXPECT_NE(text.find(part), std::string::npos) << text;
    }

    TestFolder folder;
    std::string connection{make_database()};
};

TEST_F(MigrationsTest, run_once_in_order_and_in_the_owners_schema)
{
    write("0001_make.sql", "CREATE TABLE rooms (id int);");
    write("0002_fill.sql", "INSERT INTO rooms VALUES (1);\nINSERT INTO rooms VALUES (2)");
    EXPECT_EQ(run(), 2U);
    EXPECT_EQ(run(), 0U);
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM live_chat.rooms"), "2");
    EXPECT_EQ(ask(connection, "SELECT string_agg(owner || number || name, ' ' ORDER BY number) FROM core.migrations"),
              "live-chat10001_make.sql live-chat20002_fill.sql");
    write("0003_more.sql", "INSERT INTO rooms VALUES (3);");
    EXPECT_EQ(run(), 1U);
}

TEST_F(MigrationsTest, a_plan_writes_nothing)
{
    write("0001_make.sql", "CREATE TABLE rooms (id int);");
    expect_contains(Migrations{connection}.plan(owners()),
                    "-- live-chat/0001_make.sql (schema live_chat)\nCREATE TABLE rooms (id int);\n");
    EXPECT_EQ(ask(connection, "SELECT to_regclass('core.migrations')"), "NULL");
    run();
    EXPECT_EQ(Migrations{connection}.plan(owners()), "");
}

TEST_F(MigrationsTest, failing_half_way_leaves_nothing_and_names_the_line)
{
    write("0001_make.sql", "CREATE TABLE rooms (id int);");
    write("0002_bad.sql",
          "CREATE TABLE halls (id int);\n\n-- why\nINSERT INTO halls\n  SELECT missing\n  FROM rooms;\n");
    const auto message = failure();
    expect_contains(message, "0002_bad.sql:5: column \"missing\" does not exist");
    expect_contains(message, "42703");
    EXPECT_EQ(ask(connection, "SELECT to_regclass('live_chat.halls')"), "NULL");
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM core.migrations"), "1");

    write("0002_bad.sql",
          "CREATE TABLE halls (id int PRIMARY KEY);\nINSERT INTO halls VALUES (1);\nINSERT INTO halls VALUES (1);\n");
    expect_contains(failure(), "0002_bad.sql:3: duplicate key");
    write("0002_bad.sql", "CREATE TABLE halls (id int);\nCOMMIT;\nSELECT 1;");
    expect_contains(failure(), "0002_bad.sql:2: \"commit\"");
    write("0002_bad.sql", "CREATE TABLE halls (id int);");
    EXPECT_EQ(run(), 1U);
}

TEST_F(MigrationsTest, refuse_an_edited_a_renamed_and_a_lost_file)
{
    write("0001_make.sql", "CREATE TABLE rooms (id int);");
    write("0002_more.sql", "CREATE TABLE halls (id int);");
    run();
    write("0001_make.sql", "CREATE TABLE rooms (id bigint);");
    expect_contains(failure(), "0001_make.sql was edited after it was applied");
    expect_contains(failure([&] { Migrations{connection}.plan(owners()); }), "was edited");
    write("0001_make.sql", "CREATE TABLE rooms (id int);");
    std::filesystem::rename(folder.path() / "0002_more.sql", folder.path() / "0002_other.sql");
    expect_contains(failure(), "under the name 0002_more.sql");
    std::filesystem::remove(folder.path() / "0002_other.sql");
    expect_contains(failure(), "0002_more.sql is missing");
}

TEST_F(MigrationsTest, refuse_gaps_doubles_and_odd_names)
{
    write("0001_a.sql", "SELECT 1;");
    write("0003_c.sql", "SELECT 1;");
    expect_contains(failure(), "migration 2 is missing before 0003_c.sql");
    write("0001_b.sql", "SELECT 1;");
    expect_contains(failure(), "0001_a.sql and 0001_b.sql have the same number");
    std::filesystem::remove(folder.path() / "0001_b.sql");
    write("2_b.sql", "SELECT 1;");
    expect_contains(failure(), "a migration is named NNNN_what_it_does.sql");
}

TEST_F(MigrationsTest, refuse_owners_that_could_reach_elsewhere)
{
    for (const char* owner : {"", "public", "pg-catalog", "information-schema", "A", "a_b", "a\"b", "1a"})
        EXPECT_THROW(schema_of(owner), MigrationError) << owner;
    EXPECT_EQ(schema_of("live-chat"), "live_chat");
    EXPECT_EQ(schema_of("core"), "core");
}

TEST_F(MigrationsTest, drop_forgets_a_plugin_but_never_the_core)
{
    write("0001_make.sql", "CREATE TABLE rooms (id int);");
    run();
    Migrations{connection}.drop("live-chat");
    EXPECT_EQ(ask(connection, "SELECT to_regnamespace('live_chat')"), "NULL");
    EXPECT_EQ(run(), 1U);
    expect_contains(failure([&] { Migrations{connection}.drop("core"); }), "cannot be dropped");
}

/// A child process that migrates; its exit code is 100 plus the number of applied files, or 1.
pid_t migrate_in_child(const std::string& connection, const std::vector<MigrationOwner>& owners)
{
    const pid_t pid = ::fork();
    if (pid != 0) return pid;
    int code = 1;
    try {
        code = 100 + static_cast<int>(Migrations{connection}.run(owners).size());
    } catch (const std::exception&) {
        code = 1;
    }
    ::_exit(code);
}

TEST_F(MigrationsTest, two_processes_at_once_run_each_file_once)
{
    write("0001_make.sql", "SELECT pg_sleep(0.2); CREATE TABLE rooms (id int);");
    write("0002_fill.sql", "INSERT INTO rooms VALUES (1);");
    std::vector<pid_t> children;
    for (int child = 0; child < 4; ++child)
        children.push_back(migrate_in_child(connection, owners()));
    int applied = 0;
    for (const auto pid : children) {
        int status = 0;
        ::waitpid(pid, &status, 0);
        EXPECT_GE(WEXITSTATUS(status), 100);
        applied += WEXITSTATUS(status) - 100;
    }
    EXPECT_EQ(applied, 2);
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM live_chat.rooms"), "1");
}

TEST_F(MigrationsTest, a_kill_in_the_middle_leaves_a_file_whole_or_out)
{
    write("0001_make.sql", "CREATE TABLE rooms (id int);");
    write("0002_slow.sql", "INSERT INTO rooms VALUES (1);\nSELECT pg_sleep(1);\nINSERT INTO rooms VALUES (2);");
    const auto child = migrate_in_child(connection, owners());
    for (int waited = 0;
         waited < 200 && ask(connection, "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(1)' AND "
                                         "state = 'active' AND pid <> pg_backend_pid()") == "0";
         ++waited)
        std::this_thread::sleep_for(10ms);
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM core.migrations"), "1");
    EXPECT_EQ(run(), 1U); // waits for the lock, which ends with the killed session
    EXPECT_EQ(ask(connection, "SELECT count(*) FROM live_chat.rooms"), "2");
}

TEST_F(MigrationsTest, give_up_waiting_for_another_one)
{
    Connection other{{.connection = connection}};
    other.command("test.lock", "SELECT pg_advisory_lock(7527048196681327467)"); // "hurtrock" read as a number
    expect_contains(failure([&] {
                        Migrations{connection, {.lock_timeout_ms = 200}}.run(owners());
                    }),
                    "another process has been migrating");
}

} // namespace
} // namespace hurtrock::db
