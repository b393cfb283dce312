#include "test_cluster.hpp"

#include <csignal>
#include <fstream>
#include <thread>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hurtrock::db
{
namespace
{

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class ClusterTest : public ::testing::Test
{
protected:
    ClusterOptions options(bool take_over = false)
    {
        return {.data_folder = folder.path(), .take_over = take_over, .log = [this](const std::string& line) {
                    log += line + "\n";
                }};
    }
    /// In a forked child: starts a cluster, reports its pid if asked, and waits for the end.
    [[noreturn]] void serve_until_killed(int report)
    {
        try {
            Cluster cluster{options()};
            cluster.start();
            const pid_t pid = cluster.pid();
            if (report >= 0 && ::write(report, &pid, sizeof pid) < 0) ::_exit(1);
            std::this_thread::sleep_for(30s);
        } catch (const std::exception& error) {
            std::ofstream{folder.path() / "child-failed"} << error.what();
        }
        ::_exit(0);
    }
    TestFolder folder;
    std::string log;
};

bool process_exists(pid_t pid)
{
    return ::kill(pid, 0) == 0;
}

TEST_F(ClusterTest, starts_stops_and_keeps_its_rows)
{
    Cluster cluster{options()};
    EXPECT_FALSE(cluster.is_running());
    cluster.start();
    EXPECT_TRUE(cluster.is_ours());
    execute(cluster.connection(), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
    const auto pid = cluster.pid();
    cluster.stop();
    EXPECT_FALSE(process_exists(pid));
    cluster.start();
    EXPECT_EQ(ask(cluster.connection(), "SELECT n FROM kept"), "7");
}

TEST_F(ClusterTest, is_private)
{
    Cluster cluster{options()};
    cluster.start();
    const auto home = folder.path() / "postgres";
    for (const auto& path : {home, home / "data", home / "run"}) {
        struct stat info {
        };
        ASSERT_EQ(::stat(path.c_str(), &info), 0) << path;
        EXPECT_EQ(info.st_mode & 0777, 0700U) << path;
    }
    EXPECT_EQ(ask(cluster.connection(), "SELECT current_setting('listen_addresses')"), "");
    EXPECT_EQ(ask(cluster.connection(), "SELECT current_setting('data_checksums')"), "on");
    auto wrong = cluster.connection();
    wrong.replace(wrong.find("password='") + 10, 3, "xyz");
    EXPECT_THROW(ask(wrong, "SELECT 1"), DatabaseError);
}

TEST_F(ClusterTest, recovers_after_kill_9)
{
    Cluster cluster{options()};
    cluster.start();
    execute(cluster.connection(), "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)");
    ::kill(cluster.pid(), SIGKILL);
    for (int waited = 0; cluster.is_running() && waited < 500; ++waited)
        std::this_thread::sleep_for(10ms);
    cluster.start();
    EXPECT_EQ(ask(cluster.connection(), "SELECT n FROM kept"), "7");
}

TEST_F(ClusterTest, uses_one_that_already_runs_and_leaves_it_alone)
{
    Cluster first{options()};
    first.start();
    {
        Cluster second{options()};
        second.start();
        EXPECT_FALSE(second.is_ours());
        EXPECT_EQ(second.pid(), first.pid());
        EXPECT_EQ(ask(second.connection(), "SELECT 1"), "1");
        second.stop();
    }
    EXPECT_TRUE(first.is_running());
    EXPECT_EQ(ask(first.connection(), "SELECT 1"), "1");
    Cluster third{options(true)};
    third.start();
    third.stop();
    for (int waited = 0; first.is_running() && waited < 300; ++waited)
        std::this_thread::sleep_for(10ms);
    EXPECT_FALSE(first.is_running());
}

TEST_F(ClusterTest, many_at_once_start_one_server)
{
    std::vector<pid_t> children;
    for (int child = 0; child < 3; ++child) {
        const pid_t pid = ::fork();
        if (pid == 0) {
            int code = 1;
            try {
                Cluster cluster{options()};
                cluster.start();
                code = ask(cluster.connection(), "SELECT 1") == "1" ? (cluster.is_ours() ? 10 : 20) : 2;
                std::this_thread::sleep_for(1'500ms);
            } catch (const std::exception&) {
                code = 1;
            }
            ::_exit(code);
        }
        children.push_back(pid);
    }
    int owners = 0;
    for (const auto pid : children) {
        int status = 0;
        ::waitpid(pid, &status, 0);
        EXPECT_GE(WEXITSTATUS(status), 10);
        owners += WEXITSTATUS(status) == 10 ? 1 : 0;
    }
    EXPECT_EQ(owners, 1);
}

TEST_F(ClusterTest, survives_being_killed_at_any_point_of_its_making)
{
    for (const auto patience : {10ms, 20ms, 60ms, 120ms, 200ms, 300ms, 400ms, 500ms, 600ms, 700ms, 900ms}) {
        const pid_t child = ::fork();
        if (child == 0) {
            serve_until_killed(-1);
        }
        std::this_thread::sleep_for(patience);
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
    }
    Cluster cluster{options(true)};
    cluster.start();
    EXPECT_EQ(ask(cluster.connection(), "SELECT current_database()"), "hurtrock");
    EXPECT_FALSE(fs::exists(folder.path() / "child-failed")) << std::ifstream{folder.path() / "child-failed"}.rdbuf();
    // A child of a killed initdb may outlive it for a moment and still write: what it leaves goes at a later start.
    const auto drafts = [this] {
        std::size_t found = 0;
        for (const auto& entry : fs::directory_iterator{folder.path() / "postgres"})
            found += entry.path().filename().string().starts_with("data.new") ? 1 : 0;
        return found;
    };
    for (int later = 0; drafts() > 0 && later < 20; ++later) {
        cluster.stop();
        std::this_thread::sleep_for(250ms);
        cluster.start();
    }
    EXPECT_EQ(drafts(), 0U);
    cluster.stop();
}

TEST_F(ClusterTest, ends_with_the_process_that_started_it)
{
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
        serve_until_killed(pipe[1]);
    }
    pid_t server = 0;
    ASSERT_EQ(::read(pipe[0], &server, sizeof server), static_cast<ssize_t>(sizeof server));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
    for (int waited = 0; process_exists(server) && waited < 500; ++waited)
        std::this_thread::sleep_for(10ms);
    const bool gone =
        !process_exists(server) || std::ifstream{"/proc/" + std::to_string(server) + "/cmdline"}.peek() == EOF;
    EXPECT_TRUE(gone);
}

TEST_F(ClusterTest, finds_another_place_for_its_socket_when_the_path_is_long)
{
    auto long_options = options();
    long_options.data_folder = folder.path() / std::string(90, 'x');
    fs::create_directories(long_options.data_folder);
    Cluster cluster{long_options};
    cluster.start();
    EXPECT_EQ(ask(cluster.connection(), "SELECT 1"), "1");
    const auto socket = ask(cluster.connection(), "SELECT current_setting('unix_socket_directories')");
    EXPECT_LT(socket.size(), 90U);
    cluster.stop();
    fs::remove_all(socket);
}

TEST_F(ClusterTest, moves_out_of_a_folder_its_user_cannot_enter)
{
    if (::geteuid() != 0) GTEST_SKIP() << "only root starts PostgreSQL as somebody else";
    fs::permissions(folder.path(), fs::perms{0700});
    Cluster cluster{options()};
    cluster.start();
    EXPECT_NE(log.find("cannot enter " + folder.path().string()), std::string::npos) << log;
    const fs::path moved = ask(cluster.connection(), "SELECT current_setting('data_directory')");
    EXPECT_TRUE(moved.string().starts_with("/var/lib/hurtrock/")) << moved;
    cluster.stop();
    fs::remove_all(moved.parent_path());
}

TEST_F(ClusterTest, says_what_is_wrong)
{
    const auto home = folder.path() / "postgres";
    {
        Cluster cluster{options()};
        cluster.start();
    }
    fs::rename(home / "data" / "PG_VERSION", home / "PG_VERSION.away");
    EXPECT_THROW(Cluster{options()}.start(), ClusterError);
    std::ofstream{home / "data" / "PG_VERSION"} << "9\n";
    try {
        Cluster{options()}.start();
        FAIL() << "no exception";
    } catch (const ClusterError& error) {
        EXPECT_NE(std::string{error.what()}.find("install postgresql-9"), std::string::npos) << error.what();
    }
    auto cancelled = options();
    cancelled.cancelled = [] { return true; };
    fs::rename(home / "PG_VERSION.away", home / "data" / "PG_VERSION");
    EXPECT_THROW(Cluster{cancelled}.start(), ClusterError);
}

} // namespace
} // namespace hurtrock::db
