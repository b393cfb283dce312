#include "memory.hpp"
#include "recorder.hpp"
#include "scratch_databases.hpp"

#include "core/app/application.hpp"
#include "core/base/files.hpp"
#include "core/events/dispatcher.hpp"
#include "core/jobs/job_runner.hpp"
#include "core/plugins/dependencies.hpp"

#include <hurtrock/json.hpp>
#include <hurtrock/testing/shop.hpp>

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <set>

#include <dlfcn.h>

namespace hurtrock::kit {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t database_connections = 4;
/// More jobs than this in one go are a job that makes itself again.
constexpr int jobs_max = 10'000;

class ClockHost final : public StoppedClock {
public:
    Time now() const override { return Time{std::chrono::microseconds{now_.load()}}; }
    void set(Time time) override { now_ = time.time_since_epoch().count(); }
    void advance(std::chrono::microseconds by) override { now_ += by.count(); }

private:
    std::atomic<std::int64_t> now_{std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::system_clock::now().time_since_epoch()).count()};
};

class NoNetwork final : public HttpClient {
public:
    HttpAnswer send(const HttpRequest& request) override
    {
        HttpAnswer answer;
        answer.failure = CallFailure::refused;
        answer.reason = "this test calls nobody: " + request.url + " (give Options::http)";
        return answer;
    }
    HostState state(std::string_view) const override { return {}; }
};

/// Hurtrock's files, found from where this library lies: lib/ of a build folder or of an installation.
app::Layout layout_here()
{
    Dl_info info{};
    if (::dladdr(reinterpret_cast<const void*>(&layout_here), &info) == 0) throw std::runtime_error{"cannot find where libhurtrock-testing lies"};
    const auto root = fs::canonical(info.dli_fname).parent_path().parent_path();
    return app::Layout::of(fs::exists(root / "hurtrock-source-tree") ? root / "hurtrock" : root / "bin/hurtrock");
}

/// What runs: the plugins asked for and what they depend on, sorted.
std::vector<std::string> with_dependencies(const std::vector<std::string>& wanted, const std::vector<fs::path>& folders)
{
    std::set<std::string> found;
    std::vector<std::string> open = wanted;
    while (!open.empty()) {
        const auto id = open.back();
        open.pop_back();
        if (!found.insert(id).second) continue;
        const auto folder = std::find_if(folders.begin(), folders.end(), [&](const auto& path) { return fs::exists(path / id / "plugin.yaml"); });
        if (folder == folders.end()) throw std::runtime_error{"there is no plugin \"" + id + "\"; looked in " + (folders.empty() ? "nothing" : folders.front().string())};
        for (const auto& dependency : plugins::Manifest::load(*folder / id).depends) open.push_back(dependency.id);
    }
    return {found.begin(), found.end()};
}

std::string joined(const std::vector<std::string>& ids)
{
    std::string list;
    for (const auto& id : ids) list += (list.empty() ? "" : ",") + id;
    return list;
}

/// JSON is YAML.
std::string plugins_file(const std::vector<std::string>& ids, const Value& settings, const std::string& theme)
{
    auto plugins = Value::map();
    for (const auto& id : ids) plugins.set(id, Value{{"enabled", true}, {"settings", settings[id].is_null() ? Value::map() : settings[id]}});
    Value file{{"plugins", std::move(plugins)}};
    if (!theme.empty()) file.set("theme", theme);
    return to_json(file);
}

log::Level log_level()
{
    const char* wanted = std::getenv("HURTROCK_TEST_LOG");
    const std::string_view name = wanted ? wanted : "";
    if (name == "debug") return log::Level::debug;
    if (name == "info") return log::Level::info;
    return name == "warning" ? log::Level::warning : log::Level::error;
}

config::ServerConfig server_config(std::string database)
{
    config::ServerConfig config;
    config.database_url = std::move(database);
    config.database_connections = database_connections;
    config.public_url = "https://shop.test";
    config.session_secret = "a secret that only tests know";
    config.log_level = log_level();
    config.log_format = log::Format::text;
    return config;
}

/// A folder for one shop, and the database it was given.
struct Scratch {
    fs::path folder;
    std::string database;

    Scratch()
    {
        std::string pattern = (fs::temp_directory_path() / "hurtrock-shop-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) throw std::runtime_error{"cannot make a folder in " + fs::temp_directory_path().string()};
        folder = pattern;
    }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;
    ~Scratch()
    {
        if (!database.empty()) ScratchDatabases::instance().give_back(database);
        std::error_code ignored;
        fs::remove_all(folder, ignored);
    }
};

/// Copies of plugins' libraries are shared by all shops of the process: the same content is mapped once.
const fs::path& shared_copies()
{
    static const Scratch scratch;
    return scratch.folder;
}

} // namespace

