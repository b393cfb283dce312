#include "api.hpp"

#include <hurtrock/json.hpp>
#include <hurtrock/redact.hpp>

#include <array>

namespace hurtrock::stripe {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds connect_time_max = 4s;
constexpr std::chrono::milliseconds answer_time_max = 11s;
/// A customer waits meanwhile, and after 30 s a request counts as hanging: the last try begins in time to end before.
constexpr std::chrono::milliseconds tries_begin_within = 12s;
constexpr int tries = 3;

std::string copy(const Value& value) { return std::string{value.text()}; }

ErrorKind kind_of(int status, std::string_view type)
{
    if (type == "idempotency_error") return ErrorKind::idempotency;
    if (type == "card_error" || status == 402) return ErrorKind::card;
    if (status == 401) return ErrorKind::authentication;
    if (status == 403) return ErrorKind::permission;
    if (status == 404) return ErrorKind::missing;
    if (status == 429) return ErrorKind::rate_limit;
    // 409: the first request with this key is still at work.
    return status >= 500 || status == 409 || status < 400 ? ErrorKind::api : ErrorKind::invalid;
}

} // namespace

std::string encoded(std::string_view text)
{
    static constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (const auto letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool plain = (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') ||
                           (byte >= 'a' && byte <= 'z') || byte == '-' || byte == '_' || byte == '.' || byte == '~' ||
                           byte == '[' || byte == ']';
        if (plain)
            out += letter;
        else
            out.append({'%', digits[byte >> 4], digits[byte & 15]});
    }
    return out;
}

bool ApiError::is_final() const noexcept
{
    switch (kind) {
    case ErrorKind::rate_limit:
    case ErrorKind::unreachable:
        return false;
    case ErrorKind::api:
        return replayed;
    default:
        return true;
    }
}

std::string ApiError::reason() const
{
    if (kind == ErrorKind::unreachable) return message;
    std::string text = decline_code.empty() ? code : code + "/" + decline_code;
    if (text.empty()) text = "error";
    text += " (" + std::to_string(status) + (request_id.empty() ? "" : ", " + request_id) + ")";
    if (!param.empty()) text += " in " + param;
    if (!message.empty()) text += ": " + message;
    return text;
}

std::string_view ApiError::customer_text() const noexcept
{
    if (kind == ErrorKind::card) return decline_text(decline_code.empty() ? code : decline_code);
    if (code == "amount_too_small") return "stripe.amount_too_small";
    if (code == "amount_too_large") return "stripe.amount_too_large";
    if (code == "email_invalid" || param == "customer_email") return "stripe.email_refused";
    if (kind == ErrorKind::rate_limit || kind == ErrorKind::api || kind == ErrorKind::unreachable)
        return "stripe.try_later";
    return "stripe.not_available";
}

std::string_view decline_text(std::string_view decline_code) noexcept
{
    using Row = std::pair<std::string_view, std::string_view>;
    static constexpr std::array<Row, 16> rows{{{"insufficient_funds", "stripe.insufficient_funds"},
                                               {"expired_card", "stripe.card_expired"},
                                               {"incorrect_cvc", "stripe.card_details"},
                                               {"invalid_cvc", "stripe.card_details"},
                                               {"incorrect_number", "stripe.card_details"},
                                               {"invalid_number", "stripe.card_details"},
                                               {"invalid_expiry_month", "stripe.card_details"},
                                               {"invalid_expiry_year", "stripe.card_details"},
                                               {"authentication_required", "stripe.authentication"},
                                               {"payment_intent_authentication_failure", "stripe.authentication"},
                                               {"card_not_supported", "stripe.card_not_supported"},
                                               {"currency_not_supported", "stripe.card_not_supported"},
                                               {"card_velocity_exceeded", "stripe.card_limit"},
                                               {"withdrawal_count_limit_exceeded", "stripe.card_limit"},
                                               {"processing_error", "stripe.try_later"},
                                               {"try_again_later", "stripe.try_later"}}};
    for (const auto& [code, text] : rows)
        if (code == decline_code) return text;
    return "stripe.card_declined";
}

Reply read(const HttpAnswer& answer)
{
    if (answer.failure != CallFailure::none) return {.error = ApiError{.message = answer.reason}};
    auto body = answer.json();
    const bool whole = body && body->is_map();
    if (answer.ok() && whole) return {.body = std::move(*body)};
    const auto told = whole ? (*body)["error"] : Value{};
    ApiError error{.kind = kind_of(answer.status, told["type"].text()),
                   .status = answer.status,
                   .code = copy(told["code"]),
                   .decline_code = copy(told["decline_code"]),
                   .param = copy(told["param"]),
                   .message = copy(told["message"]),
                   .request_id = std::string{answer.header("Request-Id")},
                   .replayed = answer.header("Idempotent-Replayed") == "true"};
    if (error.code.empty()) error.code = copy(told["type"]);
    if (error.message.empty()) error.message = answer.ok() ? "the answer is not JSON" : answer.summary();
    return {.error = std::move(error)};
}

std::optional<bool> should_retry(const HttpAnswer& answer)
{
    const auto told = answer.header("Stripe-Should-Retry");
    if (told == "true") return true;
    if (told == "false" || answer.status == 429) return false;
    // A stored answer stays what it is.
    if (answer.header("Idempotent-Replayed") == "true") return false;
    return answer.status >= 500 ? std::optional{true} : std::nullopt;
}

Reply Api::send(HttpCall call)
{
    auto reply = read(call.bearer(account_.secret_key)
                          .header("Stripe-Version", api_version)
                          .header("Accept", "application/json")
                          .timeout(connect_time_max, answer_time_max)
                          .retry({.attempts = tries, .overall = tries_begin_within, .decide = should_retry})
                          .send());
    if (reply.error) reply.error->message = redacted(reply.error->message, {account_.secret_key});
    return reply;
}

Reply Api::post(std::string_view path, const Form& form, std::string_view idempotency_key)
{
    auto call = http_.post(account_.base + std::string{path});
    return send(call.form(form).idempotency_key(idempotency_key));
}

Reply Api::get(std::string_view path, const Form& query)
{
    auto url = account_.base + std::string{path};
    char joint = '?';
    for (const auto& [key, value] : query) {
        url += joint + encoded(key) + '=' + encoded(value);
        joint = '&';
    }
    return send(http_.get(url));
}

} // namespace hurtrock::stripe
