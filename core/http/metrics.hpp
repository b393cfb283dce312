// Counters of the transport. Any thread may read them at any time; each is exact, together they are no snapshot.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace hurtrock::http {

// Why a request was refused by the transport itself.
enum class ProtocolError {
    bad_request_line,
    bad_target,
    target_too_long,
    unknown_method,
    unsupported_version,
    bad_header,
    bad_host,
    head_too_large,
    bad_framing, // Content-Length and Transfer-Encoding
    bad_chunk,
    body_too_large,
    unknown_expectation,
    head_too_slow,
    body_too_slow,
    input_flood, // more bytes sent ahead than we are willing to keep
    count_
};

inline constexpr std::size_t protocol_error_count = static_cast<std::size_t>(ProtocolError::count_);

// A name for dashboards, in snake_case.
std::string_view name_of(ProtocolError error);

struct Metrics {
    using Counter = std::atomic<std::uint64_t>;

    Counter connections_open{0};
    Counter connections_accepted{0};
    Counter connections_refused{0}; // over the limit, or out of descriptors
    Counter requests{0};
    Counter bytes_out{0};
    Counter slow_writers{0};       // answers that did not fit into the socket at once
    Counter slow_writers_cut{0};   // of these, given up because the reader made no progress
    Counter unanswered_requests{0}; // exchanges dropped without an answer
    Counter streams_begun{0};      // bodies made while they were sent
    Counter streams_cut{0};        // of these, ended before their end by us: broken, silent or no longer wanted
    Counter refused_headers{0};    // response headers that were not fit to be sent
    std::array<Counter, protocol_error_count> protocol_errors{};

    void count(ProtocolError error) { protocol_errors[static_cast<std::size_t>(error)].fetch_add(1, std::memory_order_relaxed); }
};

} // namespace hurtrock::http
