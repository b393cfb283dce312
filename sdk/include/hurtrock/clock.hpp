#pragma once
/// Time. Everything is stored and computed in UTC with microseconds; pages show the shop's zone (Asia/Jakarta unless the
/// settings say otherwise). Ask the host's clock, never the system's, so that tests can move time.

#include <hurtrock/export.hpp>

#include <chrono>
#include <string>

namespace hurtrock {

using Time = std::chrono::sys_time<std::chrono::microseconds>;

/// Implemented by the host. Thread-safe.
class Clock {
public:
    virtual Time now() const = 0;

protected:
    ~Clock() = default;
};

/// "2026-11-21T03:04:05.123456Z" (RFC 3339).
HURTROCK_API std::string to_rfc3339(Time time);

} // namespace hurtrock
