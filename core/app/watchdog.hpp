#pragma once
/// Sees requests that hang inside a plugin. A thread cannot be ended from outside: it is written off and named, and when too
/// many are gone the worker is asked to start anew.

#include <chrono>
#include <functional>
#include <set>

namespace hurtrock::app {

class Watchdog {
public:
    /// A call that takes longer hangs; at `written_off_max` of them `restart` is called, once.
    Watchdog(std::function<void()> restart, std::chrono::milliseconds limit, std::size_t written_off_max)
        : restart_{std::move(restart)}, limit_{limit}, written_off_max_{written_off_max}
    {
    }

    /// To be called every second or so, on one thread.
    void look();

private:
    const std::function<void()> restart_;
    const std::chrono::milliseconds limit_;
    const std::size_t written_off_max_;
    std::set<std::uint64_t> reported_;
    bool restarting_{false};
};

} // namespace hurtrock::app
