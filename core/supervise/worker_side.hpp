#pragma once
/// What supervisor and worker tell each other. The supervisor starts the worker with:
///   HURTROCK_SUPERVISED=1        somebody restarts the worker when it ends badly
///   HURTROCK_READY_FD=n          a socket on which the worker says that it serves, and sends the one on which it listens
///   HURTROCK_LISTEN_FD=n         the socket on which the worker before it listened: who came meanwhile waits there
///   HURTROCK_CRASH_LOG=path      what crashed lately, oldest first (read_crashes)
///   HURTROCK_CRASH_NOTE=path     where the worker's crash handler leaves the id of the plugin it was in
///   DATABASE_URL=…               the database, unless it was given from outside

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace hurtrock::supervise
{

/// Exit codes with which a worker speaks to its supervisor; 0 ends both.
inline constexpr int exit_configuration = 78; ///< the configuration is wrong and the worker said why: do not try again
inline constexpr int exit_restart = 75;       ///< asks to be started again; does not count as a crash

struct Crash {
    std::chrono::sys_seconds at{};
    /// 0 when the worker ended by an exit code.
    int signal{0};
    int exit_code{0};
    /// Whether that worker had said that it serves.
    bool was_ready{false};
    /// The plugin named in the crash note, or empty.
    std::string plugin{};
};

/// Tells the supervisor that this worker serves, and on which socket (or -1): it stays open when the worker ends, for the
/// next one. Does nothing without a supervisor, and only once.
void tell_ready(int listening = -1);

/// The socket on which the worker before this one listened, or -1. Answers it once; the caller owns it.
int inherited_socket();

/// Where to leave the id of the plugin that is running when the process crashes; empty without a supervisor.
std::filesystem::path crash_note_path();

/// The crashes before this worker, oldest first, at most 50; empty without a supervisor.
std::vector<Crash> read_crashes();

} // namespace hurtrock::supervise
