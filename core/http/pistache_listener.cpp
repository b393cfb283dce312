#include "pistache_listener.hpp"

#include "connection.hpp"
#include "listening_socket.hpp"
#include "transport.hpp"

#include <pistache/listener.h>
#include <pistache/peer.h>
#include <pistache/tcp.h>

#include <arpa/inet.h>
#include <array>
#include <atomic>
#include <chrono>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <set>
#include <stdexcept>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <vector>

namespace hurtrock::http {

namespace {

constexpr const char* connection_key = "connection";
constexpr std::size_t descriptors_per_connection = 2; // Pistache's and our duplicate
constexpr std::size_t descriptors_reserved = 256;     // files, databases, libraries
constexpr std::size_t connections_min = 64;
// How long stop() waits for the event loops to notice that their sockets were shut down.
constexpr std::chrono::seconds detach_deadline{2};

std::size_t connections_allowed(const Options& options)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return options.connections_max != 0 ? options.connections_max : connections_min;
    const auto open_max = static_cast<std::size_t>(limit.rlim_cur);
    const auto spare = open_max > descriptors_reserved ? open_max - descriptors_reserved : 0;
    const auto possible = std::max(connections_min, spare / descriptors_per_connection);
    return options.connections_max == 0 ? possible : std::min(possible, options.connections_max);
}

std::string peer_text(int socket)
{
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getpeername(socket, reinterpret_cast<sockaddr*>(&address), &length) != 0)
        return {};
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        const auto* v4 = reinterpret_cast<const sockaddr_in*>(&address);
        ::inet_ntop(AF_INET, &v4->sin_addr, text.data(), text.size());
    } else if (address.ss_family == AF_INET6) {
        const auto* v6 = reinterpret_cast<const sockaddr_in6*>(&address);
        const bool is_mapped = IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr);
        const void* source = is_mapped ? static_cast<const void*>(&v6->sin6_addr.s6_addr[12]) : &v6->sin6_addr;
        ::inet_ntop(is_mapped ? AF_INET : AF_INET6, source, text.data(), text.size());
    }
    return text.data();
}

std::string bracketed(const std::string& address)
{
    const bool is_bare_v6 = address.find(':') != std::string::npos && address.front() != '[';
    return is_bare_v6 ? "[" + address + "]" : address;
}

// One copy per io thread; all share the transport and the count of attached peers.
class InputHandler : public Pistache::Tcp::Handler {
    PROTOTYPE_OF(Pistache::Tcp::Handler, InputHandler)

public:
    InputHandler(std::shared_ptr<Transport> transport, std::shared_ptr<std::atomic<std::size_t>> attached)
        : transport_(std::move(transport)), attached_(std::move(attached)), connections_max_(connections_allowed(transport_->options))
    {
    }

    void onConnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override
    {
        const auto attached = attached_->fetch_add(1) + 1;
        try {
            adopt(peer, attached);
        } catch (...) { // out of memory
            ::shutdown(peer->fd(), SHUT_RDWR);
        }
    }

    void onInput(const char* bytes, std::size_t length, const std::shared_ptr<Pistache::Tcp::Peer>& peer) override
    {
        if (const auto connection = connection_of(*peer))
            guarded([&] { connection->on_input({bytes, length}); }, *connection);
    }

    void onDisconnection(const std::shared_ptr<Pistache::Tcp::Peer>& peer) override
    {
        attached_->fetch_sub(1);
        if (const auto connection = connection_of(*peer))
            guarded([&] { connection->on_end_of_input(); }, *connection);
    }

private:
    void adopt(const std::shared_ptr<Pistache::Tcp::Peer>& peer, std::size_t attached)
    {
        auto& metrics = transport_->metrics;
        FileDescriptor duplicate(::fcntl(peer->fd(), F_DUPFD_CLOEXEC, 0));
        if (!duplicate.is_open() || attached > connections_max_ || transport_->draining) {
            metrics.connections_refused.fetch_add(1, std::memory_order_relaxed);
            ::shutdown(peer->fd(), SHUT_RDWR);
            return;
        }
        const int one = 1;
        ::setsockopt(duplicate.number(), IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        auto text = peer_text(duplicate.number());
        const auto connection = std::make_shared<Connection>(transport_, std::move(duplicate), std::move(text));
        transport_->registry.add(connection);
        peer->putData(connection_key, connection);
        metrics.connections_accepted.fetch_add(1, std::memory_order_relaxed);
    }

    static std::shared_ptr<Connection> connection_of(const Pistache::Tcp::Peer& peer)
    {
        return std::static_pointer_cast<Connection>(peer.tryGetData(connection_key));
    }

    // An exception that reached Pistache's loop would end the process.
    template <typename Action> void guarded(Action action, Connection& connection)
    {
        try {
            action();
        } catch (...) {
            transport_->log(LogLevel::error, "a connection failed and is closed");
            connection.abort();
        }
    }

    std::shared_ptr<Transport> transport_;
    std::shared_ptr<std::atomic<std::size_t>> attached_;
    std::size_t connections_max_;
};

} // namespace

