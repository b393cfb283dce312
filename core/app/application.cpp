#include "application.hpp"

#include "foreign_hosts.hpp"
#include "mail_renderer.hpp"
#include "page_bus.hpp"
#include "outgoing_calls.hpp"

#include "core/admin/admin.hpp"
#include "core/base/files.hpp"
#include "core/base/system_clock.hpp"
#include "core/db/migrations.hpp"
#include "core/files/picture_key.hpp"
#include "core/files/pictures_host.hpp"
#include "core/jobs/repository.hpp"
#include "core/markup/markdown.hpp"
#include "core/plugins/guard.hpp"
#include "core/plugins/plugin_data.hpp"
#include "core/plugins/quarantine.hpp"
#include "core/settings/settings_host.hpp"
#include "core/supervise/worker_side.hpp"
#include "core/themes/themes_host.hpp"
#include "core/view/search_path.hpp"
#include "core/view/template_loader.hpp"
#include "core/view/view_env.hpp"
#include "core/web/request_host.hpp"
#include "core/work/waker.hpp"

#include <thread>

namespace hurtrock::app {
namespace {

db::PoolOptions pool_options(const config::ServerConfig& config)
{
    db::PoolOptions options;
    options.session.connection = config.database_url;
    options.size = config.database_connections;
    return options;
}

db::DatabaseHooks database_hooks(std::function<void(const std::vector<std::string>&)> events_committed)
{
    db::DatabaseHooks hooks;
    hooks.events_committed = std::move(events_committed);
    hooks.slow_query = [](const db::SlowQuery& query) {
        log::write(log::Level::warning, "database", "slow statement", {{"name", query.name}, {"ms", query.took.count() / 1000}, {"failed", query.failed}});
    };
    hooks.warning = [](const std::string& message) { log::write(log::Level::warning, "database", message); };
    return hooks;
}

tmpl::Options text_options()
{
    tmpl::Options options;
    options.autoescape = false;
    return options;
}

/// "Hurtrock <toko@example.com>" or a bare address.
mail::Address parse_sender(const std::string& text)
{
    const auto open = text.find('<');
    if (open == std::string::npos) return {text, {}};
    auto name = text.substr(0, open);
    while (name.ends_with(' ')) name.pop_back();
    return {text.substr(open + 1, text.find('>') - open - 1), name};
}

std::string without_slash(std::string url)
{
    while (url.ends_with('/')) url.pop_back();
    return url;
}

/// Answers whether there was anything to do.
bool migrate(const std::string& database_url, const db::MigrationOwner& owner)
{
    if (!std::filesystem::is_directory(owner.folder)) return false;
    db::Migrations migrations{database_url, {.log = [](const std::string& line) { log::write(log::Level::info, "migrations", line); }}};
    return !migrations.run({owner}).empty();
}

std::vector<plugins::Quarantine::Crash> crashes_by_plugin()
{
    std::vector<plugins::Quarantine::Crash> found;
    for (const auto& crash : supervise::read_crashes())
        found.push_back({crash.at, crash.plugin,
                         crash.signal != 0 ? "signal " + std::to_string(crash.signal) : "exit code " + std::to_string(crash.exit_code)});
    return found;
}

/// Every request that reaches a handler is ours.
const auth::Session* session_behind(const Request& request)
{
    return static_cast<const web::RequestHost&>(request).visitor_host().session();
}

/// A job, listener or command may take its time; a visitor's request may not.
Result<Done> call_unhurried(const std::string& plugin, const char*, const std::function<Result<Done>()>& call)
{
    const plugins::Unhurried unhurried;
    return plugins::watched(plugin, call);
}

} // namespace

/// In order of construction; each member may use those above it.
struct Application::Parts {
    Parts(const Layout& where, const config::ServerConfig& how, Purpose why, Substitutes substitutes);

    events::Listeners listeners();
    jobs::Handlers job_handlers();
    void enqueue_job(Transaction& tx, std::string_view owner, std::string_view name, const Value& payload, std::chrono::seconds delay);
    void write_audit(Transaction& tx, const Request& request, std::string_view action, std::string_view subject, const Value& before, const Value& after);
    std::shared_ptr<const plugins::Registrations> core_registrations();
    void add_stand_in(plugins::Registrations& rows);
    plugins::HostCapabilities lend();
    plugins::ManagerOptions manager_options();
    admin::AdminServices admin_services();
    Settings& settings_of(const plugins::Manifest& manifest);
    std::string absolute_url(std::string_view locale, std::string_view path) const;
    std::string translate(std::string_view locale, const Problem& problem) const;
    Value theme_values(std::string_view locale);
    std::optional<std::string> media_file(std::string_view path) const;
    web::FileFolders file_folders(const std::string& plugin) const;
    void publish_search_path();
    void migrate_plugin(const plugins::Manifest& manifest);
    void follow(config::PluginsFile wanted);
    void switch_plugin(std::string_view id, bool enabled);
    void set_safe_mode(bool on);

