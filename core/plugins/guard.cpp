#include "guard.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <mutex>

namespace hurtrock::plugins {
namespace {

using Steady = std::chrono::steady_clock;

struct Counters {
    std::mutex mutex;
    std::map<std::string, PluginCounters, std::less<>> by_plugin;
};
Counters& counters()
{
    static auto& instance = *new Counters; // a thread written off may still count while the process ends
    return instance;
}

/// What one thread is doing. Written by that thread, read by the watchdog.
struct Slot {
    std::atomic<const char*> plugin{nullptr};
    std::atomic<Steady::rep> since{0};
    std::atomic<std::uint64_t> number{0};
    int unhurried{0};
};

struct Slots {
    std::mutex mutex;
    std::vector<const Slot*> all;
};
Slots& slots()
{
    static auto& instance = *new Slots;
    return instance;
}

/// A plain pointer beside the slot: the crash handler reads it, and may neither construct nor lock anything.
thread_local const char* running = nullptr;

struct ThreadSlot {
    ThreadSlot()
    {
        const std::lock_guard lock{slots().mutex};
        slots().all.push_back(&slot);
    }
    ~ThreadSlot()
    {
        const std::lock_guard lock{slots().mutex};
        std::erase(slots().all, &slot);
    }
    Slot slot;
};
Slot& own_slot()
{
    thread_local ThreadSlot own;
    return own.slot;
}

std::atomic<std::uint64_t> last_number{0};

PluginCounters& shared_counters_of(std::string_view plugin)
{
    auto& all = counters();
    const std::lock_guard lock{all.mutex};
    if (const auto found = all.by_plugin.find(plugin); found != all.by_plugin.end()) return found->second;
    return all.by_plugin.try_emplace(std::string{plugin}, std::string{plugin}).first->second;
}

} // namespace

/// Asked for each call of a page: a thread remembers where it found some, without a lock and with nothing to destroy.
PluginCounters& counters_of(std::string_view plugin)
{
    constexpr std::size_t remembered = 32;
    thread_local std::array<PluginCounters*, remembered> known{};
    auto& place = known[std::hash<std::string_view>{}(plugin) % remembered];
    if (!place || place->plugin != plugin) place = &shared_counters_of(plugin);
    return *place;
}

std::vector<std::pair<std::string, const PluginCounters*>> all_counters()
{
    auto& all = counters();
    const std::lock_guard lock{all.mutex};
    std::vector<std::pair<std::string, const PluginCounters*>> list;
    for (const auto& [plugin, counted] : all.by_plugin) list.emplace_back(plugin, &counted);
    return list;
}

const char* plugin_running() noexcept { return running; }

RunningMark::RunningMark(const char* plugin) noexcept : outer_{running}
{
    running = plugin;
    auto& slot = own_slot();
    if (slot.unhurried > 0) return;
    if (!outer_) {
        slot.number.store(++last_number, std::memory_order_relaxed);
        slot.since.store(Steady::now().time_since_epoch().count(), std::memory_order_relaxed);
    }
    slot.plugin.store(plugin, std::memory_order_release);
}

RunningMark::~RunningMark()
{
    running = outer_;
    auto& slot = own_slot();
    if (slot.unhurried == 0) slot.plugin.store(outer_, std::memory_order_release);
}

Unhurried::Unhurried() noexcept { ++own_slot().unhurried; }
Unhurried::~Unhurried() { --own_slot().unhurried; }

std::vector<BusyCall> busy_calls(std::chrono::milliseconds at_least)
{
    std::vector<BusyCall> calls;
    const auto now = Steady::now();
    const std::lock_guard lock{slots().mutex};
    for (const auto* slot : slots().all) {
        const auto number = slot->number.load(std::memory_order_relaxed);
        const char* plugin = slot->plugin.load(std::memory_order_acquire);
        if (!plugin) continue;
        const auto since = Steady::time_point{Steady::duration{slot->since.load(std::memory_order_relaxed)}};
        const auto busy = std::chrono::duration_cast<std::chrono::milliseconds>(now - since);
        // A number that changed meanwhile: the old call ended, the new one is young.
        if (busy < at_least || number != slot->number.load(std::memory_order_relaxed)) continue;
        calls.push_back({number, plugin, busy});
    }
    return calls;
}

} // namespace hurtrock::plugins
