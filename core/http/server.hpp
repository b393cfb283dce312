// The HTTP/1.1 transport of Hurtrock. TLS ends in front of it.
//
//     Server server(options, [](Exchange exchange) { exchange.answer(make_response(200, "text/plain", "hello")); });
//     server.start();
//     ...
//     server.stop(std::chrono::seconds(10));
//
// Promised: a connection has one request at a time with the handler, in the order they were sent; no client ever
// sees another's bytes; a slow client costs memory, never a thread; limits and deadlines as in Options.
#pragma once

#include "exchange.hpp"
#include "metrics.hpp"
#include "options.hpp"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

namespace hurtrock::http {

struct Transport;
class PistacheListener;

// Runs on a thread of the transport, several at a time, and must not block: answer from memory, or move the exchange
// to a WorkerPool. An exception that leaves it answers 500.
using Handler = std::function<void(Exchange)>;

class Server {
public:
    using Options = http::Options;

    Server(Options options, Handler handler, BodyLimit body_limit = {});
    // Stops without draining.
    ~Server();

    // Throws std::runtime_error when the address cannot be had. A server is started once. SIGPIPE is ignored from
    // here on (sendfile has no other way to survive a client that leaves), unless the program handles it itself.
    void start();
    std::uint16_t port() const;
    // Somebody may keep it open for a server after this one (Options::inherited_socket). -1 while it does not listen.
    int listening_socket() const;

    // Refuses new clients, closes idle connections, lets requests in progress be answered with "Connection: close",
    // and closes what is left after `drain`. Joins all threads of the transport: not to be called from a handler.
    // Answers given to exchanges later than this are dropped silently.
    void stop(std::chrono::milliseconds drain);

    const Metrics& metrics() const;

private:
    std::shared_ptr<Transport> transport_;
    std::unique_ptr<PistacheListener> listener_;
};

} // namespace hurtrock::http