struct Shop::Parts {
    explicit Parts(Options given) : options{std::move(given)}, layout{lay_out()}, ids{with_dependencies(options.plugins, layout.plugin_folders())}
    {
        base::write_file(layout.plugins_file(), plugins_file(ids, options.settings, options.theme));
        const auto key = joined(ids);
        scratch.database = ScratchDatabases::instance().take(key, [this](const std::string& empty) { fill(empty); });
        application = std::make_unique<app::Application>(layout, server_config(scratch.database), app::Purpose::command,
                                                         app::Substitutes{.clock = &clock, .http = http(), .stand_in = options.stand_in, .migrated = true, .no_theme = options.theme.empty()});
        require_running();
        recorder = std::make_unique<Recorder>(*application->database().event_sink());
        application->database().set_event_sink(recorder.get());
        pool = std::make_unique<http::WorkerPool>("kit", 1, 1, [](const std::string&) {});
        web = std::make_unique<web::WebApp>(application->web_services(), web::Pools{*pool, *pool, *pool},
                                            web::WebApp::Probes{.ready = [] {}, .metrics = [] { return std::string{}; }});
        plugins::Manifest test;
        test.id = "test";
        test.folder = scratch.folder;
        own = std::make_unique<plugins::PluginHost>(test, application->capabilities());
    }

    HttpClient* http() { return options.http ? options.http : &no_network; }

    app::Layout lay_out()
    {
        auto made = layout_here();
        made.config = scratch.folder / "config";
        made.data = scratch.folder / "data";
        for (const auto& folder : options.folders) made.plugin_path.emplace_back(folder);
        fs::create_directories(made.config);
        fs::create_directories(made.data);
        fs::create_directory_symlink(shared_copies(), made.data / "plugins");
        return made;
    }

    /// The tables of the core and of the plugins, as a first start makes them; with the plugins' first rows, if they have any.
    void fill(const std::string& empty)
    {
        app::Application{layout, server_config(empty), app::Purpose::command, app::Substitutes{.clock = &clock, .http = http(), .no_theme = true}}.stop();
    }

    void require_running()
    {
        std::string reasons;
        for (const auto& status : application->plugins().status())
            if (std::binary_search(ids.begin(), ids.end(), status.id) && status.state != plugins::PluginState::enabled)
                reasons += (reasons.empty() ? "" : "; ") + status.id + ": " + status.reason;
        if (!reasons.empty()) throw std::runtime_error{"the shop cannot start: " + reasons};
    }

    Browser browser() { return Browser{std::make_shared<Browser::Memory>(Browser::Memory{*web, application->web_services()})}; }

    UserId user_for(const std::string& email, const std::function<Result<Done>(Transaction&, UserId)>& more)
    {
        const auto made = application->database().transaction("kit.user", [&](Transaction& tx) -> Result<UserId> {
            if (const auto known = application->accounts().find(tx, email)) return known->id;
            // No password opens this account; who signs in does so by session.
            const auto user = application->accounts().create(tx, {.email = email, .name = email.substr(0, email.find('@')), .phone = {}, .password_hash = "!"});
            if (!user) return user.problem();
            application->accounts().confirm(tx, user->id);
            if (const auto granted = more(tx, user->id); !granted) return granted.problem();
            return user->id;
        });
        if (!made) throw std::runtime_error{"no user " + email + ": " + made.problem().code};
        return *made;
    }

    Browser signed_in(UserId user)
    {
        auto visitor = browser();
        visitor.sign_in(user);
        return visitor;
    }

    // In order of construction.
    Scratch scratch;
    ClockHost clock;
    NoNetwork no_network;
    const Options options;
    const app::Layout layout;
    const std::vector<std::string> ids;
    std::unique_ptr<app::Application> application;
    std::unique_ptr<Recorder> recorder;
    std::unique_ptr<http::WorkerPool> pool;
    std::unique_ptr<web::WebApp> web;
    std::unique_ptr<plugins::PluginHost> own;
};

Shop::Shop(Options options) : parts_{std::make_unique<Parts>(std::move(options))} {}
Shop::~Shop() = default;

Browser Shop::browser() { return parts_->browser(); }

Browser Shop::customer(std::string_view email)
{
    return parts_->signed_in(parts_->user_for(std::string{email}, [](Transaction&, UserId) -> Result<Done> { return Done{}; }));
}

