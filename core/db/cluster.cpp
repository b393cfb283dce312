#include "cluster.hpp"

#include "connection.hpp"
#include "errors.hpp"

#include <csignal>
#include <fstream>
#include <iterator>
#include <thread>

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace hurtrock::db
{
namespace
{

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

constexpr auto poll_pause = 50ms;
constexpr auto relaunch_pause_first = 100ms;
constexpr auto relaunch_pause_max = 2'000ms;

const Query find_database{"core.find_database", "SELECT 1 AS one FROM pg_database WHERE datname = 'hurtrock'"};

/// Held while a cluster is made or started, so that two programs do not do it at once.
class FolderLock
{
public:
    FolderLock(const std::filesystem::path& path, const std::function<void()>& while_waiting)
        : file_{::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600)}
    {
        if (file_ < 0)
            throw ClusterError{path.string() + " cannot be opened: " + std::generic_category().message(errno)};
        while (::flock(file_, LOCK_EX | LOCK_NB) != 0) {
            try {
                while_waiting();
            } catch (...) {
                ::close(file_);
                throw;
            }
            std::this_thread::sleep_for(poll_pause);
        }
    }
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;
    ~FolderLock() { ::close(file_); }

private:
    int file_;
};

/// A pid file outlives its process, and the number may belong to something else by now. A zombie has let go of the
/// files.
bool is_postgres(pid_t pid)
{
    if (pid <= 0) return false;
    std::ifstream file{"/proc/" + std::to_string(pid) + "/stat"}; // "123 (postgres) S …"
    std::string number, name, state;
    file >> number >> name >> state;
    return name == "(postgres)" && state != "Z" && state != "X";
}

std::string quoted(const std::string& value)
{
    std::string text = "'";
    for (const char letter : value) {
        if (letter == '\'' || letter == '\\') text += '\\';
        text += letter;
    }
    return text += '\'';
}

std::string startup_log(const std::filesystem::path& path)
{
    std::ifstream file{path};
    return {std::istreambuf_iterator<char>{file}, {}};
}

} // namespace

Cluster::Cluster(ClusterOptions options) : options_{std::move(options)} {}

Cluster::~Cluster()
{
    if (is_ours()) stop();
}

void Cluster::say(const std::string& line) const
{
    if (options_.log) options_.log(line);
}

void Cluster::check_cancelled() const
{
    if (options_.cancelled && options_.cancelled()) throw ClusterError{"starting PostgreSQL was cancelled"};
}

void Cluster::start()
{
    if (is_running()) return;
    files_ = locate_cluster(options_.data_folder, options_.user);
    if (!files_.moved_because.empty()) say(files_.moved_because);

    const auto deadline = Steady::now() + options_.start_timeout;
    const FolderLock lock{files_.folder / "lock", [&] {
                              check_cancelled();
                              if (Steady::now() >= deadline)
                                  throw ClusterError{"another program holds " + (files_.folder / "lock").string() +
                                                     " for too long"};
                          }};
    const auto programs = find_programs(files_.data());
    if (!std::filesystem::exists(files_.data() / "PG_VERSION"))
        say("making a private PostgreSQL in " + files_.folder.string());
    make_cluster(files_, programs);
    server_ = "host=" + quoted(files_.socket_folder.string()) +
              " port=5432 user=hurtrock password=" + quoted(read_password(files_));
    connection_ = server_ + " dbname=hurtrock";
    wait_until_it_answers(programs);
    make_database();
}

void Cluster::launch(const std::filesystem::path& programs)
{
    write_settings(files_);
    child_ = start_child({.argv = {(programs / "postgres").string(), "-D", files_.data().string()},
                          .environment = cluster_environment(),
                          .identity = files_.identity,
                          .output = files_.folder / "startup.log",
                          .working_folder = files_.data(),
                          .parent_death_signal = SIGINT});
}

