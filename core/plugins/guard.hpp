#pragma once
/// The one door through which the core calls into plugins. Whatever a plugin throws ends here: it is logged with the
/// plugin's and the hook's name, counted, and answered with the hook's closed value. While the call runs, the thread is
/// marked as being inside that plugin, so that a crash can be blamed and a call that hangs is seen.

#include "outgoing_counters.hpp"
#include "durations.hpp"

#include "core/log/log.hpp"

#include <atomic>
#include <chrono>
#include <exception>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hurtrock::plugins {

/// What /metrics and admin show of a plugin. One per plugin id, for the life of the process.
struct PluginCounters {
    const std::string plugin{};
    std::atomic<std::uint64_t> calls{0};
    std::atomic<std::uint64_t> failures{0};
    std::atomic<std::uint64_t> total_us{0};
    OutgoingCounters outgoing{};
    /// Answered by the plugin's handlers, from reading the request to the written answer.
    Durations requests{};
    /// Statements those sent to the database.
    std::atomic<std::uint64_t> queries{0};
};

/// Thread-safe; the reference stays valid for the life of the process.
PluginCounters& counters_of(std::string_view plugin);
std::vector<std::pair<std::string, const PluginCounters*>> all_counters();

/// The plugin this thread is running, or nullptr. Async-signal-safe.
const char* plugin_running() noexcept;

/// The thread is inside the plugin while it lives. `plugin` must stay valid for the life of the process.
class RunningMark {
public:
    explicit RunningMark(const char* plugin) noexcept;
    ~RunningMark();
    RunningMark(const RunningMark&) = delete;
    RunningMark& operator=(const RunningMark&) = delete;

private:
    const char* outer_;
};

/// Calls of this thread may take long while it lives: jobs, commands, starts. busy_calls() leaves them out.
class Unhurried {
public:
    Unhurried() noexcept;
    ~Unhurried();
    Unhurried(const Unhurried&) = delete;
    Unhurried& operator=(const Unhurried&) = delete;
};

/// A thread inside a plugin since some time.
struct BusyCall {
    /// Tells calls apart: another call of the same thread has another number.
    std::uint64_t number;
    std::string plugin;
    std::chrono::milliseconds busy;
};
/// Threads whose outermost call into plugins is older than `at_least`; the plugin is the innermost one. Thread-safe.
std::vector<BusyCall> busy_calls(std::chrono::milliseconds at_least);

/// Marks, counts and times the call, and lets what it throws pass: for hooks whose caller must see the exception (a
/// listener inside a transaction).
template <class Call>
auto watched(const std::string& plugin, Call&& call) -> decltype(call())
{
    struct Watch {
        explicit Watch(PluginCounters& counted) : counters{counted}, mark{counted.plugin.c_str()} {}
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
    } watch{counters_of(plugin)};
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
