#pragma once
/// The private PostgreSQL that `hurtrock serve` runs when no DATABASE_URL is given: made on first use, reached through
/// a unix socket only, stopped with us, recovered after a kill. Not thread-safe.

#include "cluster_files.hpp"

#include <functional>

namespace hurtrock::db
{

struct ClusterOptions {
    std::filesystem::path data_folder;
    /// The user PostgreSQL runs as when we are root.
    std::string user{"postgres"};
    /// Crash recovery replays the log and may take its time.
    std::chrono::milliseconds start_timeout{120'000};
    /// From the fast stop (clients are disconnected) to the immediate one (recovery at the next start).
    std::chrono::milliseconds stop_timeout{20'000};
    /// A server that already runs for this folder (left by a killed supervisor) is stopped by stop() as if it were
    /// ours.
    bool take_over{false};
    std::function<void(const std::string&)> log{};
    /// Asked while waiting; true gives up the start with a ClusterError.
    std::function<bool()> cancelled{};
};

class Cluster
{
public:
    explicit Cluster(ClusterOptions options);
    Cluster(const Cluster&) = delete;
    Cluster& operator=(const Cluster&) = delete;
    /// Stops the server if we started it.
    ~Cluster();

    /// Makes the cluster if need be, starts the server or finds it running, waits until it answers and holds the
    /// database "hurtrock". Throws ClusterError. The thread must outlive the server: its end stops it.
    void start();
    /// Fast stop, then harder means; returns when the server is gone. Does nothing for a server somebody else runs.
    void stop() noexcept;

    /// For libpq. Precondition: start() succeeded.
    const std::string& connection() const noexcept { return connection_; }
    /// False once the server ended; then start() may be called again.
    bool is_running();
    /// True when start() started it, false when it found it running.
    bool is_ours() const noexcept { return child_ > 0; }
    /// 0 when not running.
    pid_t pid() const;

private:
    void check_cancelled() const;
    void say(const std::string& line) const;
    bool answers() const;
    void launch(const std::filesystem::path& programs);
    void wait_until_it_answers(const std::filesystem::path& programs);
    void make_database() const;
    pid_t pid_in_file() const;
    bool stop_pid(pid_t pid) const;

    ClusterOptions options_;
    ClusterFiles files_;
    std::string server_;
    std::string connection_;
    pid_t child_{0};
    pid_t adopted_{0};
};

} // namespace hurtrock::db
