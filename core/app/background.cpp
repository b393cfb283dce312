#include "background.hpp"

#include "plugin_follower.hpp"
#include "watchdog.hpp"

#include "core/base/tree_watch.hpp"
#include "core/events/dispatcher.hpp"
#include "core/jobs/job_runner.hpp"
#include "core/mail/mail_sender.hpp"

namespace hurtrock::app {
namespace {

constexpr std::chrono::seconds settings_poll{1};
constexpr std::chrono::seconds watchdog_look{1};
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
    Threads(Application& application, bool safe_mode, std::function<void()> restart)
        : dispatcher{application.database(), application.clock(), application.log(), application.listeners()},
          jobs{application.database(), application.clock(), application.log(), application.job_handlers()},
          mail{application.database(), application.clock(), application.log(), smtp_of(application.config())},
          settings{settings_poll,
                   [&application] {
                       application.settings().refresh();
                       return false;
                   },
                   [&application](const std::exception& error) { application.log().warning("settings could not be refreshed", {{"reason", error.what()}}); }},
          watchdog{std::move(restart), application.config().hang_limit, application.config().hang_threads_max},
          follower{application, safe_mode},
          following{PluginFollower::look_every, [this] { return follower.look(); }, failed(application, "plugins cannot be followed")},
          watching{watchdog_look, step([this] { watchdog.look(); }), failed(application, "the watchdog failed")},
          files{application.watched_folders(), [this, &application] {
                    application.files_changed();
                    following.wake();
                }}
    {
        application.files_are_watched();
        if (!safe_mode) application.on_plugins([this] { following.wake(); });
        application.on_events([this] { dispatcher.wake(); });
        application.on_jobs([this] { jobs.wake(); });
        application.on_mail([this] { mail.wake(); });
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

    events::Dispatcher dispatcher;
    jobs::JobRunner jobs;
    mail::MailSender mail;
    work::Loop settings;
    Watchdog watchdog;
    PluginFollower follower;
    work::Loop following;
    work::Loop watching;
    base::TreeWatch files;
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
