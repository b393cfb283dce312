#pragma once
/// hurtrock::Mail: renders a message and stores it in the caller's transaction. Thread-safe.

#include "repository.hpp"

#include <hurtrock/mail.hpp>

#include <functional>

namespace hurtrock::mail {

/// Renders "notes/mail/received.txt" (plain text, unescaped) or "….html" for a language. Throws when it cannot.
using Renderer =
    std::function<std::string(const std::string& template_name, const std::string& locale, const Value& variables)>;

struct MailHostOptions {
    Renderer render;
    /// Whom mails come from; asked for each.
    std::function<Address()> sender;
    /// Whether there is a server to send to; otherwise mails are kept.
    std::function<bool()> can_send;
    /// Runs after a mail was committed: MailSender::wake.
    std::function<void()> committed;
};

class MailHost final : public Mail {
public:
    MailHost(Clock& clock, MailHostOptions options) : clock_{clock}, options_{std::move(options)} {}

    Result<Done> send(Transaction& tx, const MailMessage& message) override;

    std::vector<StoredMail> list(Reader& reader, const repository::Wanted& wanted)
    {
        return repository::list(reader, wanted);
    }
    std::optional<StoredMail> find(Reader& reader, std::int64_t mail) { return repository::find(reader, mail); }
    std::int64_t count(Reader& reader, State state) { return repository::count(reader, state); }
    /// For a failed or kept mail. Problem "mail.not_resendable".
    Result<Done> send_again(Transaction& tx, std::int64_t mail);
    /// Deletes what is older and no longer waits.
    std::size_t tidy(Transaction& tx, std::chrono::hours older_than);

private:
    Clock& clock_;
    const MailHostOptions options_;
};

} // namespace hurtrock::mail
