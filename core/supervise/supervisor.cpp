#include "supervisor.hpp"

#include "instance_lock.hpp"
#include "restart_policy.hpp"
#include "worker.hpp"

#include <cerrno>
#include <csignal>
#include <system_error>

#include <poll.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hurtrock::supervise
{
namespace
{

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;

/// A database that ended is noticed by SIGCHLD at once; this is for one that we found running and are not the parent
/// of.
constexpr auto look_around = 1'000ms;
/// Signals this close together are one request to end.
constexpr auto one_request = 1'000ms;

/// Signals as a descriptor; restores the old mask at its end.
class Signals
{
public:
    Signals()
    {
        sigset_t wanted;
        ::sigemptyset(&wanted);
        for (const int signal : {SIGINT, SIGTERM, SIGHUP, SIGCHLD})
            ::sigaddset(&wanted, signal);
        ::sigprocmask(SIG_BLOCK, &wanted, &before_);
        file_ = ::signalfd(-1, &wanted, SFD_CLOEXEC | SFD_NONBLOCK);
        if (file_ < 0) throw std::system_error{errno, std::generic_category(), "signalfd"};
    }
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;
    ~Signals()
    {
        ::close(file_);
        ::sigprocmask(SIG_SETMASK, &before_, nullptr);
    }

    int descriptor() const noexcept { return file_; }
    /// How often an end was asked for since the last call.
    int read_ends()
    {
        int ends = 0;
        signalfd_siginfo info;
        while (::read(file_, &info, sizeof info) == static_cast<ssize_t>(sizeof info))
            if (info.ssi_signo != SIGCHLD) ++ends;
        return ends;
    }

private:
    sigset_t before_;
    int file_;
};

class Supervisor
{
public:
    explicit Supervisor(SupervisorOptions options)
        : options_{std::move(options)}, lock_{options_.data_folder},
          home_{std::filesystem::canonical(options_.data_folder)}, files_{home_ / "crashes.json", home_ / "crash-note"}
    {
    }

    int run()
    {
        if (!options_.database_url) start_cluster();
        if (ends_ > 0) return 0;
        auto environment = options_.environment;
        environment.push_back("DATABASE_URL=" + (cluster_ ? cluster_->connection() : *options_.database_url));
        Worker worker{options_.worker, environment, files_};
        worker_ = &worker;
        start_worker();
        while (!outcome_)
            turn();
        worker_ = nullptr;
        if (cluster_) cluster_->stop();
        return *outcome_;
    }

private:
    void say(const std::string& line) const
    {
        if (options_.log) options_.log(line);
    }

    void start_cluster()
    {
        cluster_.emplace(
            db::ClusterOptions{.data_folder = home_, .take_over = true, .log = options_.log, .cancelled = [this] {
                                   ends_ += signals_.read_ends();
                                   return ends_ > 0;
                               }});
        try {
            cluster_->start();
        } catch (const db::ClusterError&) {
            if (ends_ == 0) throw;
        }
    }

    void start_worker()
    {
        take_crash_note(files_.crash_note);
        worker_->start();
        restart_at_.reset();
        say("worker started, process " + std::to_string(worker_->pid()));
    }

    void turn()
    {
        wait_for_something();
        const int new_ends = signals_.read_ends();
        ends_ += new_ends;
        if (const auto status = worker_->poll()) worker_ended(*status);
        if (outcome_) return;
        if (ends_ > 0) return drain(new_ends);
        watch_cluster();
        if (restart_at_ && Steady::now() >= *restart_at_) start_worker();
    }

    void wait_for_something()
    {
        const auto now = Steady::now();
        auto until = now + look_around;
        if (restart_at_) until = std::min(until, *restart_at_);
        if (kill_at_) until = std::min(until, *kill_at_);
        const auto patience = std::chrono::ceil<std::chrono::milliseconds>(until - now);
        pollfd waiting[2]{{signals_.descriptor(), POLLIN, 0}, {worker_->ready_descriptor(), POLLIN, 0}};
        ::poll(waiting, 2, static_cast<int>(std::max<std::int64_t>(patience.count(), 0)));
        if (waiting[1].revents == 0 || !worker_->read_ready()) return;
        policy_.ready();
        say("worker is ready");
    }

    void worker_ended(int status)
    {
        const bool by_code = WIFEXITED(status);
        if (draining_ || (by_code && WEXITSTATUS(status) == 0)) {
            say(draining_ ? "worker ended after draining" : "worker ended by itself");
            outcome_ = 0;
        } else if (by_code && WEXITSTATUS(status) == exit_configuration) {
            outcome_ = exit_configuration;
        } else {
            note_crash(status);
        }
    }

    void note_crash(int status)
    {
        const bool asked = WIFEXITED(status) && WEXITSTATUS(status) == exit_restart;
        const auto plugin = take_crash_note(files_.crash_note);
        say("worker ended: " + (asked ? "it asked to be restarted" : db::describe_status(status)) +
            (plugin.empty() ? "" : ", in plugin " + plugin));
        if (worker_->was_ready()) policy_.ready();
        if (!asked) remember(status, plugin);
        policy_.failed(Steady::now());
        if (policy_.pointless()) {
            say("giving up: the worker failed " + std::to_string(RestartPolicy::failures_before_ready_max) +
                " times within a minute and was never ready; the lines above say why (last: " +
                db::describe_status(status) + ")");
            outcome_ = 1;
            return;
        }
        restart_at_ = Steady::now() + policy_.pause();
    }

    void remember(int status, const std::string& plugin)
    {
        const Crash crash{.at = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now()),
                          .signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0,
                          .exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 0,
                          .was_ready = worker_->was_ready(),
                          .plugin = plugin};
        try {
            append_crash(files_.crash_log, crash);
        } catch (const std::exception& error) {
            say(std::string{"the crash could not be recorded: "} + error.what());
        }
    }

    /// The first request asks the worker to finish what it has; the deadline ends it, or a request made a moment later
    /// (a terminal and a script in between may both send the first one).
    void drain(int new_ends)
    {
        if (!worker_->is_running()) {
            outcome_ = 0;
            return;
        }
        if (!draining_) {
            draining_ = true;
            impatient_from_ = Steady::now() + one_request;
            kill_at_ = Steady::now() + options_.drain_timeout;
            say("stopping: the worker finishes what it has");
            worker_->ask_to_end();
        }
        const bool impatient = new_ends > 0 && Steady::now() >= impatient_from_;
        if (impatient || Steady::now() >= *kill_at_) {
            say(impatient ? "stopping at once" : "the worker did not drain in time");
            worker_->kill();
            kill_at_ = Steady::now() + 1s;
        }
    }

    void watch_cluster()
    {
        if (!cluster_ || cluster_->is_running()) return;
        say("PostgreSQL is gone; starting it again");
        try {
            cluster_->start();
        } catch (const db::ClusterError& error) {
            say(std::string{"PostgreSQL could not be started, trying again: "} + error.what());
        }
    }

    const SupervisorOptions options_;
    const InstanceLock lock_;
    const std::filesystem::path home_;
    const WorkerFiles files_;
    Signals signals_;
    std::optional<db::Cluster> cluster_;
    RestartPolicy policy_;
    Worker* worker_{nullptr};
    int ends_{0};
    bool draining_{false};
    Steady::time_point impatient_from_;
    std::optional<Steady::time_point> kill_at_;
    std::optional<Steady::time_point> restart_at_;
    std::optional<int> outcome_;
};

} // namespace

int run_supervisor(SupervisorOptions options)
{
    if (options.worker.empty()) throw SupervisorError{"no worker to run"};
    return Supervisor{std::move(options)}.run();
}

} // namespace hurtrock::supervise
