#pragma once
/// The worker process as the supervisor sees it. Not thread-safe.

#include "crash_log.hpp"

#include <optional>

#include <sys/types.h>

namespace hurtrock::supervise
{

struct WorkerFiles {
    std::filesystem::path crash_log;
    std::filesystem::path crash_note;
};

class Worker
{
public:
    Worker(std::vector<std::string> argv, std::vector<std::string> environment, WorkerFiles files);
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;
    /// Kills what still runs.
    ~Worker();

    /// Throws std::system_error when the program cannot be started.
    void start();
    bool is_running() const noexcept { return pid_ > 0; }
    pid_t pid() const noexcept { return pid_; }
    /// The wait status once it ended; also ends the processes it left in its group.
    std::optional<int> poll();
    void ask_to_end() noexcept;
    void kill() noexcept;

    /// Readable when the worker said that it serves, or ended without; -1 when there is nothing to wait for.
    int ready_descriptor() const noexcept { return ready_pipe_; }
    /// True when it just said so.
    bool read_ready();
    bool was_ready() const noexcept { return was_ready_; }

private:
    void close_pipe() noexcept;
    void stop_listening() noexcept;

    const std::vector<std::string> argv_;
    const std::vector<std::string> environment_;
    const WorkerFiles files_;
    pid_t pid_{0};
    int ready_pipe_{-1};
    /// The worker's listening socket, kept while one follows another, so that nobody who comes in between is refused.
    int listening_{-1};
    bool was_ready_{false};
};

} // namespace hurtrock::supervise
