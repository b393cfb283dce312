#pragma once
/// What the admin pages need of the shop. Lent by the application; all members outlive the registry.

#include "core/auth/accounts_host.hpp"
#include "core/auth/roles.hpp"
#include "core/auth/sessions.hpp"
#include "core/db/database_host.hpp"
#include "core/http/worker_pool.hpp"
#include "core/mail/mail_host.hpp"
#include "core/plugins/manager.hpp"
#include "core/settings/settings_store.hpp"

#include <filesystem>

namespace hurtrock::admin {

struct AdminServices {
    db::DatabaseHost& database;
    Clock& clock;
    auth::AccountsHost& accounts;
    auth::Roles& roles;
    auth::Sessions& sessions;
    settings::SettingsStore& settings;
    mail::MailHost& mail;
    plugins::RegistrySlot& registry;
    /// The plugins; asked for each time, because it is made after the admin pages.
    std::function<const plugins::Manager&()> plugins;
    /// config/plugins.yaml as it is now; throws ConfigError.
    std::function<config::PluginsFile()> plugins_file;
    /// Writes config/plugins.yaml; throws ConfigError.
    std::function<void(std::string_view id, bool enabled)> switch_plugin;
    /// plugins::drop_plugin_data on this shop's database.
    std::function<void(const std::string& id)> drop_plugin_data;
    /// No plugin runs, because admin asked for it (`asked`) or because the shop was started so.
    struct SafeMode {
        bool on{false};
        bool asked{false};
    };
    std::function<SafeMode()> safe_mode;
    /// Restarts the worker into safe mode or out of it, once the current requests are answered.
    std::function<void(bool on)> set_safe_mode;
    /// Nothing while no pool of workers runs.
    std::function<std::optional<http::WorkerPool::Stats>()> workers;
    std::function<void(Transaction&, const Request&, std::string_view action, std::string_view subject, const Value& before,
                       const Value& after)>
        write_audit;
    /// The number of the session the request came with; 0 without one.
    std::function<std::int64_t(const Request&)> session_of;
    /// The language its user chose to work in, or empty.
    std::function<std::string(const Request&)> locale_of;
    /// Where the shop's data lies: its disk is watched.
    std::filesystem::path data;
};

} // namespace hurtrock::admin
