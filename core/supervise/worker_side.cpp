#include "worker_side.hpp"

#include "crash_log.hpp"

#include <cstdlib>
#include <cstring>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace hurtrock::supervise
{
namespace
{

std::string environment(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

/// The descriptor named there, taken: it is told once.
int descriptor_of(const char* name)
{
    const auto number = environment(name);
    ::unsetenv(name);
    return number.empty() ? -1 : std::atoi(number.c_str());
}

/// One byte says it; the socket travels beside it (unix(7), SCM_RIGHTS).
void send_ready(int socket, int listening)
{
    char byte = 'r';
    iovec text{&byte, 1};
    alignas(cmsghdr) char space[CMSG_SPACE(sizeof(int))]{};
    msghdr message{};
    message.msg_iov = &text;
    message.msg_iovlen = 1;
    if (listening >= 0) {
        message.msg_control = space;
        message.msg_controllen = sizeof space;
        auto* header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN(sizeof(int));
        std::memcpy(CMSG_DATA(header), &listening, sizeof listening);
    }
    [[maybe_unused]] const auto sent = ::sendmsg(socket, &message, MSG_NOSIGNAL);
}

} // namespace

void tell_ready(int listening)
{
    const int socket = descriptor_of("HURTROCK_READY_FD");
    if (socket < 0) return;
    send_ready(socket, listening);
    ::close(socket);
}

int inherited_socket()
{
    const int socket = descriptor_of("HURTROCK_LISTEN_FD");
    if (socket >= 0) ::fcntl(socket, F_SETFD, FD_CLOEXEC);
    return socket;
}

std::filesystem::path crash_note_path()
{
    return environment("HURTROCK_CRASH_NOTE");
}

std::vector<Crash> read_crashes()
{
    const auto path = environment("HURTROCK_CRASH_LOG");
    return path.empty() ? std::vector<Crash>{} : load_crashes(path);
}

} // namespace hurtrock::supervise
