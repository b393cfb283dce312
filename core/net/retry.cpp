#include "retry.hpp"

#include <algorithm>
#include <charconv>
#include <ctime>

namespace hurtrock::net {
namespace {

using std::chrono::milliseconds;

bool may_be_repeated(const HttpRequest& request)
{
    const auto method = request.method;
    return method == Method::get || method == Method::head || method == Method::put || method == Method::remove ||
           !request.idempotency_key.empty();
}

bool is_passing(const HttpRequest& request, const HttpAnswer& answer)
{
    switch (answer.failure) {
    case CallFailure::none:
        break;
    case CallFailure::refused:
    case CallFailure::dns:
    case CallFailure::timeout_connect:
    case CallFailure::timeout_read:
    case CallFailure::broken:
        return true;
    default:
        return false;
    }
    if (request.retry.decide)
        if (const auto decided = request.retry.decide(answer)) return *decided;
    const auto status = answer.status;
    return status == 429 || status == 500 || (status >= 502 && status <= 504) ||
           (status == 409 && !request.idempotency_key.empty());
}

/// RFC 9110 section 5.6.7, its preferred form: "Sun, 06 Nov 1994 08:49:37 GMT".
std::optional<Time> parse_date(std::string_view text)
{
    std::tm parts{};
    const std::string copy{text};
    const char* end = ::strptime(copy.c_str(), "%a, %d %b %Y %H:%M:%S GMT", &parts);
    if (!end || *end != '\0') return std::nullopt;
    return Time{std::chrono::seconds{::timegm(&parts)}};
}

} // namespace

std::optional<milliseconds> retry_after(const HttpAnswer& answer, Time now)
{
    const auto text = answer.header("Retry-After");
    if (text.empty()) return std::nullopt;
    std::int64_t seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    constexpr std::int64_t sensible_max = 86'400 * 366;
    if (error == std::errc{} && end == text.data() + text.size() && seconds >= 0)
        return std::chrono::seconds{std::min(seconds, sensible_max)};
    const auto date = parse_date(text);
    if (!date) return std::nullopt;
    return std::max(milliseconds{0}, std::chrono::ceil<milliseconds>(*date - now));
}

std::optional<milliseconds> pause_before_retry(const HttpRequest& request, const HttpAnswer& answer, int attempt,
                                               milliseconds since_first, double chance, Time now)
{
    const auto& rule = request.retry;
    if (attempt >= rule.attempts || !may_be_repeated(request) || !is_passing(request, answer)) return std::nullopt;
    auto longest = rule.pause_first;
    for (int doubled = 1; doubled < attempt && longest < rule.pause_max; ++doubled)
        longest *= 2;
    longest = std::min(longest, rule.pause_max);
    auto pause = longest / 2 +
                 milliseconds{static_cast<std::int64_t>(chance * static_cast<double>((longest - longest / 2).count()))};
    if (const auto asked = retry_after(answer, now)) {
        if (*asked > rule.retry_after_max) return std::nullopt;
        pause = std::max(pause, *asked);
    }
    if (since_first + pause > rule.overall) return std::nullopt;
    return pause;
}

} // namespace hurtrock::net
