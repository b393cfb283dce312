#include "foreign_hosts.hpp"

#include <algorithm>
#include <set>

namespace hurtrock::app {
namespace {

constexpr std::chrono::seconds kept{1};

/// "" for a plugin that went off meanwhile.
std::string url_setting(const settings::SettingsStore& settings, const std::string& plugin, const std::string& key)
try {
    const auto snapshot = settings.snapshot(plugin);
    const auto found = snapshot->values.find(key);
    return found == snapshot->values.end() ? std::string{} : std::string{found->second.text()};
} catch (const std::out_of_range&) {
    return {};
}

} // namespace

std::string ForeignHosts::form_targets()
{
    const std::lock_guard lock{mutex_};
    const auto now = std::chrono::steady_clock::now();
    if (now < until_) return known_;
    known_ = collect();
    until_ = now + kept;
    return known_;
}

std::string ForeignHosts::collect() const
{
    std::set<std::string> sources;
    for (const auto& manifest : manager_.running())
        for (const auto& rule : manifest.network)
            sources.insert(net::source_of(rule, settings_of(manifest.id)));
    std::string list;
    for (const auto& source : sources)
        if (!source.empty()) list += " " + source;
    return list;
}

Result<std::string> ForeignHosts::page_source(const std::string& plugin, const std::string& url) const
{
    const auto running = manager_.running();
    const auto manifest =
        std::find_if(running.begin(), running.end(), [&](const auto& one) { return one.id == plugin; });
    const auto none = std::vector<net::HostRule>{};
    return net::page_source(url, manifest == running.end() ? none : manifest->network, settings_of(plugin));
}

net::SettingValue ForeignHosts::settings_of(const std::string& plugin) const
{
    return [this, plugin](const std::string& key) { return url_setting(settings_, plugin, key); };
}

} // namespace hurtrock::app
