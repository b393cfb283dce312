#pragma once
/// Which other hosts pages of the shop may have to do with: those that running plugins declare under `network`.
///
/// Forms may lead to all of them: browsers hold a form to its page's policy through every redirect, so that one whose
/// answer leads to another host needs that host in it. Loading something from them is each page's exception, asked for
/// by the plugin that declares the host (Request::may_load).

#include "core/plugins/manager.hpp"
#include "core/settings/settings_store.hpp"

#include <chrono>
#include <mutex>

namespace hurtrock::app {

class ForeignHosts {
public:
    /// Both outlive this.
    ForeignHosts(const plugins::Manager& manager, const settings::SettingsStore& settings)
        : manager_{manager}, settings_{settings}
    {
    }

    /// Sources of a content security policy, each with a space in front. At most a second old. Thread-safe.
    std::string form_targets();
    /// The source that stands for the host of `url`; Problem "network.source" {reason} unless that plugin declares it.
    /// Thread-safe.
    Result<std::string> page_source(const std::string& plugin, const std::string& url) const;

private:
    std::string collect() const;
    net::SettingValue settings_of(const std::string& plugin) const;

    const plugins::Manager& manager_;
    const settings::SettingsStore& settings_;
    std::mutex mutex_;
    std::string known_;
    std::chrono::steady_clock::time_point until_{};
};

} // namespace hurtrock::app
