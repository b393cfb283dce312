#include "background.hpp"

#include "core/events/dispatcher.hpp"
#include "core/jobs/job_runner.hpp"
#include "core/mail/mail_sender.hpp"

namespace hurtrock::app {
namespace {

constexpr std::chrono::seconds settings_poll{1};
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
    explicit Threads(Application& application)
        : dispatcher{application.database(), application.clock(), application.log(), application.listeners()},
          jobs{application.database(), application.clock(), application.log(), application.job_handlers()},
          mail{application.database(), application.clock(), application.log(), smtp_of(application.config())},
          settings{settings_poll,
                   [&application] {
                       application.settings().refresh();
                       return false;
                   },
                   [&application](const std::exception& error) { application.log().warning("settings could not be refreshed", {{"reason", error.what()}}); }}
    {
        application.on_events([this] { dispatcher.wake(); });
        application.on_jobs([this] { jobs.wake(); });
        application.on_mail([this] { mail.wake(); });
    }

    events::Dispatcher dispatcher;
    jobs::JobRunner jobs;
    mail::MailSender mail;
    work::Loop settings;
};

Background::Background(Application& application) : threads_{std::make_unique<Threads>(application)} {}
Background::~Background() = default;

void Background::stop()
{
    threads_->settings.request_stop();
    threads_->mail.request_stop();
    threads_->jobs.stop(stop_patience);
    threads_->dispatcher.stop(stop_patience);
}

} // namespace hurtrock::app
