#include "core/db/connection.hpp"
#include "core/supervise/supervisor.hpp"
#include "core/supervise/worker_side.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <iterator>
#include <thread>

#include <sys/wait.h>
#include <unistd.h>

namespace hurtrock::supervise
{
namespace
{

using namespace std::chrono_literals;
namespace fs = std::filesystem;

std::string read_text(const fs::path& path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds patience = 20s)
{
    for (const auto deadline = std::chrono::steady_clock::now() + patience;
         std::chrono::steady_clock::now() < deadline;) {
        if (condition()) return true;
        std::this_thread::sleep_for(10ms);
    }
    return false;
}

bool exists(pid_t pid)
{
    if (::kill(pid, 0) != 0) return false;
    const auto state = read_text("/proc/" + std::to_string(pid) + "/stat");
    const auto name_end = state.rfind(')');
    return name_end != std::string::npos && state.size() > name_end + 2 && state[name_end + 2] != 'Z';
}

/// Runs the supervisor in a process of its own, with this program as the worker (see `work` below).
class SupervisorTest : public ::testing::Test
{
protected:
    SupervisorTest()
    {
        char name[] = "/tmp/hurtrock-test-XXXXXX";
        folder = ::mkdtemp(name);
        fs::permissions(folder, fs::perms{0755});
    }
    ~SupervisorTest() override
    {
        if (supervisor > 0) {
            ::kill(supervisor, SIGTERM);
            ::waitpid(supervisor, nullptr, 0);
        }
        fs::remove_all(folder);
    }

    void start(const std::string& behaviour, bool own_database = false, std::chrono::milliseconds drain_timeout = 5s)
    {
        SupervisorOptions options{.data_folder = folder / "data",
                                  .worker = {"/proc/self/exe", "--worker", behaviour, folder.string()},
                                  .environment = {"HURTROCK_TEST=given"},
                                  .drain_timeout = drain_timeout,
                                  .log = [this](const std::string& line) {
                                      std::ofstream{folder / "log", std::ios::app} << line << '\n';
                                  }};
        if (!own_database) options.database_url = "host=/nonexistent";
        options.worker[0] = fs::read_symlink("/proc/self/exe");
        supervisor = ::fork();
        if (supervisor != 0) return;
        int code = 99;
        try {
            code = run_supervisor(options);
        } catch (const std::exception& error) {
            options.log(error.what());
        }
        ::_exit(code);
    }
    int end_code(std::chrono::milliseconds patience = 20s)
    {
        int status = -1;
        if (!eventually([&] { return ::waitpid(supervisor, &status, WNOHANG) == supervisor; }, patience)) return -1;
        supervisor = 0;
        return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
    }
    std::string log() const { return read_text(folder / "log"); }
    bool logged(const std::string& part)
    {
        return eventually([&] { return log().find(part) != std::string::npos; });
    }
    /// What the workers wrote, one line each event.
    std::string diary() const { return read_text(folder / "diary"); }
    bool wrote(const std::string& part, std::chrono::milliseconds patience = 20s)
    {
        return eventually([&] { return diary().find(part) != std::string::npos; }, patience);
    }
    pid_t pid_of(const std::string& event)
    {
        const auto text = diary();
        const auto at = text.rfind(event + ' ');
        return at == std::string::npos ? 0 : std::atoi(text.c_str() + at + event.size() + 1);
    }

