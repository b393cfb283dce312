#pragma once
/// Calls to other servers.
///
///     const auto answer = host.http_client()
///                             .post(settings.text("base_url") + "/v1/refunds")
///                             .bearer(settings.secret("secret_key"))
///                             .idempotency_key(refund.key)
///                             .form({{"payment_intent", reference}, {"amount", "150000"}})
///                             .timeout(3s, 15s)
///                             .retry({.attempts = 3})
///                             .send();
///     if (!answer.ok()) return declined(answer);
///     const auto id = answer.text("id");
///
/// What the host sees to: only hosts that plugin.yaml declares (`network: [api.stripe.com, "*.example.com",
/// "${setting:base_url}"]`) are called; https with verified certificates, plain http on loopback only or where a url
/// setting of the plugin says http; no redirects, no proxies; bounded time and size; one log line a call, without
/// secrets.
///
/// When it may be called: never while a transaction is open on the thread, and in a handler only when its route runs on
/// the outbound pool (RouteOptions{.pool = Pool::outbound}); both throw std::logic_error at once. Jobs, listeners
/// `after` an event and commands may call out at any time. Thread-safe; one HttpCall is used on one thread.

#include <hurtrock/exchange.hpp>
#include <hurtrock/request.hpp>

#include <chrono>
#include <memory>
#include <optional>

namespace hurtrock {

using HttpHeaders = std::vector<std::pair<std::string, std::string>>;

class HURTROCK_API HttpAnswer {
public:
    /// 0 when no answer came.
    int status{0};
    HttpHeaders headers{};
    std::string body{};
    CallFailure failure{CallFailure::none};
    /// A part of the request may have been sent.
    bool sent{false};
    /// How often it was tried; 0 when it was refused before anything was sent.
    int attempts{0};
    std::chrono::milliseconds took{0};
    /// Why it failed, for log and owner, in English and without secrets: "api.example.com did not answer within 15 s".
    std::string reason{};

    /// A whole answer with a status of 200 to 299.
    bool ok() const noexcept { return failure == CallFailure::none && status >= 200 && status < 300; }
    /// Whether the other side may have acted on the request, so that sending it again without an idempotency key could
    /// do something twice. True for every answer and for failures after the connection stood.
    bool may_have_arrived() const noexcept { return sent; }
    /// The first header of that name, case-insensitive; empty when absent.
    std::string_view header(std::string_view name) const noexcept;
    /// The body as JSON, whatever its content type says. Problem "http.no_answer" {reason}, or "json.malformed".
    Result<Value> json() const;
    /// A text or whole number of the body's outermost JSON map; "" when there is none.
    std::string text(std::string_view key) const;
    /// reason, or "answered with status 402".
    std::string summary() const;
};

/// When a call is tried again. Only GET, HEAD, PUT and DELETE are, and requests with an idempotency key: a plain POST
/// never. Tried again are failures to connect or to hear a whole answer (not tls, too_large, not_declared,
/// circuit_open) and the statuses 429, 500, 502, 503, 504, and 409 under an idempotency key (the first try is still at
/// work). The pause is half fixed and half random, doubling; a longer Retry-After is honoured up to retry_after_max,
/// beyond which the answer is returned as it is.
struct RetryRule {
    int attempts{1};
    std::chrono::milliseconds pause_first{500};
    std::chrono::milliseconds pause_max{4'000};
    std::chrono::milliseconds retry_after_max{8'000};
    /// No try begins later than this after the first. Keep it under 25 s in handlers: after 30 s a request counts as
    /// hanging.
    std::chrono::milliseconds overall{20'000};
    /// Decides instead of the statuses above, for servers that say so themselves; nullopt leaves it to them. Never
    /// makes a plain POST be sent twice.
    std::function<std::optional<bool>(const HttpAnswer&)> decide{};
};

/// One call, ready to be sent.
struct HttpRequest {
    Method method{Method::get};
    std::string url{};
    HttpHeaders headers{};
    std::string body{};
    std::string idempotency_key{};
    std::chrono::milliseconds connect_timeout{5'000};
    /// Of each try, from its begin to the last byte.
    std::chrono::milliseconds total_timeout{15'000};
    /// A longer body is the failure too_large.
    std::size_t answer_bytes_max{1 << 20};
    RetryRule retry{};
    /// Text that no log may show, beside the plugin's secret settings and what the client adds itself.
    std::vector<std::string> hidden{};
    ExchangeListener on_exchange{};
};

class HttpClient;

class HURTROCK_API HttpCall {
public:
    HttpCall(HttpClient& client, Method method, std::string_view url);

    /// RFC 7617.
    HttpCall& basic_auth(std::string_view user, std::string_view password = {});
    HttpCall& bearer(std::string_view token);
    /// Replaces an earlier one of that name. Throws std::invalid_argument for line breaks and for names that are the
    /// client's own (Host, Content-Length, Transfer-Encoding, Connection).
    HttpCall& header(std::string_view name, std::string_view value);
    /// Sent in this header; allows a POST to be tried again.
    HttpCall& idempotency_key(std::string_view key, std::string_view header_name = "Idempotency-Key");
    /// An application/json body.
    HttpCall& json(const Value& value);
    /// An application/x-www-form-urlencoded body, in this order; keys may repeat ("items[0][price]").
    HttpCall& form(const std::vector<std::pair<std::string, std::string>>& fields);
    HttpCall& body(std::string bytes, std::string_view content_type);
    /// Both at least 1 ms; at most 60 s in all.
    HttpCall& timeout(std::chrono::milliseconds connect, std::chrono::milliseconds total);
    /// At most 8 MiB.
    HttpCall& answer_bytes_max(std::size_t bytes);
    HttpCall& retry(RetryRule rule);
    /// No log shows this text.
    HttpCall& hide(std::string_view secret);
    /// Hears each try, beside the ExchangeScopes of the thread.
    HttpCall& on_exchange(ExchangeListener listener);

    /// Waits for the answer. Throws std::logic_error where calling out is not allowed (see above), nothing else.
    HttpAnswer send();
    const HttpRequest& request() const noexcept { return request_; }

private:
    HttpClient& client_;
    HttpRequest request_;
};

/// `closed`: called as usual. `open`: five calls in a row found the host failing (no answer, or a status of 500 and
/// more), so calls fail at once with circuit_open for 30 s. `half_open`: the next call is let through as a probe.
enum class Circuit { closed, open, half_open };

struct HostState {
    Circuit circuit{Circuit::closed};
    int failures_in_a_row{0};
    /// When a probe is let through; while open.
    std::optional<Time> retry_at{};
    /// Of the last failure; empty after a success.
    std::string reason{};
};

/// Implemented by the host, and for tests by hurtrock/testing/fake_http.hpp.
class HttpClient {
public:
    HttpCall get(std::string_view url) { return {*this, Method::get, url}; }
    HttpCall post(std::string_view url) { return {*this, Method::post, url}; }
    HttpCall put(std::string_view url) { return {*this, Method::put, url}; }
    HttpCall patch(std::string_view url) { return {*this, Method::patch, url}; }
    HttpCall remove(std::string_view url) { return {*this, Method::remove, url}; }

    virtual HttpAnswer send(const HttpRequest& request) = 0;
    /// How this plugin's calls to a host fare: "api.stripe.com", "127.0.0.1:8080", or any address of it.
    virtual HostState state(std::string_view host_or_url) const = 0;

protected:
    ~HttpClient() = default;
};

} // namespace hurtrock
