#include "process.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <memory>
#include <system_error>
#include <thread>

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <pwd.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

namespace hurtrock::db
{
namespace
{

[[noreturn]] void throw_errno(const std::string& what)
{
    throw std::system_error{errno, std::generic_category(), what};
}

std::vector<char*> as_pointers(const std::vector<std::string>& texts)
{
    std::vector<char*> pointers;
    for (const auto& text : texts)
        pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

/// From here to exec only async-signal-safe calls: other threads of the parent may have held any lock.
bool become(const Identity& identity)
{
    return ::setgroups(identity.groups.size(), identity.groups.data()) == 0 &&
           ::setresgid(identity.gid, identity.gid, identity.gid) == 0 &&
           ::setresuid(identity.uid, identity.uid, identity.uid) == 0;
}

void reset_signals()
{
    for (int signal = 1; signal < NSIG; ++signal) {
        if (signal == SIGKILL || signal == SIGSTOP) continue;
        struct sigaction standard {
        };
        standard.sa_handler = SIG_DFL;
        ::sigaction(signal, &standard, nullptr);
    }
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
}

bool redirect_output(const char* path)
{
    const int file = ::open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600);
    return file >= 0 && ::dup2(file, 1) == 1 && ::dup2(file, 2) == 2;
}

struct Prepared {
    const ChildOptions& options;
    std::vector<char*> argv;
    std::vector<char*> environment;
    pid_t parent;
};

[[noreturn]] void run_child(const Prepared& child, int report)
{
    const auto& options = child.options;
    reset_signals();
    ::setpgid(0, 0);
    const bool started =
        (!options.identity || become(*options.identity)) &&
        (options.parent_death_signal == 0 || ::prctl(PR_SET_PDEATHSIG, options.parent_death_signal) == 0) &&
        ::chdir(options.working_folder.c_str()) == 0 &&
        (options.output.empty() || redirect_output(options.output.c_str()));
    if (started && ::getppid() == child.parent) {
        ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
        for (const int descriptor : options.inherited_descriptors)
            if (descriptor >= 0) ::fcntl(descriptor, F_SETFD, 0);
        ::execve(child.argv[0], child.argv.data(), child.environment.data());
    }
    const int reason = errno;
    [[maybe_unused]] const auto written = ::write(report, &reason, sizeof reason);
    ::_exit(127);
}

} // namespace

std::optional<Identity> find_identity(const std::string& user)
{
    const auto* entry = ::getpwnam(user.c_str());
    if (!entry) return std::nullopt;
    Identity identity{user, entry->pw_uid, entry->pw_gid, std::vector<gid_t>(64)};
    int count = static_cast<int>(identity.groups.size());
    if (::getgrouplist(user.c_str(), identity.gid, identity.groups.data(), &count) < 0) count = 64;
    identity.groups.resize(static_cast<std::size_t>(count));
    return identity;
}

bool can_enter(const Identity& identity, const std::filesystem::path& folder)
{
    const pid_t pid = ::fork();
    if (pid < 0) throw_errno("fork");
    if (pid == 0) ::_exit(become(identity) && ::access(folder.c_str(), X_OK) == 0 ? 0 : 1);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

pid_t start_child(const ChildOptions& options)
{
    int report[2];
    if (::pipe2(report, O_CLOEXEC) < 0) throw_errno("pipe");
    const Prepared child{options, as_pointers(options.argv), as_pointers(options.environment), ::getpid()};

    const pid_t pid = ::fork();
    if (pid == 0) run_child(child, report[1]);
    const int fork_error = errno;
    ::close(report[1]);
    int reason = 0;
    ssize_t got = 0;
    if (pid > 0)
        while ((got = ::read(report[0], &reason, sizeof reason)) < 0 && errno == EINTR) {
        }
    ::close(report[0]);
    if (pid < 0) throw std::system_error{fork_error, std::generic_category(), "fork"};
    if (got > 0) {
        ::waitpid(pid, nullptr, 0);
        throw std::system_error{reason, std::generic_category(), "cannot start " + options.argv[0]};
    }
    return pid;
}

std::optional<int> poll_child(pid_t pid)
{
    int status = 0;
    const auto answer = ::waitpid(pid, &status, WNOHANG);
    if (answer == pid) return status;
    if (answer < 0 && errno == ECHILD) return 0;
    return std::nullopt;
}

std::optional<int> wait_child(pid_t pid, std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (true) {
        if (const auto status = poll_child(pid)) return status;
        if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
        std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
}

std::string describe_status(int wait_status)
{
    if (WIFSIGNALED(wait_status)) {
        const int signal = WTERMSIG(wait_status);
        return "signal " + std::to_string(signal) + " (" + ::strsignal(signal) + ")";
    }
    return "exit code " + std::to_string(WEXITSTATUS(wait_status));
}

} // namespace hurtrock::db
