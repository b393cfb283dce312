#pragma once
/// Starting and ending child processes: what the private PostgreSQL and the supervisor need.

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace hurtrock::db
{

/// A system user a child runs as.
struct Identity {
    std::string name;
    uid_t uid;
    gid_t gid;
    std::vector<gid_t> groups;
};
std::optional<Identity> find_identity(const std::string& user);

/// True when the user may enter every folder on the way to `folder` and the folder itself. Precondition: we are root.
bool can_enter(const Identity& identity, const std::filesystem::path& folder);

struct ChildOptions {
    std::vector<std::string> argv;
    /// NAME=value; the whole environment of the child.
    std::vector<std::string> environment;
    /// Drops root's rights between fork and exec.
    std::optional<Identity> identity{};
    /// Standard output and error go to this file, which is emptied first; otherwise they are inherited.
    std::filesystem::path output{};
    std::filesystem::path working_folder{"/"};
    /// Sent to the child when the thread that started it ends; 0 for none.
    int parent_death_signal{0};
    /// Stays open in the child, under the same number; every other descriptor above 2 is closed.
    std::vector<int> inherited_descriptors{};
};

/// Starts the program in a process group of its own, with default signal handling. Throws std::system_error when it
/// could not be started, also when exec itself failed.
pid_t start_child(const ChildOptions& options);

/// The wait status if the child ended, nullopt while it runs.
std::optional<int> poll_child(pid_t pid);
/// Waits up to `patience`.
std::optional<int> wait_child(pid_t pid, std::chrono::milliseconds patience);
/// "exit code 3", "signal 11 (Segmentation fault)".
std::string describe_status(int wait_status);

} // namespace hurtrock::db