    work::Waker wake_events, wake_jobs, wake_mail, wake_plugins;
    std::function<void()> restart;
    std::function<http::WorkerPool::Stats()> workers;
    const Layout layout;
    const config::ServerConfig config;
    const Purpose purpose;
    const Substitutes substitutes;
    /// What runs follows from it. Read and replaced only by the thread that switches plugins.
    config::PluginsFile file;
    base::SystemClock system_clock;
    Clock& clock;
    log::LogHost log{"core"};
    db::DatabaseHost database;
    auth::ServerSecret secret;
    auth::Csrf csrf{secret};
    auth::Guests guests{secret};
    auth::SignedValues flash_signer{secret, "flash"};
    auth::PasswordPool passwords;
    auth::Sessions sessions{database, clock};
    auth::Roles roles{database, clock};
    auth::AccountsHost accounts{database, clock, passwords, sessions};
    settings::SettingsStore settings{database, clock, log, secret.key("settings"), [this](const std::string&) { search_path.touch(); }};
    /// Kept when a plugin goes: an old generation may still hold its reference.
    std::map<std::string, std::unique_ptr<settings::SettingsHost>> plugin_settings;
    OutgoingCalls outgoing;
    std::mutex search_path_mutex;
    plugins::Quarantine quarantine;
    plugins::RegistrySlot registry;
    view::SearchPathSlot search_path;
    /// Settings count as files: their change touches the search path.
    web::PageCache pages{[this] { return search_path.watched() ? search_path.version() + registry.version() : 0; }};
    PageBus page_bus{database, pages};
    view::Locales locales{search_path};
    view::Assets assets{search_path};
    view::TemplateLoader loader{search_path};
    tmpl::Engine html{loader};
    tmpl::Engine text{loader, text_options()};
    themes::ThemesHost themes;
    MailRenderer mail_renderer;
    mail::MailHost mail;
    files::PicturesHost pictures;
    audit::AuditLog audit_log{clock};
    events::Outbox outbox;
    web::Streams streams;
    web::WebServices web_services;
    plugins::HostCapabilities capabilities;
    plugins::Manager manager;
    ForeignHosts foreign_hosts{manager, settings};
};

Application::Parts::Parts(const Layout& where, const config::ServerConfig& how, Purpose why, Substitutes instead)
    : layout{where},
      config{how},
      purpose{why},
      substitutes{std::move(instead)},
      file{why == Purpose::safe_mode ? config::PluginsFile{} : config::PluginsFile::load(where.plugins_file())},
      clock{substitutes.clock ? *substitutes.clock : system_clock},
      database{pool_options(how), database_hooks([this](const auto& tags) { page_bus.changed(tags); })},
      secret{auth::ServerSecret::load(how.session_secret, where.data / "secret")},
      outgoing{clock, settings, config},
      quarantine{where.data / "plugins" / "quarantine.json"},
      themes{where.themes, database, settings, [this](const std::string& id) { config::choose_theme(layout.plugins_file(), id); }},
      mail_renderer{html, text, locales, assets, registry, [this](auto locale, auto path) { return absolute_url(locale, path); }},
      mail{clock,
           {.render = [this](const auto& name, const auto& locale, const auto& variables) { return mail_renderer.render(name, locale, variables); },
            .sender = [this] { return parse_sender(config.mail_from); },
            .can_send = [this] { return !config.smtp_url.empty(); },
            .committed = [this] { wake_mail(); }}},
      pictures{where.data / "media"},
      outbox{clock, log, listeners(), [this] { wake_events(); }},
      web_services{.sessions = sessions,
                   .roles = roles,
                   .csrf = csrf,
                   .guests = guests,
                   .flash_signer = flash_signer,
                   .locales = locales,
                   .assets = assets,
                   .templates = html,
                   .registry = registry,
                   .pages = pages,
                   .theme_settings = {},
                   .media_file = {},
                   .file_folders = {},
                   .streams = streams,
                   .public_url = without_slash(how.public_url),
                   .trusted_proxies = how.trusted_proxies,
                   .forwarded_by = how.forwarded_by,
                   .cors = how.cors,
                   .https = how.https,
                   .hsts_days = how.hsts_days},
      capabilities{lend()},
      manager{manager_options(), capabilities}
{
    view::set_up(html);
    view::set_up(text);
    database.set_event_sink(&outbox);
    if (!substitutes.migrated) migrate(config.database_url, {"core", layout.migrations});
    settings.refresh();
    if (substitutes.no_theme)
        log.debug("no theme is used", {});
    else if (const auto started = themes.start(file.theme()); !started)
        log.error(translate("en", started.problem()), {});
    assets.generate("theme/settings.css", [this] { return themes.style_sheet(); });
    web_services.theme_settings = [this](std::string_view locale) { return theme_values(locale); };
    web_services.file_folders = [this](const std::string& plugin) { return file_folders(plugin); };
    web_services.form_targets = [this] { return foreign_hosts.form_targets(); };
    web_services.page_source = [this](const std::string& plugin, const std::string& url) { return foreign_hosts.page_source(plugin, url); };
    web_services.media_file = [this](std::string_view path) { return media_file(path); };
    themes.on_change([this] { publish_search_path(); });
    publish_search_path();
    if (purpose == Purpose::serve) quarantine.judge(crashes_by_plugin(), std::chrono::floor<std::chrono::seconds>(clock.now()));
    manager.start(file);
}

std::string Application::Parts::translate(std::string_view locale, const Problem& problem) const
{
    return locales.translate(locale, problem.code, problem.arguments);
}

Value Application::Parts::theme_values(std::string_view locale)
{
    auto values = themes.values(locale);
    if (!themes.style_sheet().empty()) values.set("stylesheet", assets.url("theme/settings.css"));
    return values;
}

std::optional<std::string> Application::Parts::media_file(std::string_view path) const
{
    constexpr std::string_view prefix = "/media/";
    const auto found = files::resolve_media(pictures.folder(), path.substr(prefix.size()));
    return found ? std::optional{found->path.string()} : std::nullopt;
}

web::FileFolders Application::Parts::file_folders(const std::string& plugin) const
{
    const auto known = manager.folders();
    const auto own = known.find(plugin);
    return {layout.data / "files" / plugin, own == known.end() ? std::filesystem::path{} : own->second};
}

void Application::Parts::publish_search_path()
{
    // Themes and plugins change on threads of their own; the last one to look must be the last one to publish.
    const std::lock_guard lock{search_path_mutex};
    view::SearchPath path{themes.folders(), {}, layout.core, layout.web};
    for (const auto& [id, folder] : manager.folders()) path.plugins.emplace(id, folder);
    search_path.set(std::move(path));
}

std::string Application::Parts::absolute_url(std::string_view locale, std::string_view path) const
{
    const auto& base = web_services.public_url;
    return (base.empty() ? "http://localhost:" + std::to_string(config.port) : base) + web::localised_path(locale, path);
}

events::Listeners Application::Parts::listeners()
{
    // The registry is held by what the lookup answers, so that a plugin stays while its listener runs.
    return {.during =
                [this](std::string_view event) {
                    std::vector<events::DuringListener> found;
                    const auto current = registry.get();
                    for (const auto& [owner, row] : current->during(event))
                        found.push_back({*owner, row->mode, [current, row = row](Transaction& tx, const Value& payload) { return row->run(tx, payload); }});
                    return found;
                },
            .after =
                [this](std::string_view event) {
                    std::vector<events::AfterListener> found;
                    const auto current = registry.get();
                    for (const auto& [owner, row] : current->after(event))
                        found.push_back({*owner, row->name, [current, row = row](const Value& payload) { return row->run(payload); }});
                    return found;
                },
            .guard = call_unhurried};
}

jobs::Handlers Application::Parts::job_handlers()
{
    return {.find = [this](const std::string& plugin, const std::string& name) -> std::optional<jobs::JobFunction> {
                const auto current = registry.get();
                const auto* job = current->job(name);
                if (!job || *job->owner != plugin) return std::nullopt;
                return [current, row = job->row](const Value& payload) { return row->run(payload); };
            },
            .schedules =
                [this] {
                    std::vector<jobs::Schedule> found;
                    const auto current = registry.get();
                    for (const auto& [owner, row] : current->schedules())
                        found.push_back({*owner, row->name, row->interval, [current, row = row] { return row->run(); }});
                    return found;
                },
            .guard = call_unhurried};
}

void Application::Parts::enqueue_job(Transaction& tx, std::string_view owner, std::string_view name, const Value& payload,
                                     std::chrono::seconds delay)
{
    const auto now = clock.now();
    jobs::repository::insert(tx, std::string{owner}, std::string{name}, payload, now + delay, now);
    tx.after_commit([this] { wake_jobs(); });
}

void Application::Parts::write_audit(Transaction& tx, const Request& request, std::string_view action, std::string_view subject,
                                     const Value& before, const Value& after)
{
    audit::Actor actor;
    actor.address = request.client_address();
    if (const auto* user = request.visitor().user()) {
        actor.id = user->id;
        actor.name = user->name.empty() ? user->email : user->name;
    }
    audit_log.write(tx, actor, action, subject, before, after);
}

/// The admin's pages, and housekeeping: what has run out is deleted.
std::shared_ptr<const plugins::Registrations> Application::Parts::core_registrations()
{
    constexpr std::chrono::hours mails_kept{24 * 180}, audit_kept{24 * 365 * 2};
    auto rows = std::make_shared<plugins::Registrations>(*admin::admin_registrations(admin_services()));
    rows->schedules.push_back({"core.tidy", std::chrono::hours{1}, [this, mails_kept, audit_kept]() -> Result<Done> {
                                   sessions.tidy();
                                   accounts.tidy();
                                   return database.transaction("core.tidy", [&](Transaction& tx) -> Result<Done> {
                                       mail.tidy(tx, mails_kept);
                                       audit_log.tidy(tx, audit_kept);
                                       return Done{};
                                   });
                               }});
    if (substitutes.stand_in) add_stand_in(*rows);
    return rows;
}

void Application::Parts::add_stand_in(plugins::Registrations& rows)
{
    plugins::Manifest nobody;
    nobody.id = "core";
    nobody.folder = layout.data;
    plugins::PluginHost host{nobody, capabilities};
    substitutes.stand_in(host);
    const auto& added = *host.registrations();
    const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
    append(rows.routes, added.routes);
    append(rows.slots, added.slots);
    append(rows.globals, added.globals);
    append(rows.during, added.during);
    append(rows.after, added.after);
    append(rows.jobs, added.jobs);
    append(rows.services, added.services);
}

Settings& Application::Parts::settings_of(const plugins::Manifest& manifest)
{
    auto schema = settings::Schema::parse(manifest.settings);
    if (!schema)
        throw config::ConfigError{(manifest.folder / "plugin.yaml").string() + ": setting \"" + std::string{schema.problem().arguments["key"].text()} +
                                  "\": " + std::string{schema.problem().arguments["reason"].text()}};
    settings::Pins pins;
    if (const auto* choice = file.find(manifest.id))
        for (const auto& [key, value] : choice->settings.entries()) pins[key] = {value, file.place(manifest.id + "/settings/" + key)};
    for (const auto& refused : settings.declare(manifest.id, std::move(*schema), std::move(pins)))
        log.error(std::string{refused.arguments["place"].text()} + ": " + translate("en", refused), {});
    auto& host = plugin_settings[manifest.id];
    if (!host) host = std::make_unique<settings::SettingsHost>(settings, manifest.id);
    return *host;
}

/// Connections remember the tables as they were when they prepared a statement.
void Application::Parts::migrate_plugin(const plugins::Manifest& manifest)
{
    if (!substitutes.migrated && migrate(config.database_url, {manifest.id, manifest.folder / "migrations"})) database.renew_connections();
}

void Application::Parts::follow(config::PluginsFile wanted)
{
    const auto before = std::exchange(file, std::move(wanted));
    const auto settings_in = [](const config::PluginsFile& in, const std::string& id) {
        const auto* choice = in.find(id);
        return choice ? choice->settings : Value{};
    };
    manager.apply(file);
    for (const auto& manifest : manager.running())
        if (!(settings_in(before, manifest.id) == settings_in(file, manifest.id))) settings_of(manifest);
    if (file.theme() != before.theme() && file.theme() != themes.current()) {
        if (const auto started = themes.start(file.theme()); !started) log.error(translate("en", started.problem()), {});
        publish_search_path();
    }
}

/// Edits the file, then waits for what the shop makes of it. On a failure the file is put back. Throws ConfigError.
void Application::Parts::switch_plugin(std::string_view name, bool enabled)
{
    constexpr std::chrono::seconds patience{15};
    constexpr std::chrono::milliseconds look_again{20};
    const std::string id{name};
    const auto path = layout.plugins_file();
    const auto old_text = std::filesystem::exists(path) ? base::read_file(path) : std::string{};
    const auto before = manager.status_of(id);
    if (enabled) quarantine.release(id, std::chrono::floor<std::chrono::seconds>(clock.now()));
    config::switch_plugin(path, id, enabled);
    if (!wake_plugins) return;
    wake_plugins();
    const auto state_wanted = enabled ? plugins::PluginState::enabled : plugins::PluginState::disabled;
    for (const auto deadline = std::chrono::steady_clock::now() + patience; std::chrono::steady_clock::now() < deadline;) {
        const auto now = manager.status_of(id);
        if (now && now->state == state_wanted && now->reason.empty()) return;
        if (now && now->revision != (before ? before->revision : 0) && !now->reason.empty()) {
            base::write_file(path, old_text);
            wake_plugins();
            throw config::ConfigError{now->reason};
        }
        std::this_thread::sleep_for(look_again);
    }
    throw config::ConfigError{"the shop has not followed within " + std::to_string(patience.count()) + " s; look at the list again"};
}

void Application::Parts::set_safe_mode(bool on)
{
    if (on)
        base::write_file(layout.safe_mode_file(), "Asked for in admin. Delete this file, or leave safe mode in admin, to start with plugins again.\n");
    else
        std::filesystem::remove(layout.safe_mode_file());
    log.warning(on ? "restarting in safe mode, without plugins" : "restarting with plugins", {});
    if (restart) restart();
}

plugins::HostCapabilities Application::Parts::lend()
{
    return {.database = database,
            .accounts = accounts,
            .mail = mail,
            .pictures = pictures,
            .themes = themes,
            .clock = clock,
            .registry = registry,
            .settings_of = [this](const plugins::Manifest& manifest) -> Settings& { return settings_of(manifest); },
            .http_client_of = [this](const plugins::Manifest& manifest) -> std::shared_ptr<HttpClient> {
                if (substitutes.http) return {std::shared_ptr<void>{}, substitutes.http};
                return outgoing.client_of(manifest);
            },
            .enqueue_job = [this](auto& tx, auto owner, auto name, const auto& payload, auto delay) { enqueue_job(tx, owner, name, payload, delay); },
            .write_audit = [this](auto& tx, const auto& request, auto action, auto subject, const auto& before,
                                  const auto& after) { write_audit(tx, request, action, subject, before, after); },
            .markdown = [](std::string_view source) { return Value::safe(markup::markdown_to_html(source)); },
            .translate = [this](auto speaker, auto locale, auto message, const auto& arguments) { return locales.translate(locale, message, arguments, speaker); },
            .absolute_url = [this](auto locale, auto path) { return absolute_url(locale, path); },
            .demo_folder = std::filesystem::exists(layout.demo) ? layout.demo.string() : std::string{},
            .files = layout.data / "files"};
}

plugins::ManagerOptions Application::Parts::manager_options()
{
    return {.folders = layout.plugin_folders(),
            .copies = layout.data / "plugins",
            .migrate = [this](const plugins::Manifest& manifest) { migrate_plugin(manifest); },
            .core = core_registrations(),
            .folders_changed = [this] { publish_search_path(); },
            .retire_settings = [this](const std::string& id) { settings.retire(id); },
            .quarantined = [this](const std::string& id) { return quarantine.reason(id); },
            .end_streams = [this](const void* generation) { streams.end(generation); },
            .cut_streams = [this](const void* generation) { streams.cut(generation); }};
}

admin::AdminServices Application::Parts::admin_services()
{
    return {.database = database,
            .clock = clock,
            .accounts = accounts,
            .roles = roles,
            .sessions = sessions,
            .settings = settings,
            .mail = mail,
            .registry = registry,
            .plugins = [this]() -> const plugins::Manager& { return manager; },
            .plugins_file = [this] { return config::PluginsFile::load(layout.plugins_file()); },
            .switch_plugin = [this](std::string_view id, bool enabled) { switch_plugin(id, enabled); },
            .drop_plugin_data = [this](const std::string& id) { plugins::drop_plugin_data(config.database_url, id); },
            .safe_mode = [this] { return admin::AdminServices::SafeMode{purpose == Purpose::safe_mode, std::filesystem::exists(layout.safe_mode_file())}; },
            .set_safe_mode = [this](bool on) { set_safe_mode(on); },
            .workers = [this] { return workers ? std::optional{workers()} : std::nullopt; },
            .write_audit = capabilities.write_audit,
            .session_of = [](const Request& request) -> std::int64_t {
                const auto* session = session_behind(request);
                return session ? session->id : 0;
            },
            .locale_of = [](const Request& request) -> std::string {
                const auto* session = session_behind(request);
                return session ? session->locale : "";
            },
            .data = layout.data};
}

Application::Application(const Layout& layout, const config::ServerConfig& config, Purpose purpose, Substitutes substitutes)
{
    log::setup(config.log_level, config.log_format);
    std::filesystem::create_directories(layout.data);
    parts_ = std::make_unique<Parts>(layout, config, purpose, std::move(substitutes));
}

Application::~Application() = default;
void Application::stop() { parts_->manager.stop(); }
const Layout& Application::layout() const noexcept { return parts_->layout; }
const config::ServerConfig& Application::config() const noexcept { return parts_->config; }
db::DatabaseHost& Application::database() noexcept { return parts_->database; }
auth::AccountsHost& Application::accounts() noexcept { return parts_->accounts; }
auth::Roles& Application::roles() noexcept { return parts_->roles; }
auth::Sessions& Application::sessions() noexcept { return parts_->sessions; }
settings::SettingsStore& Application::settings() noexcept { return parts_->settings; }
mail::MailHost& Application::mail() noexcept { return parts_->mail; }
void Application::on_events(std::function<void()> wake) { parts_->wake_events.set(std::move(wake)); }
void Application::on_jobs(std::function<void()> wake) { parts_->wake_jobs.set(std::move(wake)); }
void Application::on_mail(std::function<void()> wake) { parts_->wake_mail.set(std::move(wake)); }
void Application::on_workers(std::function<http::WorkerPool::Stats()> ask) { parts_->workers = std::move(ask); }
void Application::on_restart(std::function<void()> restart) { parts_->restart = std::move(restart); }
void Application::on_plugins(std::function<void()> wake) { parts_->wake_plugins.set(std::move(wake)); }
void Application::follow(config::PluginsFile file) { parts_->follow(std::move(file)); }
std::vector<std::filesystem::path> Application::watched_folders() const
{
    const auto& layout = parts_->layout;
    auto folders = layout.plugin_folders();
    for (const char* part : {"templates", "assets", "locales"}) folders.push_back(layout.core / part);
    folders.insert(folders.end(), {layout.config, layout.themes, layout.web});
    return folders;
}
void Application::files_are_watched()
{
    parts_->search_path.touch(); // what was read before the watch began may have changed meanwhile
    parts_->search_path.set_watched();
}
PageBus& Application::page_bus() noexcept { return parts_->page_bus; }
web::PageCache& Application::pages() noexcept { return parts_->pages; }
void Application::files_changed() { parts_->search_path.touch(); }
std::filesystem::path Application::quarantine_file() const { return parts_->quarantine.file(); }
events::Listeners Application::listeners() { return parts_->listeners(); }
jobs::Handlers Application::job_handlers() { return parts_->job_handlers(); }
audit::AuditLog& Application::audit() noexcept { return parts_->audit_log; }
plugins::Manager& Application::plugins() noexcept { return parts_->manager; }
plugins::RegistrySlot& Application::registry() noexcept { return parts_->registry; }
const plugins::HostCapabilities& Application::capabilities() const noexcept { return parts_->capabilities; }
themes::ThemesHost& Application::themes() noexcept { return parts_->themes; }
Clock& Application::clock() noexcept { return parts_->clock; }
Log& Application::log() noexcept { return parts_->log; }
web::Streams& Application::streams() noexcept { return parts_->streams; }
const web::WebServices& Application::web_services() const noexcept { return parts_->web_services; }

std::vector<PluginReport::Missing> Application::missing_settings(const std::string& plugin) const
{
    std::vector<PluginReport::Missing> missing;
    try {
        const auto snapshot = parts_->settings.snapshot(plugin);
        for (const auto& key : snapshot->missing()) {
            const auto& field = *snapshot->schema.find(key);
            missing.push_back({key, settings::name_of(field.type), field.example});
        }
    } catch (const std::out_of_range&) { // it has just gone
    }
    return missing;
}

std::string Application::translate(std::string_view locale, std::string_view message, const Value& arguments) const
{
    return parts_->locales.translate(locale, message, arguments);
}

} // namespace hurtrock::app