/// A server killed a moment ago leaves processes that hold its shared memory, so a first launch may fail: it is
/// repeated.
void Cluster::wait_until_it_answers(const std::filesystem::path& programs)
{
    const auto deadline = Steady::now() + options_.start_timeout;
    auto relaunch_pause = relaunch_pause_first;
    while (!answers()) {
        check_cancelled();
        if (Steady::now() >= deadline) {
            stop();
            throw ClusterError{"PostgreSQL did not answer within " +
                               std::to_string(options_.start_timeout.count() / 1000) + " s; see " +
                               (files_.folder / "log").string() + "\n" + startup_log(files_.folder / "startup.log")};
        }
        std::this_thread::sleep_for(poll_pause);
        if (child_ > 0) {
            const auto status = poll_child(child_);
            if (!status) continue;
            child_ = 0;
            if (relaunch_pause >= relaunch_pause_max)
                throw ClusterError{"PostgreSQL ended while starting (" + describe_status(*status) + "):\n" +
                                   startup_log(files_.folder / "startup.log")};
            std::this_thread::sleep_for(relaunch_pause);
            relaunch_pause = std::min(relaunch_pause * 2, relaunch_pause_max);
        }
        if (!is_postgres(pid_in_file())) launch(programs);
    }
    if (child_ == 0) {
        adopted_ = pid_in_file();
        say("PostgreSQL already runs for " + files_.folder.string() + " (pid " + std::to_string(adopted_) + ")");
    }
}

bool Cluster::answers() const
{
    try {
        Connection{{.connection = server_ + " dbname=postgres", .application_name = "hurtrock start"}};
        return true;
    } catch (const ConnectionLost& refused) {
        if (std::string_view{refused.what()}.find("password authentication failed") == std::string_view::npos)
            return false;
        throw ClusterError{"PostgreSQL refuses the password in " + files_.password().string()};
    }
}

void Cluster::make_database() const
{
    Connection connection{{.connection = server_ + " dbname=postgres",
                           .application_name = "hurtrock start",
                           .statement_timeout = 60s,
                           .read_only = false}};
    if (connection.run(find_database, {}).empty())
        connection.command("core.make_database",
                           "CREATE DATABASE hurtrock ENCODING 'UTF8' TEMPLATE template0 LOCALE 'C.UTF-8'");
}

pid_t Cluster::pid_in_file() const
{
    std::ifstream file{files_.data() / "postmaster.pid"};
    pid_t pid = 0;
    file >> pid;
    return file ? pid : 0;
}

bool Cluster::is_running()
{
    if (child_ > 0) {
        const auto status = poll_child(child_);
        if (!status) return true;
        say("PostgreSQL ended: " + describe_status(*status));
        child_ = 0;
        return false;
    }
    if (adopted_ > 0 && !is_postgres(adopted_)) adopted_ = 0;
    return adopted_ > 0;
}

pid_t Cluster::pid() const
{
    return child_ > 0 ? child_ : adopted_;
}

bool Cluster::stop_pid(pid_t pid) const
{
    const auto gone_within = [&](std::chrono::milliseconds patience) {
        if (pid == child_) return wait_child(pid, patience).has_value();
        for (const auto deadline = Steady::now() + patience; Steady::now() < deadline;
             std::this_thread::sleep_for(poll_pause))
            if (!is_postgres(pid)) return true;
        return false;
    };
    ::kill(pid, SIGINT);
    if (gone_within(options_.stop_timeout)) return true;
    say("PostgreSQL did not stop in time and is stopped at once; it recovers at the next start");
    ::kill(pid, SIGQUIT);
    if (gone_within(6s)) return true;
    ::kill(pid, SIGKILL);
    return gone_within(5s);
}

void Cluster::stop() noexcept
{
    try {
        if (child_ > 0)
            stop_pid(child_);
        else if (adopted_ > 0 && options_.take_over)
            stop_pid(adopted_);
    } catch (const std::exception&) {
        // only a log line can fail here, and the server got its signal
    }
    child_ = adopted_ = 0;
}

} // namespace hurtrock::db
