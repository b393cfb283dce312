#pragma once
/// Hands one message to an SMTP server (RFC 5321) with libcurl; keeps the connection for the next. Not thread-safe.

#include "mail_types.hpp"

#include <chrono>
#include <memory>
#include <string>

namespace hurtrock::mail {

/// "smtp://user:password@host:587" upgrades with STARTTLS: always when it logs in to another machine, otherwise when
/// the server offers it; "smtps://host:465" speaks TLS from the start. Certificates are checked.
struct SmtpOptions {
    std::string url;
    std::chrono::seconds connect_timeout{10};
    std::chrono::seconds timeout{60};
    /// PEM file of further certificate authorities; empty for the system's.
    std::string ca_file{};
};

struct SmtpOutcome {
    bool accepted{false};
    /// The server refused this mail for good (550 to 554): trying again is of no use.
    bool refused{false};
    /// For admin and log; holds no password.
    std::string error{};
};

class SmtpClient {
public:
    /// Throws std::invalid_argument for an address that is neither smtp:// nor smtps:// with a host.
    explicit SmtpClient(SmtpOptions options);
    ~SmtpClient();
    SmtpClient(SmtpClient&&) noexcept;
    SmtpClient& operator=(SmtpClient&&) noexcept;

    const std::string& url() const noexcept { return options_.url; }
    SmtpOutcome send(const StoredMail& mail);

private:
    struct Handle;
    SmtpOptions options_;
    std::unique_ptr<Handle> handle_;
};

} // namespace hurtrock::mail
