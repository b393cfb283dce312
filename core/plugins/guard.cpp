#include "guard.hpp"

#include <map>
#include <mutex>
#include <vector>

namespace hurtrock::plugins {
namespace {

thread_local const char* running = nullptr;

struct Counters {
    std::mutex mutex;
    std::map<std::string, PluginCounters, std::less<>> by_plugin;
};
Counters& counters()
{
    static Counters instance;
    return instance;
}

} // namespace

PluginCounters& counters_of(std::string_view plugin)
{
    auto& all = counters();
    const std::lock_guard lock{all.mutex};
    if (const auto found = all.by_plugin.find(plugin); found != all.by_plugin.end()) return found->second;
    return all.by_plugin.try_emplace(std::string{plugin}).first->second;
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
RunningMark::RunningMark(const char* plugin) noexcept : outer_{running} { running = plugin; }
RunningMark::~RunningMark() { running = outer_; }

} // namespace hurtrock::plugins
