#include <hurtrock/http_client.hpp>

#include <hurtrock/crypto.hpp>
#include <hurtrock/json.hpp>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace hurtrock {
namespace {

constexpr std::chrono::milliseconds timeout_min{1}, timeout_max{60'000};
constexpr std::size_t answer_bytes_limit = 8u << 20;
constexpr int attempts_max = 10;

char lower(char letter) noexcept
{
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same_name(std::string_view left, std::string_view right) noexcept
{
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char one, char other) { return lower(one) == lower(other); });
}

/// RFC 9110 section 5.6.2.
bool is_token(std::string_view name)
{
    constexpr std::string_view others = "!#$%&'*+-.^_`|~";
    return !name.empty() && std::all_of(name.begin(), name.end(), [&](char letter) {
        const char small = lower(letter);
        return (small >= 'a' && small <= 'z') || (letter >= '0' && letter <= '9') || others.find(letter) != others.npos;
    });
}

bool has_control(std::string_view value)
{
    return std::any_of(value.begin(), value.end(),
                       [](unsigned char letter) { return (letter < 0x20 && letter != '\t') || letter == 0x7f; });
}

bool belongs_to_the_client(std::string_view name)
{
    constexpr std::array<std::string_view, 4> own{"Host", "Content-Length", "Transfer-Encoding", "Connection"};
    return std::any_of(own.begin(), own.end(), [&](auto one) { return same_name(one, name); });
}

/// application/x-www-form-urlencoded (WHATWG URL, section 5.2).
void append_encoded(std::string& to, std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    for (const char letter : text) {
        const char small = lower(letter);
        const bool plain = (small >= 'a' && small <= 'z') || (letter >= '0' && letter <= '9') ||
                           std::string_view{"*-._"}.find(letter) != std::string_view::npos;
        if (plain) {
            to += letter;
        } else if (letter == ' ') {
            to += '+';
        } else {
            const auto byte = static_cast<unsigned char>(letter);
            to += '%';
            to += digits[byte >> 4];
            to += digits[byte & 15];
        }
    }
}

} // namespace

std::string_view HttpAnswer::header(std::string_view name) const noexcept
{
    for (const auto& [key, value] : headers)
        if (same_name(key, name)) return value;
    return {};
}

Result<Value> HttpAnswer::json() const
{
    if (failure != CallFailure::none)
        return Problem{.code = "http.no_answer", .arguments = {{"reason", reason}}, .status = 502};
    return from_json(body);
}

std::string HttpAnswer::text(std::string_view key) const
{
    const auto parsed = json();
    if (!parsed) return {};
    const auto& value = (*parsed)[key];
    if (value.kind() == Value::Kind::integer) return std::to_string(value.integer());
    return std::string{value.text()};
}

std::string HttpAnswer::summary() const
{
    return failure == CallFailure::none ? "answered with status " + std::to_string(status) : reason;
}

HttpCall::HttpCall(HttpClient& client, Method method, std::string_view url) : client_{client}
{
    request_.method = method;
    request_.url = url;
}

HttpCall& HttpCall::basic_auth(std::string_view user, std::string_view password)
{
    const auto credentials = std::string{user} + ":" + std::string{password};
    if (!user.empty()) hide(user);
    if (!password.empty()) hide(password);
    return header("Authorization", "Basic " + to_base64(credentials));
}

HttpCall& HttpCall::bearer(std::string_view token)
{
    hide(token);
    return header("Authorization", "Bearer " + std::string{token});
}

HttpCall& HttpCall::header(std::string_view name, std::string_view value)
{
    if (!is_token(name) || has_control(value))
        throw std::invalid_argument{"http header: control character or malformed name"};
    if (belongs_to_the_client(name))
        throw std::invalid_argument{"http header: " + std::string{name} + " is set by the client"};
    std::erase_if(request_.headers, [&](const auto& one) { return same_name(one.first, name); });
    request_.headers.emplace_back(name, value);
    return *this;
}

HttpCall& HttpCall::idempotency_key(std::string_view key, std::string_view header_name)
{
    request_.idempotency_key = key;
    return header(header_name, key);
}

HttpCall& HttpCall::json(const Value& value) { return body(to_json(value), "application/json"); }

HttpCall& HttpCall::form(const std::vector<std::pair<std::string, std::string>>& fields)
{
    std::string encoded;
    for (const auto& [name, value] : fields) {
        if (!encoded.empty()) encoded += '&';
        append_encoded(encoded, name);
        encoded += '=';
        append_encoded(encoded, value);
    }
    return body(std::move(encoded), "application/x-www-form-urlencoded");
}

HttpCall& HttpCall::body(std::string bytes, std::string_view content_type)
{
    request_.body = std::move(bytes);
    return header("Content-Type", content_type);
}

HttpCall& HttpCall::timeout(std::chrono::milliseconds connect, std::chrono::milliseconds total)
{
    request_.connect_timeout = std::clamp(connect, timeout_min, timeout_max);
    request_.total_timeout = std::clamp(total, timeout_min, timeout_max);
    return *this;
}

HttpCall& HttpCall::answer_bytes_max(std::size_t bytes)
{
    request_.answer_bytes_max = std::min(bytes, answer_bytes_limit);
    return *this;
}

HttpCall& HttpCall::retry(RetryRule rule)
{
    request_.retry = std::move(rule);
    request_.retry.attempts = std::clamp(request_.retry.attempts, 1, attempts_max);
    return *this;
}

HttpCall& HttpCall::hide(std::string_view secret)
{
    request_.hidden.emplace_back(secret);
    return *this;
}

HttpCall& HttpCall::on_exchange(ExchangeListener listener)
{
    request_.on_exchange = std::move(listener);
    return *this;
}

HttpAnswer HttpCall::send() { return client_.send(request_); }

} // namespace hurtrock
