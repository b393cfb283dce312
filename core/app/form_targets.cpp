#include "form_targets.hpp"

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

std::string FormTargets::list()
{
    const std::lock_guard lock{mutex_};
    const auto now = std::chrono::steady_clock::now();
    if (now < until_) return known_;
    known_ = collect();
    until_ = now + kept;
    return known_;
}

std::string FormTargets::collect() const
{
    std::set<std::string> sources;
    for (const auto& manifest : manager_.running())
        for (const auto& rule : manifest.network)
            sources.insert(
                net::source_of(rule, [&](const std::string& key) { return url_setting(settings_, manifest.id, key); }));
    std::string list;
    for (const auto& source : sources)
        if (!source.empty()) list += " " + source;
    return list;
}

} // namespace hurtrock::app
