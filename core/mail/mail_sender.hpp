#pragma once
/// Sends what waits, on a thread of its own: at least once, with the same Message-ID each time. Several nodes may run
/// one each; a mail is taken by one of them at a time. No transaction is open while the server is talked to.
/// Thread-safe.

#include "repository.hpp"
#include "smtp_client.hpp"

#include "core/work/loop.hpp"

#include <hurtrock/log.hpp>

#include <functional>

namespace hurtrock::mail {

/// Answers how to send, or nullopt when no server is set; asked before each mail, so that a changed setting counts at
/// once.
using Transport = std::function<std::optional<SmtpOptions>()>;

class MailSender {
public:
    MailSender(Database& database, Clock& clock, Log& log, Transport transport);
    /// Waits for the mail that is being sent.
    ~MailSender() = default;

    /// Something may wait.
    void wake() noexcept { loop_.wake(); }
    /// Begins no further mail.
    void request_stop() noexcept { loop_.request_stop(); }

private:
    bool send_next();
    void conclude(const StoredMail& mail, const SmtpOutcome& outcome);
    SmtpClient& client_for(const SmtpOptions& options);

    Database& database_;
    Clock& clock_;
    Log& log_;
    const Transport transport_;
    std::optional<SmtpClient> client_;
    work::Loop loop_;
};

} // namespace hurtrock::mail
