// Everything about the transport that can be set, with values fit for the open internet.
#pragma once

#include "message.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace hurtrock::http {

struct ParserLimits {
    std::size_t request_line_bytes_max = 8 * 1024;
    std::size_t head_bytes_max = 16 * 1024; // request line, headers and line ends together
    std::size_t header_count_max = 100;
    std::size_t body_bytes_max = 1024 * 1024; // unless the body limit callback says otherwise
    std::size_t chunk_line_bytes_max = 256;
    std::size_t chunk_extension_bytes_max = 4 * 1024; // all chunks of one body together
    std::size_t trailer_bytes_max = 4 * 1024;
};

struct Deadlines {
    std::chrono::milliseconds idle{15'000}; // nothing of a request has arrived
    std::chrono::milliseconds head{10'000}; // from its first byte to its last
    std::chrono::milliseconds body{600'000};
    // While a body arrives, every window must bring at least that many bytes (or the rest).
    std::chrono::milliseconds body_window{10'000};
    std::size_t body_window_bytes_min = 4 * 1024;
    // The same for answers: a reader slower than this is cut off.
    std::chrono::milliseconds write_window{20'000};
    std::size_t write_window_bytes_min = 8 * 1024;
    // A body made while it is sent that brings nothing for so long is given up.
    std::chrono::milliseconds source_silence{60'000};
    // After the last answer we wait that long for the client to close, so that a reset does not destroy the answer.
    std::chrono::milliseconds linger{5'000};
};

enum class LogLevel { info, warning, error };

// May run on any thread, also concurrently. Must not block and must not throw.
using Log = std::function<void(LogLevel, std::string_view message)>;

// Makes the answer to a request that the transport refuses; status and headers may be changed, framing not.
// Runs on a transport thread and must not block. When it throws, a plain text answer is sent.
using ErrorBody = std::function<Response(int status, std::string_view reason)>;

// How many bytes of body this request may have, decided when its head is complete (the body is still empty).
// Runs on a transport thread and must not block. When it throws, the connection is closed.
using BodyLimit = std::function<std::size_t(const Request& head)>;

struct Options {
    std::string address = "127.0.0.1"; // numeric IPv4 or IPv6
    std::uint16_t port = 0;            // 0: the system picks one
    // A socket that listens already, or -1: used when it listens at that address, so that clients who came while nobody
    // served are served. Otherwise it is made to stop listening. Closed by start().
    int inherited_socket = -1;
    int io_threads = 2;
    int backlog = 4096;
    std::size_t connections_max = 0; // 0: what the limit on open files allows (two descriptors a connection)
    // Bytes a client may send ahead while its previous request is being answered. Reading cannot be paused, so
    // a client that sends more is cut off.
    std::size_t ahead_bytes_max = 1024 * 1024 + 64 * 1024;
    ParserLimits limits;
    Deadlines deadlines;
    ErrorBody error_body;
    Log log;
};

} // namespace hurtrock::http
