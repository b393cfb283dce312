#include "background.hpp"

#include "page_bus.hpp"
#include "plugin_follower.hpp"
#include "watchdog.hpp"

#include "core/base/tree_watch.hpp"
#include "core/db/listener.hpp"
#include "core/events/dispatcher.hpp"
#include "core/jobs/job_runner.hpp"
#include "core/mail/mail_sender.hpp"

namespace hurtrock::app {
namespace {

constexpr std::chrono::seconds settings_poll{1};
constexpr std::chrono::seconds watchdog_look{1};
/// What could not be told, and what is forgotten twice; what changes wakes it.
constexpr std::chrono::seconds announce_every{1};
constexpr std::chrono::seconds stop_patience{5};

mail::Transport smtp_of(const config::ServerConfig& config)
{
    return [url = config.smtp_url]() -> std::optional<mail::SmtpOptions> {
        if (url.empty()) return std::nullopt;
        return mail::SmtpOptions{.url = url};
    };
}

} // namespace

struct Background::Threads {
    Threads(Application& lent, bool safe_mode, std::function<void()> restart)
        : application{lent},
          dispatcher{application.database(), application.clock(), application.log(), application.listeners()},
          jobs{application.database(), application.clock(), application.log(), application.job_handlers()},
          mail{application.database(), application.clock(), application.log(), smtp_of(application.config())},
          settings{settings_poll,
                   [this] {
                       application.settings().refresh();
                       return false;
                   },
                   [this](const std::exception& error) { application.log().warning("settings could not be refreshed", {{"reason", error.what()}}); }},
          watchdog{std::move(restart), application.config().hang_limit, application.config().hang_threads_max},
          follower{application, safe_mode},
          following{PluginFollower::look_every, [this] { return follower.look(); }, failed(application, "plugins cannot be followed")},
          watching{watchdog_look, step([this] { watchdog.look(); }), failed(application, "the watchdog failed")},
          files{application.watched_folders(), [this] {
                    application.files_changed();
                    following.wake();
                }},
          announcing{announce_every, [this] {
                         std::this_thread::sleep_for(PageBus::gather);
                         application.page_bus().forget_again(std::chrono::steady_clock::now());
                         application.page_bus().send();
                         return false;
                     },
                     failed(application, "other nodes cannot be told which pages are old")},
          hearing{db::SessionOptions{.connection = application.config().database_url},
                  {{PageBus::channel, [this](const std::string& message) { application.page_bus().hear(message); }}},
                  {.connected = [this] { application.page_bus().missed_something(); },
                   .warning = [this](const std::string& what) { application.log().warning("the page bus", {{"reason", what}}); }}}
    {
        application.files_are_watched();
        application.page_bus().on_changed([this] { announcing.wake(); });
        application.page_bus().announce_all();
        if (!safe_mode) application.on_plugins([this] { following.wake(); });
        application.on_events([this] { dispatcher.wake(); });
        application.on_jobs([this] { jobs.wake(); });
        application.on_mail([this] { mail.wake(); });
    }

    /// What is left behind from now on waits for the next start.
    ~Threads()
    {
        application.on_plugins({});
        application.on_events({});
        application.on_jobs({});
        application.on_mail({});
        application.page_bus().on_changed({});
    }

    static std::function<bool()> step(std::function<void()> look)
    {
        return [look = std::move(look)] {
            look();
            return false;
        };
    }
    static std::function<void(const std::exception&)> failed(Application& application, const char* what)
    {
        return [&application, what](const std::exception& error) { application.log().error(what, {{"reason", error.what()}}); };
    }

    Application& application;
    events::Dispatcher dispatcher;
    jobs::JobRunner jobs;
    mail::MailSender mail;
    work::Loop settings;
    Watchdog watchdog;
    PluginFollower follower;
    work::Loop following;
    work::Loop watching;
    base::TreeWatch files;
    work::Loop announcing;
    db::Listener hearing;
};

Background::Background(Application& application, bool safe_mode, std::function<void()> restart)
    : threads_{std::make_unique<Threads>(application, safe_mode, std::move(restart))}
{
}
Background::~Background() = default;

void Background::stop()
{
    threads_->following.request_stop();
    threads_->watching.request_stop();
    threads_->settings.request_stop();
    threads_->mail.request_stop();
    threads_->jobs.stop(stop_patience);
    threads_->dispatcher.stop(stop_patience);
    threads_->following.join(); // a step of it may start or stop plugins
}

} // namespace hurtrock::app
