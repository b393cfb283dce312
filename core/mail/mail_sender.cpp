#include "mail_sender.hpp"

#include "core/work/backoff.hpp"

namespace hurtrock::mail {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 1s;
/// Longer than the longest conversation with a server. After it another sender takes the mail over.
constexpr auto lease_for = 6min;

} // namespace

MailSender::MailSender(Database& database, Clock& clock, Log& log, Transport transport)
    : database_{database},
      clock_{clock},
      log_{log},
      transport_{std::move(transport)},
      loop_{look_every, [this] { return send_next(); },
            [this](const std::exception& error) {
                log_.error("mails cannot be sent", {{"error", error.what()}});
            }}
{}

SmtpClient& MailSender::client_for(const SmtpOptions& options)
{
    if (!client_ || client_->url() != options.url) client_.emplace(options);
    return *client_;
}

bool MailSender::send_next()
{
    const auto options = transport_();
    if (!options) return false;
    auto& client = client_for(*options);
    std::optional<StoredMail> mail;
    database_.run_transaction("core.lease_mail", [&](Transaction& tx) {
        const auto now = clock_.now();
        mail = repository::lease(tx, now, now + lease_for);
        return mail.has_value();
    });
    if (!mail) return false;
    conclude(*mail, client.send(*mail));
    return true;
}

void MailSender::conclude(const StoredMail& mail, const SmtpOutcome& outcome)
{
    const auto wait = outcome.refused ? std::nullopt : work::wait_after(mail.tries);
    database_.run_transaction("core.conclude_mail", [&](Transaction& tx) {
        if (outcome.accepted) repository::mark_sent(tx, mail.id, mail.tries, clock_.now());
        else if (wait) repository::try_again(tx, mail.id, mail.tries, outcome.error, clock_.now() + *wait);
        else repository::mark_failed(tx, mail.id, mail.tries, outcome.error);
        return true;
    });
    const Value fields{{"mail", mail.id}, {"tries", mail.tries}, {"error", outcome.error}};
    if (outcome.accepted) log_.info("mail sent", {{"mail", mail.id}, {"template", mail.template_name}});
    else if (wait) log_.warning("a mail could not be sent and will be tried again", fields);
    else log_.error("a mail could not be sent; see /admin/mail", fields);
}

} // namespace hurtrock::mail
