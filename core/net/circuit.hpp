#pragma once
/// Circuit breakers, one per plugin and host: after some failures in a row, calls fail at once for a while, so that a
/// gateway that is down costs its callers a microsecond instead of a timeout each. Then one call is let through as a
/// probe. Thread-safe.

#include <hurtrock/http_client.hpp>

#include <map>
#include <mutex>

namespace hurtrock::net {

inline constexpr int circuit_failures = 5;
inline constexpr std::chrono::seconds circuit_open_for{30};

class Circuits {
public:
    enum class Entry { usual, probe, refused };

    /// Whether a call may be made now. Who was not refused says what came of it with `note`.
    Entry enter(const std::string& plugin, const std::string& place, Time now);
    /// `reason` is empty for a success. Answers true when this opened the circuit.
    bool note(const std::string& plugin, const std::string& place, Time now, const std::string& reason);
    /// A call that says nothing about the host.
    void leave(const std::string& plugin, const std::string& place);
    HostState state(const std::string& plugin, const std::string& place, Time now) const;

private:
    struct Breaker {
        int failures{0};
        bool open{false};
        bool probing{false};
        Time retry_at{};
        std::string reason{};
    };
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, std::string>, Breaker> breakers_;
};

} // namespace hurtrock::net
