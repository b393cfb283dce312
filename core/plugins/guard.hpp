#pragma once
/// The one door through which the core calls into plugins. Whatever a plugin throws ends here: it is logged with the
/// plugin's and the hook's name, counted, and answered with the hook's closed value. While the call runs, the thread is
/// marked as being inside that plugin, so that a crash can be blamed.

#include "core/log/log.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <utility>
#include <vector>
#include <string>
#include <string_view>

namespace hurtrock::plugins {

/// What /metrics and admin show of a plugin. One per plugin id, for the life of the process.
struct PluginCounters {
    std::atomic<std::uint64_t> calls{0};
    std::atomic<std::uint64_t> failures{0};
    std::atomic<std::uint64_t> total_us{0};
};

/// Thread-safe; the reference stays valid for the life of the process.
PluginCounters& counters_of(std::string_view plugin);
std::vector<std::pair<std::string, const PluginCounters*>> all_counters();

/// The plugin this thread is running, or nullptr. Async-signal-safe.
const char* plugin_running() noexcept;

class RunningMark {
public:
    explicit RunningMark(const char* plugin) noexcept;
    ~RunningMark();
    RunningMark(const RunningMark&) = delete;
    RunningMark& operator=(const RunningMark&) = delete;

private:
    const char* outer_;
};

/// Marks, counts and times the call, and lets what it throws pass: for hooks whose caller must see the exception (a
/// listener inside a transaction). `plugin` must outlive the call.
template <class Call>
auto watched(const std::string& plugin, Call&& call) -> decltype(call())
{
    struct Watch {
        PluginCounters& counters;
        RunningMark mark;
        std::chrono::steady_clock::time_point start{std::chrono::steady_clock::now()};
        int exceptions{std::uncaught_exceptions()};
        ~Watch()
        {
            const auto took = std::chrono::steady_clock::now() - start;
            counters.calls.fetch_add(1, std::memory_order_relaxed);
            counters.total_us.fetch_add(
                static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(took).count()),
                std::memory_order_relaxed);
            if (std::uncaught_exceptions() > exceptions) counters.failures.fetch_add(1, std::memory_order_relaxed);
        }
    } watch{counters_of(plugin), RunningMark{plugin.c_str()}};
    return call();
}

/// Calls, and answers `closed` when the plugin throws.
template <class Answer, class Call>
Answer guarded(const std::string& plugin, std::string_view hook, Answer closed, Call&& call)
{
    try {
        return watched(plugin, std::forward<Call>(call));
    } catch (const std::exception& error) {
        log::write(log::Level::error, plugin, "plugin failed", {{"hook", hook}, {"reason", error.what()}});
    } catch (...) {
        log::write(log::Level::error, plugin, "plugin failed", {{"hook", hook}, {"reason", "threw something that is no exception"}});
    }
    return closed;
}

} // namespace hurtrock::plugins
