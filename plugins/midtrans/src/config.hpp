#pragma once
/// What the owner set, read anew for each call so that a saved change counts at once.

#include <hurtrock/settings.hpp>

#include <chrono>
#include <vector>

namespace hurtrock::midtrans {

struct Config {
    bool active{true};
    /// Real money.
    bool production{false};
    std::string server_key;
    /// Public: Midtrans's script in the customer's browser names it.
    std::string client_key;
    /// Customers pay in a window over the order's page, where scripts run.
    bool in_window{false};
    /// Without a slash at the end: "https://app.sandbox.midtrans.com/snap/v1", "https://api.sandbox.midtrans.com".
    std::string snap_base, api_base;
    /// As Midtrans names them; empty leaves it to the account.
    std::vector<std::string> enabled_payments;
    /// Names of channels.hpp, those known, in the order given.
    std::vector<std::string> direct_channels;
    std::chrono::minutes time_to_pay{};
    std::chrono::milliseconds timeout{};
    bool own_notification_url{true};

    /// Both sides are elsewhere, in the clear: a simulator.
    bool is_simulated() const { return snap_base.starts_with("http://") && api_base.starts_with("http://"); }
};

Config read_config(const Settings& settings);

/// Words between commas or spaces, lower-case letters, digits and '_' only; others are left out.
std::vector<std::string> words_in(std::string_view text);

/// Why the keys cannot be right, in English; empty when nothing speaks against them.
std::string key_trouble(const Config& config);

} // namespace hurtrock::midtrans
