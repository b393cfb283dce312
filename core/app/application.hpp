#pragma once
/// The shop as a whole: everything the core offers, wired together once. Commands use it without the web part.

#include "layout.hpp"
#include "plugin_report.hpp"

#include "core/audit/audit_log.hpp"
#include "core/auth/accounts_host.hpp"
#include "core/auth/roles.hpp"
#include "core/config/server_config.hpp"
#include "core/db/database_host.hpp"
#include "core/events/outbox.hpp"
#include "core/jobs/handlers.hpp"
#include "core/http/worker_pool.hpp"
#include "core/mail/mail_host.hpp"
#include "core/plugins/manager.hpp"
#include "core/settings/settings_store.hpp"
#include "core/web/services.hpp"

namespace hurtrock::themes {
class ThemesHost;
}

namespace hurtrock::app {

class PageBus;

enum class Purpose { serve, safe_mode, command };

/// What a test puts in the place of the real thing; what is left empty stays real.
struct Substitutes {
    /// Outlives the application.
    Clock* clock{};
    /// What every plugin calls out with. Outlives the application.
    HttpClient* http{};
    /// Registers what a test wants beside the plugins, before any of them starts.
    std::function<void(Host&)> stand_in{};
    /// The database already has the tables of the core and of every plugin.
    bool migrated{false};
    /// Pages in the core's own plain frame.
    bool no_theme{false};
};

inline constexpr const char* default_admin_email = "admin@hurtrock.local";

class Application {
public:
    /// Connects, migrates and starts the plugins of config/plugins.yaml. `config.database_url` must be set. Throws ConfigError,
    /// db::MigrationError or DatabaseError.
    Application(const Layout& layout, const config::ServerConfig& config, Purpose purpose, Substitutes substitutes = {});
    ~Application();

    /// Stops the plugins; nothing may call into them any more. Also done by the destructor.
    void stop();

    const Layout& layout() const noexcept;
    const config::ServerConfig& config() const noexcept;
    db::DatabaseHost& database() noexcept;
    auth::AccountsHost& accounts() noexcept;
    auth::Roles& roles() noexcept;
    auth::Sessions& sessions() noexcept;
    settings::SettingsStore& settings() noexcept;
    mail::MailHost& mail() noexcept;
    /// What runs after a commit that left work for the background; set by Background.
    void on_events(std::function<void()> wake);
    void on_jobs(std::function<void()> wake);
    void on_mail(std::function<void()> wake);
    /// What starts the worker anew, after the requests at work; set by the worker.
    void on_restart(std::function<void()> restart);
    /// config/plugins.yaml was edited by admin; set while somebody follows it.
    void on_plugins(std::function<void()> wake);
    /// Makes running what the file asks for, pinned settings and theme included; each plugin's status says what came of it. One
    /// caller at a time, none of which holds a Registry.
    void follow(config::PluginsFile file);
    web::PageCache& pages() noexcept;
    PageBus& page_bus() noexcept;
    /// Where the files of pages, plugins and config lie, all that may change while the shop serves.
    std::vector<std::filesystem::path> watched_folders() const;
    /// From now on files_changed() is called when one of them changed.
    void files_are_watched();
    void files_changed();
    /// Changes when a plugin is quarantined or released.
    std::filesystem::path quarantine_file() const;
    /// Required settings of a running plugin that have no value.
    std::vector<PluginReport::Missing> missing_settings(const std::string& plugin) const;
    /// How busy the workers are, for admin; set by the worker while its pool lives.
    void on_workers(std::function<http::WorkerPool::Stats()> ask);
    /// How the event machinery reaches the plugins' listeners.
    events::Listeners listeners();
    jobs::Handlers job_handlers();
    audit::AuditLog& audit() noexcept;
    plugins::Manager& plugins() noexcept;
    plugins::RegistrySlot& registry() noexcept;
    /// What a PluginHost is made with.
    const plugins::HostCapabilities& capabilities() const noexcept;
    themes::ThemesHost& themes() noexcept;
    Clock& clock() noexcept;
    Log& log() noexcept;
    const web::WebServices& web_services() const noexcept;
    /// Answers still being made; to be stopped after the transport and before the plugins.
    web::Streams& streams() noexcept;

    std::string translate(std::string_view locale, std::string_view message, const Value& arguments) const;

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

} // namespace hurtrock::app