    fs::path folder;
    pid_t supervisor{0};
};

TEST_F(SupervisorTest, drains_the_worker_and_ends_with_0)
{
    start("serve");
    ASSERT_TRUE(logged("worker is ready"));
    const auto worker = pid_of("started");
    EXPECT_EQ(::getpgid(worker), worker);
    ::kill(supervisor, SIGINT);
    EXPECT_EQ(end_code(), 0);
    EXPECT_NE(diary().find("drained"), std::string::npos);
    EXPECT_FALSE(exists(worker));
}

TEST_F(SupervisorTest, kills_a_worker_that_does_not_drain)
{
    start("stubborn", false, 300ms);
    ASSERT_TRUE(logged("worker is ready"));
    const auto worker = pid_of("started");
    ::kill(supervisor, SIGTERM);
    EXPECT_EQ(end_code(), 0);
    EXPECT_FALSE(exists(worker));
    EXPECT_NE(log().find("did not drain in time"), std::string::npos);
}

TEST_F(SupervisorTest, a_second_request_a_moment_later_ends_it_at_once_but_two_at_once_are_one)
{
    start("stubborn", false, 60s);
    ASSERT_TRUE(logged("worker is ready"));
    ::kill(supervisor, SIGINT);
    ::kill(supervisor, SIGTERM);
    EXPECT_EQ(end_code(1'200ms), -1);
    ::kill(supervisor, SIGINT);
    EXPECT_EQ(end_code(), 0);
}

TEST_F(SupervisorTest, restarts_a_crashed_worker_within_a_second_and_remembers_the_plugin)
{
    start("crash-once");
    ASSERT_TRUE(logged("worker started"));
    ASSERT_TRUE(wrote("crashing"));
    const auto crashed = std::chrono::steady_clock::now();
    ASSERT_TRUE(wrote("remembers 1 signal 11 plugin live-chat ready 1"));
    EXPECT_LT(std::chrono::steady_clock::now() - crashed, 1s);
    EXPECT_NE(log().find("signal 11 (Segmentation fault), in plugin live-chat"), std::string::npos);
    ::kill(supervisor, SIGTERM);
    EXPECT_EQ(end_code(), 0);
}

TEST_F(SupervisorTest, gives_up_on_a_worker_that_never_gets_ready)
{
    start("fail");
    EXPECT_EQ(end_code(), 1);
    EXPECT_NE(log().find("giving up: the worker failed 5 times within a minute and was never ready"),
              std::string::npos);
    EXPECT_NE(log().find("exit code 3"), std::string::npos);
}

TEST_F(SupervisorTest, believes_a_worker_that_calls_its_configuration_wrong)
{
    start("misconfigured");
    EXPECT_EQ(end_code(), exit_configuration);
    EXPECT_EQ(diary(), "started " + std::to_string(pid_of("started")) + "\n");
}

TEST_F(SupervisorTest, restarts_on_request_without_counting_a_crash)
{
    start("ask-restart");
    ASSERT_TRUE(wrote("remembers 0"));
    ::kill(supervisor, SIGTERM);
    EXPECT_EQ(end_code(), 0);
}

TEST_F(SupervisorTest, refuses_a_second_one_on_the_same_folder)
{
    start("serve");
    ASSERT_TRUE(logged("worker is ready"));
    try {
        run_supervisor({.data_folder = folder / "data", .database_url = "x", .worker = {"/bin/true"}});
        FAIL() << "no exception";
    } catch (const SupervisorError& error) {
        EXPECT_NE(std::string{error.what()}.find("already runs"), std::string::npos);
        EXPECT_NE(std::string{error.what()}.find("process " + std::to_string(supervisor)), std::string::npos)
            << error.what();
    }
}

TEST_F(SupervisorTest, the_worker_ends_when_the_supervisor_is_killed)
{
    start("serve");
    ASSERT_TRUE(logged("worker is ready"));
    const auto worker = pid_of("started");
    ::kill(supervisor, SIGKILL);
    end_code();
    EXPECT_TRUE(eventually([&] { return !exists(worker); }));
}

TEST_F(SupervisorTest, owns_a_database_stops_it_last_and_starts_it_again)
{
    start("use-database", true);
    ASSERT_TRUE(logged("worker is ready")) << log();
    ASSERT_TRUE(wrote("answered 1")) << diary();
    const auto pid_file = folder / "data" / "postgres" / "data" / "postmaster.pid";
    const auto database = std::atoi(read_text(pid_file).c_str());
    ASSERT_GT(database, 1);
    ::kill(database, SIGKILL);
    ASSERT_TRUE(logged("PostgreSQL is gone"));
    ASSERT_TRUE(eventually([&] {
        return diary().find("lost") != std::string::npos && diary().rfind("answered") > diary().rfind("lost");
    })) << diary();
    const auto again = std::atoi(read_text(pid_file).c_str());
    EXPECT_NE(again, database);
    ::kill(supervisor, SIGINT);
    EXPECT_EQ(end_code(30s), 0) << log();
    EXPECT_NE(diary().find("drained with database"), std::string::npos) << diary();
    EXPECT_FALSE(exists(again));
}

TEST_F(SupervisorTest, can_be_interrupted_while_it_makes_the_database)
{
    start("serve", true);
    std::this_thread::sleep_for(150ms);
    ::kill(supervisor, SIGINT);
    EXPECT_EQ(end_code(), 0) << log();
    EXPECT_EQ(diary(), "");
}

volatile std::sig_atomic_t asked_to_end = 0;

const Query one{"test.one", "SELECT 1 AS one"};

/// Asks the database all the time and notes when it is lost and when it answers again.
int work_with_database(const std::function<void(const std::string&)>& write)
{
    std::string last;
    while (asked_to_end == 0) {
        std::string now = "lost";
        try {
            now = "answered " +
                  std::to_string(
                      db::Connection{{.connection = std::getenv("DATABASE_URL")}}.run(one, {}).front().integer("one"));
        } catch (const DatabaseError&) {
            now = "lost";
        }
        if (now != last) write(now);
        last = now;
        std::this_thread::sleep_for(10ms);
    }
    const auto rows = db::Connection{{.connection = std::getenv("DATABASE_URL")}}.run(one, {});
    write("drained with database " + std::to_string(rows.size()));
    return 0;
}

} // namespace

/// The worker's side: behaves as it is told and keeps a diary.
int work(const std::string& behaviour, const fs::path& folder)
{
    const auto write = [&](const std::string& line) { std::ofstream{folder / "diary", std::ios::app} << line << '\n'; };
    const auto first = !fs::exists(folder / "diary");
    ::signal(SIGTERM, [](int) { asked_to_end = 1; });
    write("started " + std::to_string(::getpid()));
    if (std::getenv("HURTROCK_TEST") != std::string{"given"}) return 4;
    if (behaviour == "fail") return 3;
    if (behaviour == "misconfigured") return exit_configuration;
    if (!first) {
        const auto crashes = read_crashes();
        auto line = "remembers " + std::to_string(crashes.size());
        if (!crashes.empty())
            line += " signal " + std::to_string(crashes.back().signal) + " plugin " + crashes.back().plugin +
                    " ready " + std::to_string(crashes.back().was_ready);
        write(line);
    }
    tell_ready();
    if (first && behaviour == "ask-restart") return exit_restart;
    if (first && behaviour == "crash-once") {
        std::ofstream{crash_note_path()} << "live-chat\n";
        write("crashing");
        ::signal(SIGSEGV, SIG_DFL);
        ::raise(SIGSEGV);
    }

    if (behaviour == "use-database") return work_with_database(write);
    while (asked_to_end == 0 || behaviour == "stubborn")
        std::this_thread::sleep_for(10ms);
    write("drained");
    return 0;
}

} // namespace hurtrock::supervise

int main(int count, char** arguments)
{
    if (count == 4 && std::string{arguments[1]} == "--worker")
        return hurtrock::supervise::work(arguments[2], arguments[3]);
    ::testing::InitGoogleTest(&count, arguments);
    return RUN_ALL_TESTS();
}
