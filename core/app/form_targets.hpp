#pragma once
/// Where forms of the shop may lead besides the shop itself: browsers hold a form to its page's policy through every
/// redirect, so that one whose answer leads to another host needs that host in it. These are the hosts that running
/// plugins declare under `network`.

#include "core/plugins/manager.hpp"
#include "core/settings/settings_store.hpp"

#include <chrono>
#include <mutex>

namespace hurtrock::app {

class FormTargets {
public:
    /// Both outlive this.
    FormTargets(const plugins::Manager& manager, const settings::SettingsStore& settings)
        : manager_{manager}, settings_{settings}
    {
    }

    /// Sources of a content security policy, each with a space in front. At most a second old. Thread-safe.
    std::string list();

private:
    std::string collect() const;

    const plugins::Manager& manager_;
    const settings::SettingsStore& settings_;
    std::mutex mutex_;
    std::string known_;
    std::chrono::steady_clock::time_point until_{};
};

} // namespace hurtrock::app
