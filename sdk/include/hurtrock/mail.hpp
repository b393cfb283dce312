#pragma once
/// Mail. A message is rendered and stored in the caller's transaction and sent after it has committed, retried until a server
/// accepts it, always with the same Message-ID. Without an SMTP server mails are kept and can be read at /admin/mail.

#include <hurtrock/database.hpp>

namespace hurtrock {

struct MailMessage {
    std::string to;
    std::string to_name{};
    /// "orders/mail/received": the host renders received.txt (whose first line is the subject) and received.html, from the
    /// theme's or the plugin's templates.
    std::string template_name;
    std::string locale{"id"};
    Value variables{};
};

class Mail {
public:
    /// Any thread. Throws when a template is missing or fails; an address that cannot be one is a Problem "mail.address".
    virtual Result<Done> send(Transaction& tx, const MailMessage& message) = 0;

protected:
    ~Mail() = default;
};

} // namespace hurtrock