struct PistacheListener::Running {
    std::shared_ptr<std::atomic<std::size_t>> attached = std::make_shared<std::atomic<std::size_t>>(0);
    Pistache::Tcp::Listener listener;
    std::uint16_t port = 0;
    std::vector<int> listening; // owned by Pistache
};

PistacheListener::PistacheListener(std::shared_ptr<Transport> transport) : transport_(std::move(transport)) {}

PistacheListener::~PistacheListener() { stop(); }

void PistacheListener::start()
{
    using Pistache::Flags;
    using TcpOptions = Pistache::Tcp::Options;
    const auto& options = transport_->options;
    FileDescriptor inherited(options.inherited_socket);
    if (inherited.is_open() && !listens_at(inherited.number(), options.address, options.port)) {
        ::shutdown(inherited.number(), SHUT_RDWR); // whoever else holds it no longer holds the address
        inherited.reset();
    }
    auto running = std::make_unique<Running>();
    // Pistache keeps its listening socket to itself, so it is found by looking at what has begun to listen.
    const auto before = listening_sockets();
    const Flags<TcpOptions> flags = Flags<TcpOptions>(TcpOptions::ReuseAddr) | TcpOptions::CloseOnExec;
    auto& listener = running->listener;
    listener.init(static_cast<std::size_t>(options.io_threads), flags, "http-io", options.backlog);
    listener.setHandler(std::make_shared<InputHandler>(transport_, running->attached));
    const std::uint16_t port = inherited.is_open() ? 0 : options.port;
    try {
        listener.bind(Pistache::Address(bracketed(options.address), Pistache::Port(port)));
    } catch (const std::exception& error) {
        throw std::runtime_error("cannot listen on " + options.address + " port " + std::to_string(options.port) + ": " + error.what());
    }
    running->port = listener.getPort();
    for (const int socket : listening_sockets())
        if (before.count(socket) == 0 && port_of(socket) == running->port)
            running->listening.push_back(socket);
    if (inherited.is_open())
        take_over(*running, inherited.number());
    listener.runThreaded();
    running_ = std::move(running);
}

// Pistache opens its socket itself and cannot be given one: the one it opened, on a port of its own, is exchanged before
// anybody waits for it.
void PistacheListener::take_over(Running& running, int inherited)
{
    if (running.listening.size() != 1 || !put_in_place(inherited, running.listening.front()))
        throw std::runtime_error("cannot go on listening on port " + std::to_string(port_of(inherited)));
    running.port = port_of(inherited);
}

int PistacheListener::listening_socket() const { return running_ && !running_->listening.empty() ? running_->listening.front() : -1; }

std::uint16_t PistacheListener::port() const { return running_ ? running_->port : 0; }

// Pistache can only stop accepting and reading together. Putting an unconnected socket under the number of the
// listening one closes the port while the event loops go on; an accept() already under way then fails harmlessly,
// and Pistache later closes the number as it would have anyway.
void PistacheListener::stop_accepting()
{
    if (!running_)
        return;
    for (const int listening : running_->listening) {
        const FileDescriptor idle(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
        if (idle.is_open())
            ::dup3(idle.number(), listening, O_CLOEXEC);
    }
    running_->listening.clear();
}

void PistacheListener::stop()
{
    if (!running_)
        return;
    stop_accepting();
    // Pistache closes the descriptors of its peers when it sees them disconnect, not when it is destroyed.
    const auto deadline = std::chrono::steady_clock::now() + detach_deadline;
    while (*running_->attached > 0 && std::chrono::steady_clock::now() < deadline)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    running_.reset();
}

} // namespace hurtrock::http