Browser Shop::staff(const std::vector<std::string>& permissions)
{
    auto& roles = parts_->application->roles();
    const auto user = parts_->user_for("staff@example.com", [&](Transaction& tx, UserId id) { return roles.grant(tx, id, "staff"); });
    const auto set = parts_->application->database().transaction("kit.permissions", [&](Transaction& tx) { return roles.set_permissions(tx, "staff", permissions); });
    if (!set) throw std::runtime_error{"these permissions cannot be given: " + set.problem().code};
    return parts_->signed_in(user);
}

Browser Shop::admin()
{
    auto& roles = parts_->application->roles();
    return parts_->signed_in(parts_->user_for("admin@example.com", [&](Transaction& tx, UserId id) { return roles.grant(tx, id, "admin"); }));
}

Host& Shop::host() { return *parts_->own; }
Database& Shop::database() { return parts_->application->database(); }
StoppedClock& Shop::clock() { return parts_->clock; }

void Shop::set(std::string_view plugin, std::string_view key, const Value& value)
{
    auto& settings = parts_->application->settings();
    const std::string owner{plugin}, name{key};
    const auto saved = parts_->application->database().transaction("kit.set", [&](Transaction& tx) { return settings.save_one(tx, owner, name, value, "test"); });
    if (!saved) throw std::runtime_error{owner + "." + name + ": " + parts_->application->translate("en", saved.problem().code, saved.problem().arguments)};
}

Settings& Shop::settings(std::string_view plugin)
{
    for (const auto& manifest : parts_->application->plugins().running())
        if (manifest.id == plugin) return parts_->application->capabilities().settings_of(manifest);
    throw std::runtime_error{"no plugin \"" + std::string{plugin} + "\" runs in this shop"};
}

Ran Shop::run_jobs()
{
    auto& application = *parts_->application;
    events::Dispatcher dispatcher{application.database(), application.clock(), application.log(), application.listeners(), 0};
    jobs::JobRunner runner{application.database(), application.clock(), application.log(), application.job_handlers(), 0};
    int steps = 0;
    while (dispatcher.deliver_next() || runner.run_job())
        if (++steps > jobs_max) throw std::runtime_error{"more than " + std::to_string(jobs_max) + " jobs: one of them makes itself again"};
    const auto told = dispatcher.statistics();
    const auto ran = runner.statistics();
    return {static_cast<int>(told.delivered + ran.done), static_cast<int>(told.failed + told.buried + ran.failed + ran.buried)};
}

Ran Shop::run_schedules()
{
    auto& application = *parts_->application;
    jobs::JobRunner runner{application.database(), application.clock(), application.log(), application.job_handlers(), 0};
    while (runner.run_schedule()) {
    }
    return {static_cast<int>(runner.statistics().done), static_cast<int>(runner.statistics().failed)};
}

std::vector<KeptMail> Shop::mails()
{
    auto& application = *parts_->application;
    std::vector<KeptMail> kept;
    for (const auto& line : application.mail().list(application.database(), {.limit = 1000}))
        if (const auto mail = application.mail().find(application.database(), line.id))
            kept.push_back({mail->to.address, mail->to.name, mail->template_name, mail->locale, mail->subject, mail->text, mail->html});
    std::reverse(kept.begin(), kept.end());
    return kept;
}

const std::vector<RaisedEvent>& Shop::events() const { return parts_->recorder->events(); }

std::string Shop::render(std::string_view template_name, const Value& variables, std::string_view locale)
{
    http::Request raw;
    raw.method = "GET";
    raw.target = locale == "en" ? "/en" : "/";
    raw.headers = {{"host", "shop.test"}};
    raw.peer = "203.0.113.7";
    const auto& services = parts_->application->web_services();
    const auto registry = services.registry.get();
    const web::RequestHost request{services, raw, Method::get};
    const auto response = web::Responder{services}.write(request, *registry, "", page(template_name, variables));
    if (response.status != 200) throw std::runtime_error{std::string{template_name} + " cannot be rendered; the log says why"};
    return *response.body;
}

std::vector<std::string> Shop::broken_queries()
{
    std::vector<std::string> broken;
    for (const auto* query : parts_->application->plugins().queries()) {
        try {
            parts_->application->database().check(*query);
        } catch (const DatabaseError& error) {
            broken.push_back(error.what());
        }
    }
    return broken;
}

std::string Shop::folder() const { return parts_->scratch.folder.string(); }

} // namespace hurtrock::kit
