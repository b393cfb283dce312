#pragma once
/// Sees requests that hang inside a plugin. A thread cannot be ended from outside: it is written off and named, and when too
/// many are gone the worker is asked to start anew.

#include <chrono>
#include <functional>
#include <set>

namespace hurtrock::app {

class Watchdog {
public:
    static constexpr std::chrono::seconds call_limit{30};
    static constexpr std::size_t written_off_max = 4;

    /// `restart` is called once.
    explicit Watchdog(std::function<void()> restart, std::chrono::milliseconds limit = call_limit)
        : restart_{std::move(restart)}, limit_{limit}
    {
    }

    /// To be called every second or so, on one thread.
    void look();

private:
    const std::function<void()> restart_;
    const std::chrono::milliseconds limit_;
    std::set<std::uint64_t> reported_;
    bool restarting_{false};
};

} // namespace hurtrock::app
