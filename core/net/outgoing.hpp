#pragma once
/// What all plugins' HTTP clients share, and the client one plugin is given.

#include "circuit.hpp"
#include "host_rules.hpp"
#include "transfer.hpp"

#include <hurtrock/clock.hpp>

#include <atomic>

namespace hurtrock::net {

struct OutgoingHooks {
    /// Throws std::logic_error where this thread may not wait for another server. May be empty.
    std::function<void()> check_thread{};
    /// After each try that reached for the network.
    std::function<void(const std::string& plugin, std::chrono::microseconds took, bool failed)> counted{};
    /// Waits between tries; empty: sleeps.
    std::function<void(std::chrono::milliseconds)> pause{};
};

class Outgoing {
public:
    Outgoing(const Clock& given_clock, TransferOptions options, OutgoingHooks given_hooks)
        : clock{given_clock}, hooks{std::move(given_hooks)}, transfer{std::move(options)}
    {
    }

    const Clock& clock;
    const OutgoingHooks hooks;
    Transfer transfer;
    Circuits circuits;
};

struct Caller {
    std::string plugin;
    std::vector<HostRule> rules;
    /// Reads a url setting.
    SettingValue setting;
    /// What no log may show: the plugin's secret settings as they are now.
    std::function<std::vector<std::string>()> secrets;
};

/// HttpClient of one plugin. Thread-safe.
class OutgoingClient final : public HttpClient {
public:
    /// `shared` outlives this.
    OutgoingClient(Outgoing& shared, Caller caller) : shared_{shared}, caller_{std::move(caller)} {}

    HttpAnswer send(const HttpRequest& request) override;
    HostState state(std::string_view host_or_url) const override;

private:
    using Secrets = std::vector<std::string>;
    Secrets secrets_of(const HttpRequest& request) const;
    HttpAnswer refuse(const HttpRequest& request, const Secrets& secrets, const std::string& place, CallFailure failure,
                      std::string reason) const;
    HttpAnswer try_once(const HttpRequest& request, const Secrets& secrets, const Address& address, int attempt);
    void note(const Address& address, const HttpAnswer& answer);
    void record(const HttpRequest& request, const Secrets& secrets, const std::string& place, const HttpAnswer& answer,
                int attempt, Time at) const;

    Outgoing& shared_;
    const Caller caller_;
};

} // namespace hurtrock::net
