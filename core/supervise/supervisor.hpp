#pragma once
/// The process an operator starts. It owns the private PostgreSQL (unless a database was given) and the worker, which
/// does everything else: it restarts whichever ends, and on SIGINT or SIGTERM drains the worker before the database
/// stops.

#include "core/db/cluster.hpp"

#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace hurtrock::supervise
{

/// Why the supervisor cannot begin, in words for an operator.
class SupervisorError final : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

struct SupervisorOptions {
    std::filesystem::path data_folder;
    /// Uses this database instead of a private one.
    std::optional<std::string> database_url{};
    /// The worker's command line; argv[0] is a path.
    std::vector<std::string> worker{};
    /// Added to the worker's environment, which is otherwise ours.
    std::vector<std::string> environment{};
    /// From SIGTERM to SIGKILL for a worker that drains.
    std::chrono::milliseconds drain_timeout{15'000};
    std::function<void(const std::string&)> log{};
};

/// Runs until a signal or the worker ends it; answers the process's exit code: 0 after a signal or a worker that ended
/// with 0, `exit_configuration` from such a worker, 1 when the worker never got ready. Throws SupervisorError when
/// another supervisor uses the data folder, ClusterError when PostgreSQL cannot be started. Call it on the main thread,
/// before other threads are started: it blocks signals and reads them itself.
int run_supervisor(SupervisorOptions options);

} // namespace hurtrock::supervise
