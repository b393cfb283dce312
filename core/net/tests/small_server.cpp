#include "small_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdexcept>
#include <sys/socket.h>
#include <unistd.h>

namespace hurtrock::net::test {
namespace {

/// Head and as many bytes as Content-Length says, or what came until the other side stopped.
std::string read_request(int connection)
{
    std::string text;
    char buffer[4096];
    for (;;) {
        const auto head = text.find("\r\n\r\n");
        if (head != std::string::npos) {
            const auto length = text.find("Content-Length: ");
            const auto body = length == std::string::npos || length > head ? 0 : std::stoul(text.substr(length + 16));
            if (text.size() >= head + 4 + body) return text;
        }
        const auto got = ::recv(connection, buffer, sizeof buffer, 0);
        if (got <= 0) return text;
        text.append(buffer, static_cast<std::size_t>(got));
        if (text[0] == '\x16') return text; // a TLS handshake
    }
}

} // namespace

SmallServer::SmallServer(Answer answer) : answer_{std::move(answer)}
{
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || ::listen(listener_, 16) != 0)
        throw std::runtime_error{"no port"};
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread{[this] { serve(); }};
}

SmallServer::~SmallServer()
{
    stopping_ = true;
    thread_.join();
    ::close(listener_);
}

void SmallServer::serve()
{
    while (!stopping_) {
        pollfd waiting{listener_, POLLIN, 0};
        if (::poll(&waiting, 1, 20) != 1) continue;
        const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (connection < 0) continue;
        serve_one(connection);
        ::close(connection);
    }
}

void SmallServer::serve_one(int connection)
{
    const auto request = read_request(connection);
    if (request.empty()) return;
    ++requests_;
    const auto answer = answer_(request);
    if (answer == "hang") {
        // Until the caller gives up.
        char byte = 0;
        while (!stopping_) {
            pollfd waiting{connection, POLLIN, 0};
            if (::poll(&waiting, 1, 20) == 1 && ::recv(connection, &byte, 1, 0) <= 0) return;
        }
        return;
    }
    for (std::size_t sent = 0; sent < answer.size();) {
        const auto count = ::send(connection, answer.data() + sent, answer.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) return;
        sent += static_cast<std::size_t>(count);
    }
}

std::string http_answer(int status, const std::string& body, const std::string& more_headers)
{
    return "HTTP/1.1 " + std::to_string(status) +
           " X\r\nConnection: close\r\nContent-Length: " + std::to_string(body.size()) + "\r\n" + more_headers +
           "\r\n" + body;
}

} // namespace hurtrock::net::test
