#include "worker.hpp"

#include "core/db/process.hpp"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <system_error>

#include <sys/socket.h>
#include <unistd.h>

namespace hurtrock::supervise
{
namespace
{

/// Ours, with the names given again replaced.
std::vector<std::string> merged_environment(const std::vector<std::string>& additions)
{
    const auto name_of = [](std::string_view entry) { return entry.substr(0, entry.find('=') + 1); };
    std::vector<std::string> merged;
    for (char** entry = environ; *entry; ++entry) {
        bool replaced = false;
        for (const auto& addition : additions)
            replaced = replaced || name_of(addition) == name_of(*entry);
        if (!replaced) merged.emplace_back(*entry);
    }
    merged.insert(merged.end(), additions.begin(), additions.end());
    return merged;
}

} // namespace

Worker::Worker(std::vector<std::string> argv, std::vector<std::string> environment, WorkerFiles files)
    : argv_{std::move(argv)}, environment_{std::move(environment)}, files_{std::move(files)}
{
}

Worker::~Worker()
{
    kill();
    if (pid_ > 0) db::wait_child(pid_, std::chrono::seconds{5});
    close_pipe();
    stop_listening();
}

void Worker::start()
{
    int pipe[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pipe) < 0) throw std::system_error{errno, std::generic_category(), "socketpair"};
    auto additions = environment_;
    additions.push_back("HURTROCK_SUPERVISED=1");
    additions.push_back("HURTROCK_READY_FD=" + std::to_string(pipe[1]));
    if (listening_ >= 0) additions.push_back("HURTROCK_LISTEN_FD=" + std::to_string(listening_));
    additions.push_back("HURTROCK_CRASH_LOG=" + files_.crash_log.string());
    additions.push_back("HURTROCK_CRASH_NOTE=" + files_.crash_note.string());
    close_pipe();
    was_ready_ = false;
    try {
        pid_ = db::start_child({.argv = argv_,
                                .environment = merged_environment(additions),
                                .working_folder = std::filesystem::current_path(),
                                .parent_death_signal = SIGKILL,
                                .inherited_descriptors = {pipe[1], listening_}});
    } catch (...) {
        ::close(pipe[0]);
        ::close(pipe[1]);
        throw;
    }
    ::close(pipe[1]);
    ready_pipe_ = pipe[0];
}

std::optional<int> Worker::poll()
{
    if (pid_ <= 0) return std::nullopt;
    const auto status = db::poll_child(pid_);
    if (!status) return std::nullopt;
    ::kill(-pid_, SIGKILL);
    pid_ = 0;
    if (ready_pipe_ >= 0) read_ready();
    close_pipe();
    return status;
}

void Worker::ask_to_end() noexcept
{
    stop_listening(); // there is no next one: who comes now is refused
    if (pid_ > 0) ::kill(pid_, SIGTERM);
}

void Worker::kill() noexcept
{
    if (pid_ > 0) ::kill(-pid_, SIGKILL);
}

bool Worker::read_ready()
{
    char byte;
    iovec text{&byte, 1};
    alignas(cmsghdr) char space[CMSG_SPACE(sizeof(int))]{};
    msghdr message{};
    message.msg_iov = &text;
    message.msg_iovlen = 1;
    message.msg_control = space;
    message.msg_controllen = sizeof space;
    ssize_t got;
    while ((got = ::recvmsg(ready_pipe_, &message, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR) {
    }
    close_pipe();
    was_ready_ = got > 0;
    const auto* header = was_ready_ ? CMSG_FIRSTHDR(&message) : nullptr;
    if (header && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS) {
        stop_listening();
        std::memcpy(&listening_, CMSG_DATA(header), sizeof listening_);
    }
    return was_ready_;
}

void Worker::stop_listening() noexcept
{
    if (listening_ >= 0) ::close(listening_);
    listening_ = -1;
}

void Worker::close_pipe() noexcept
{
    if (ready_pipe_ >= 0) ::close(ready_pipe_);
    ready_pipe_ = -1;
}

} // namespace hurtrock::supervise
