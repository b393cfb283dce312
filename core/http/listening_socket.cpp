#include "listening_socket.hpp"

#include <algorithm>
#include <arpa/inet.h>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <netinet/in.h>
#include <optional>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

namespace hurtrock::http {

namespace {

std::vector<int> open_descriptors()
{
    std::vector<int> numbers;
    DIR* directory = ::opendir("/proc/self/fd");
    if (directory == nullptr)
        return numbers;
    while (const dirent* entry = ::readdir(directory))
        if (entry->d_name[0] != '.')
            numbers.push_back(std::atoi(entry->d_name));
    ::closedir(directory);
    return numbers;
}

sockaddr_storage name_of(int socket)
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getsockname(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        address.ss_family = AF_UNSPEC;
    return address;
}

struct Watch {
    int poll;
    epoll_event event;
};

// Who polls a descriptor, and as what (proc(5), /proc/pid/fdinfo: "tfd: 5 events: 19 data: 5").
std::optional<Watch> watch_of(int watched)
{
    for (const int number : open_descriptors()) {
        std::ifstream info{"/proc/self/fdinfo/" + std::to_string(number)};
        for (std::string line; std::getline(info, line);) {
            int target = -1;
            unsigned events = 0;
            unsigned long long data = 0;
            if (std::sscanf(line.c_str(), "tfd: %d events: %x data: %llx", &target, &events, &data) != 3 || target != watched)
                continue;
            Watch watch{number, {}};
            watch.event.events = events;
            watch.event.data.u64 = data;
            return watch;
        }
    }
    return std::nullopt;
}

} // namespace

std::set<int> listening_sockets()
{
    std::set<int> sockets;
    for (const int number : open_descriptors()) {
        int is_listening = 0;
        socklen_t length = sizeof is_listening;
        if (::getsockopt(number, SOL_SOCKET, SO_ACCEPTCONN, &is_listening, &length) == 0 && is_listening != 0)
            sockets.insert(number);
    }
    return sockets;
}

std::uint16_t port_of(int socket)
{
    const auto address = name_of(socket);
    const bool is_v6 = address.ss_family == AF_INET6;
    return ntohs(is_v6 ? reinterpret_cast<const sockaddr_in6*>(&address)->sin6_port : reinterpret_cast<const sockaddr_in*>(&address)->sin_port);
}

bool listens_at(int socket, const std::string& address, std::uint16_t port)
{
    if (listening_sockets().count(socket) == 0 || (port != 0 && port_of(socket) != port))
        return false;
    const auto name = name_of(socket);
    std::array<unsigned char, sizeof(in6_addr)> wanted{};
    const bool is_v6 = name.ss_family == AF_INET6;
    const auto bare = !address.empty() && address.front() == '[' ? address.substr(1, address.size() - 2) : address;
    if (::inet_pton(is_v6 ? AF_INET6 : AF_INET, bare.c_str(), wanted.data()) != 1)
        return ::inet_pton(is_v6 ? AF_INET : AF_INET6, bare.c_str(), wanted.data()) != 1; // of the other family, or a name
    const void* bound = is_v6 ? static_cast<const void*>(&reinterpret_cast<const sockaddr_in6*>(&name)->sin6_addr)
                              : static_cast<const void*>(&reinterpret_cast<const sockaddr_in*>(&name)->sin_addr);
    return std::equal(wanted.begin(), wanted.begin() + (is_v6 ? sizeof(in6_addr) : sizeof(in_addr)), static_cast<const unsigned char*>(bound));
}

bool put_in_place(int socket, int watched)
{
    auto watch = watch_of(watched);
    if (!watch || ::dup3(socket, watched, O_CLOEXEC) < 0)
        return false;
    // With the last reference to it, the old socket left the poll by itself.
    return ::epoll_ctl(watch->poll, EPOLL_CTL_ADD, watched, &watch->event) == 0;
}

} // namespace hurtrock::http
