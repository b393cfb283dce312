#pragma once
/// Calls to Stripe's API: form-encoded requests, JSON answers, errors by class ("Errors", "Idempotent requests").

#include "account.hpp"

#include <hurtrock/http_client.hpp>

namespace hurtrock::stripe {

/// What this plugin was written for; sent with every request.
inline constexpr std::string_view api_version = "2026-10-28.endive";

using Form = std::vector<std::pair<std::string, std::string>>;

enum class ErrorKind {
    /// 400 and the like: this request will never be accepted.
    invalid,
    /// 404.
    missing,
    /// The key was used for another request.
    idempotency,
    authentication,
    permission,
    card,
    rate_limit,
    /// 500 and more, or an answer that is none: it may or may not have been acted on.
    api,
    /// No answer came.
    unreachable
};

struct ApiError {
    ErrorKind kind{ErrorKind::unreachable};
    int status{0};
    std::string code{}, decline_code{}, param{};
    /// In English, without secrets.
    std::string message{};
    std::string request_id{};
    /// Stripe answered what it had answered to this idempotency key before; asking again changes nothing.
    bool replayed{false};

    /// Nothing more will come of this request.
    bool is_final() const noexcept;
    /// For log and admin: "card_declined (402, req_…): Your card was declined."
    std::string reason() const;
    /// What to tell the customer: a key of the locale files.
    std::string_view customer_text() const noexcept;
};

struct Reply {
    Value body{};
    std::optional<ApiError> error{};

    bool ok() const noexcept { return !error; }
};

/// Thread-safe; one for each call's account.
class Api {
public:
    Api(HttpClient& http, const Account& account) : http_{http}, account_{account} {}

    Reply post(std::string_view path, const Form& form, std::string_view idempotency_key);
    Reply get(std::string_view path, const Form& query = {});

private:
    Reply send(HttpCall call);

    HttpClient& http_;
    const Account& account_;
};

/// For queries and parts of paths (RFC 3986, section 2.3); brackets stay.
std::string encoded(std::string_view text);
/// What an answer means.
Reply read(const HttpAnswer& answer);
/// Stripe-Should-Retry decides; else server errors are tried again and 429 is not, as Stripe's own clients do.
std::optional<bool> should_retry(const HttpAnswer& answer);
/// The sentence of the locale files for a decline ("Decline codes").
std::string_view decline_text(std::string_view decline_code) noexcept;

} // namespace hurtrock::stripe
