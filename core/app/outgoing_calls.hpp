#pragma once
/// The HTTP clients that plugins are given, wired to clock, settings, counters and to the rules on which threads may
/// wait.

#include "core/config/server_config.hpp"
#include "core/net/outgoing.hpp"
#include "core/plugins/manifest.hpp"
#include "core/settings/settings_store.hpp"

namespace hurtrock::app {

class OutgoingCalls {
public:
    /// Both outlive the clients.
    OutgoingCalls(const Clock& clock, const settings::SettingsStore& settings, const config::ServerConfig& config);

    /// The client lives as long as the plugin's generation.
    std::shared_ptr<HttpClient> client_of(const plugins::Manifest& manifest);

private:
    const settings::SettingsStore& settings_;
    net::Outgoing shared_;
};

} // namespace hurtrock::app
