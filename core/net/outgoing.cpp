#include "outgoing.hpp"

#include "retry.hpp"

#include "core/log/log.hpp"

#include <hurtrock/redact.hpp>

#include <algorithm>
#include <random>
#include <thread>

namespace hurtrock::net {
namespace {

constexpr std::size_t kept_bytes_max = 16u << 10;

std::string_view written(Method method)
{
    switch (method) {
    case Method::get:
        return "GET";
    case Method::head:
        return "HEAD";
    case Method::post:
        return "POST";
    case Method::put:
        return "PUT";
    case Method::patch:
        return "PATCH";
    case Method::remove:
        return "DELETE";
    case Method::options:
        return "OPTIONS";
    }
    return "GET";
}

std::string shortened(const std::string& text)
{
    if (text.size() <= kept_bytes_max) return text;
    return text.substr(0, kept_bytes_max) + "… and " + std::to_string(text.size() - kept_bytes_max) + " bytes more";
}

std::string as_text(const std::string& first_line, const HttpHeaders& headers, const std::string& body)
{
    std::string text = first_line;
    for (const auto& [name, value] : headers)
        text += "\n" + name + ": " + value;
    if (!body.empty()) text += "\n\n" + body;
    return text;
}

bool host_failed(const HttpAnswer& answer)
{
    return answer.failure == CallFailure::none ? answer.status >= 500 : answer.failure != CallFailure::too_large;
}

double chance()
{
    static thread_local std::minstd_rand random{std::random_device{}()};
    return std::uniform_real_distribution<double>{0, 1}(random);
}

} // namespace

HttpAnswer OutgoingClient::send(const HttpRequest& request)
{
    if (shared_.hooks.check_thread) shared_.hooks.check_thread();
    const auto secrets =
        secrets_of(request); // first: a plugin that is going has none any more, and nothing may be lost after the call
    const auto address = parse_address(request.url);
    if (!address)
        return refuse(request, secrets, {}, CallFailure::not_declared,
                      "not an https address without user and password");
    if (auto refusal = refusal_of(*address, caller_.rules, caller_.setting); !refusal.empty())
        return refuse(request, secrets, address->place(), CallFailure::not_declared, std::move(refusal));

    const auto first = std::chrono::steady_clock::now();
    for (int attempt = 1;; ++attempt) {
        auto answer = try_once(request, secrets, *address, attempt);
        const auto since_first =
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - first);
        const auto pause = pause_before_retry(request, answer, attempt, since_first, chance(), shared_.clock.now());
        if (!pause) return answer;
        shared_.hooks.pause ? shared_.hooks.pause(*pause) : std::this_thread::sleep_for(*pause);
    }
}

OutgoingClient::Secrets OutgoingClient::secrets_of(const HttpRequest& request) const
{
    auto secrets = caller_.secrets ? caller_.secrets() : Secrets{};
    secrets.insert(secrets.end(), request.hidden.begin(), request.hidden.end());
    return secrets;
}

HttpAnswer OutgoingClient::try_once(const HttpRequest& request, const Secrets& secrets, const Address& address,
                                    int attempt)
{
    const auto place = address.place();
    const auto at = shared_.clock.now();
    if (shared_.circuits.enter(caller_.plugin, place, at) == Circuits::Entry::refused) {
        const auto last = shared_.circuits.state(caller_.plugin, place, at).reason;
        auto answer = refuse(request, secrets, place, CallFailure::circuit_open,
                             place + " failed several times in a row and is left alone for a while: " + last);
        answer.attempts = attempt - 1;
        return answer;
    }
    HttpAnswer answer;
    try {
        answer = shared_.transfer.run(request, address);
    } catch (...) {
        shared_.circuits.leave(caller_.plugin, place); // a probe that never was must not block the next
        throw;
    }
    answer.attempts = attempt;
    note(address, answer);
    record(request, secrets, place, answer, attempt, at);
    return answer;
}

void OutgoingClient::note(const Address& address, const HttpAnswer& answer)
{
    const bool failed = host_failed(answer);
    if (shared_.hooks.counted) shared_.hooks.counted(caller_.plugin, answer.took, failed);
    if (!shared_.circuits.note(caller_.plugin, address.place(), shared_.clock.now(),
                               failed ? answer.summary() : std::string{}))
        return;
    log::write(log::Level::warning, caller_.plugin, "a host keeps failing; calls to it wait",
               {{"host", address.place()}, {"seconds", circuit_open_for.count()}, {"reason", answer.summary()}});
}

HttpAnswer OutgoingClient::refuse(const HttpRequest& request, const Secrets& secrets, const std::string& place,
                                  CallFailure failure, std::string reason) const
{
    HttpAnswer answer{.failure = failure, .reason = std::move(reason)};
    record(request, secrets, place, answer, 1, shared_.clock.now());
    return answer;
}

/// To the log, and to whoever listens: never what the network sees, always what may be kept.
void OutgoingClient::record(const HttpRequest& request, const Secrets& secrets, const std::string& place,
                            const HttpAnswer& answer, int attempt, Time at) const
{
    const std::string method{written(request.method)};
    // Together, so that a token the answer gives away is hidden where the request repeats it. A byte that no text has
    // parts them.
    constexpr char parting = '\x1e';
    const auto both = redacted(
        as_text(method + " " + request.url, request.headers, request.body) + parting +
            (answer.status == 0 ? std::string{}
                                : as_text("HTTP/1.1 " + std::to_string(answer.status), answer.headers, answer.body)),
        secrets);
    const auto parted = std::min(both.find(parting), both.size());
    const auto first_line = both.substr(0, std::min(both.find('\n'), parted));

    Exchange exchange{.at = at,
                      .plugin = caller_.plugin,
                      .host = place,
                      .method = method,
                      .url = first_line.size() > method.size() ? first_line.substr(method.size() + 1) : std::string{},
                      .request = shortened(both.substr(0, parted)),
                      .answer = shortened(both.substr(std::min(parted + 1, both.size()))),
                      .status = answer.status,
                      .failure = answer.failure,
                      .attempt = attempt,
                      .took = answer.took};
    const bool failed = answer.failure != CallFailure::none;
    Value fields{{"call", method + " " + exchange.url.substr(0, exchange.url.find('?'))},
                 {"status", answer.status},
                 {"ms", answer.took.count()},
                 {"attempt", attempt}};
    if (failed) fields.set("failure", name_of(answer.failure)).set("reason", redacted(answer.reason, secrets));
    log::write(failed ? log::Level::warning : log::Level::info, caller_.plugin,
               failed ? "outgoing call failed" : "outgoing call", fields);
    log::write(log::Level::debug, caller_.plugin, "outgoing exchange",
               {{"request", exchange.request}, {"answer", exchange.answer}});
    ExchangeScope::tell(exchange, request.on_exchange);
}

HostState OutgoingClient::state(std::string_view host_or_url) const
{
    const bool is_url = host_or_url.find("://") != std::string_view::npos;
    const auto address = parse_address(is_url ? std::string{host_or_url} : "https://" + std::string{host_or_url});
    // "127.0.0.1:80" means plain http to somebody; what is kept is told apart by the place alone.
    return shared_.circuits.state(caller_.plugin, address ? address->place() : std::string{host_or_url},
                                  shared_.clock.now());
}

} // namespace hurtrock::net
