// What all connections of one server share. Outlives the server as long as a connection or an exchange is left, so
// that a late answer meets valid memory.
#pragma once

#include "caretaker.hpp"
#include "connection_registry.hpp"
#include "exchange.hpp"
#include "metrics.hpp"
#include "options.hpp"

#include <atomic>
#include <functional>
#include <string_view>

namespace hurtrock::http {

using Handler = std::function<void(Exchange)>;

struct Transport {
    Transport(Options options, Handler handler, BodyLimit body_limit);

    void log(LogLevel level, std::string_view message) const;
    // The application's error page, or plain text.
    Response error_response(int status) const;

    const Options options;
    const Handler handler;
    const BodyLimit body_limit;
    Metrics metrics;
    std::atomic<bool> draining{false};
    ConnectionRegistry registry;
    Caretaker caretaker;
};

} // namespace hurtrock::http
