#include "server.hpp"

#include "connection.hpp"
#include "pistache_listener.hpp"
#include "transport.hpp"

#include <algorithm>
#include <csignal>
#include <thread>

namespace hurtrock::http {

namespace {

constexpr std::chrono::milliseconds drain_poll{5};

void ignore_broken_pipes()
{
    struct sigaction current {};
    if (::sigaction(SIGPIPE, nullptr, &current) == 0 && current.sa_handler == SIG_DFL)
        std::signal(SIGPIPE, SIG_IGN);
}

bool has_unfinished(const ConnectionRegistry& registry)
{
    const auto connections = registry.all();
    return std::any_of(connections.begin(), connections.end(), [](const auto& connection) { return connection->is_unfinished(); });
}

} // namespace

Server::Server(Options options, Handler handler, BodyLimit body_limit)
    : transport_(std::make_shared<Transport>(std::move(options), std::move(handler), std::move(body_limit))),
      listener_(std::make_unique<PistacheListener>(transport_))
{
}

Server::~Server() { stop(std::chrono::milliseconds(0)); }

void Server::start()
{
    ignore_broken_pipes();
    transport_->caretaker.start();
    listener_->start();
}

std::uint16_t Server::port() const { return listener_->port(); }

int Server::listening_socket() const { return listener_->listening_socket(); }

const Metrics& Server::metrics() const { return transport_->metrics; }

void Server::stop(std::chrono::milliseconds drain)
{
    const auto deadline = std::chrono::steady_clock::now() + drain;
    transport_->draining = true;
    listener_->stop_accepting();
    for (const auto& connection : transport_->registry.all())
        connection->close_if_idle();
    while (std::chrono::steady_clock::now() < deadline && has_unfinished(transport_->registry))
        std::this_thread::sleep_for(drain_poll);
    for (const auto& connection : transport_->registry.all())
        connection->abort();
    listener_->stop();
    transport_->caretaker.stop();
}

} // namespace hurtrock::http
