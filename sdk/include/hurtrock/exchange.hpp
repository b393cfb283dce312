#pragma once
/// Exchanges: what was sent to another server and what it answered, as text that may be kept and shown: secrets, tokens
/// and card numbers are already hidden. The host makes one of every outgoing call.
///
/// Whoever calls out on behalf of something hears the calls of everything it calls, and can store them beside it:
///
///     std::vector<Exchange> heard;
///     const ExchangeScope scope{[&](const Exchange& one) { heard.push_back(one); }};
///     provider.start(payment);                    // calls out as often as it likes, on this thread

#include <hurtrock/clock.hpp>

#include <functional>
#include <string_view>

namespace hurtrock {

/// Why no whole answer came. `not_declared`: plugin.yaml does not name the host under `network`, or the address is one
/// that is never called (http to another machine, credentials in the URL).
enum class CallFailure {
    none,
    not_declared,
    circuit_open,
    refused,
    dns,
    tls,
    timeout_connect,
    timeout_read,
    too_large,
    broken
};

/// "timeout_connect"; for logs and for keeping.
HURTROCK_API std::string_view name_of(CallFailure failure) noexcept;

struct Exchange {
    Time at{};
    std::string plugin;
    /// "api.stripe.com", with the port when it is not the usual one.
    std::string host;
    /// "POST", and the address without secrets.
    std::string method, url;
    /// Head and body, each at most 16 KiB; the answer is empty when none came.
    std::string request, answer;
    int status{0};
    CallFailure failure{CallFailure::none};
    /// 1 for the first try of a call.
    int attempt{1};
    std::chrono::milliseconds took{0};
};

/// Runs after each try, on the thread that calls; what it throws is dropped.
using ExchangeListener = std::function<void(const Exchange&)>;

/// Hears every exchange of this thread while it lives, whichever plugin calls; inner scopes do not hide outer ones.
/// Destroy it on the thread that made it, innermost first.
class HURTROCK_API ExchangeScope {
public:
    explicit ExchangeScope(ExchangeListener listener);
    ~ExchangeScope();
    ExchangeScope(const ExchangeScope&) = delete;
    ExchangeScope& operator=(const ExchangeScope&) = delete;

    /// Tells `own` (may be empty) and every scope of this thread; for HTTP clients.
    static void tell(const Exchange& exchange, const ExchangeListener& own) noexcept;

private:
    ExchangeListener listener_;
    ExchangeScope* outer_;
};

} // namespace hurtrock
