#include "client.hpp"

#include <charconv>

namespace hurtrock::midtrans {
namespace {

using namespace std::chrono_literals;

constexpr std::chrono::milliseconds connect_timeout = 3s;
constexpr std::chrono::milliseconds retry_pause = 300ms;
constexpr std::chrono::milliseconds retry_after_max = 2s;
constexpr std::size_t message_max = 300;

int code_in(const Value& body, int fallback)
{
    const auto& told = body["status_code"];
    if (told.kind() == Value::Kind::integer) return static_cast<int>(told.integer());
    int code = fallback;
    const auto text = told.text();
    std::from_chars(text.data(), text.data() + text.size(), code);
    return code;
}

/// Snap answers {"error_messages": […]}, the Core API {"status_message", "validation_messages"}.
std::string message_in(const Value& body, int code)
{
    std::string message{body["status_message"].text()};
    for (const auto* list : {"error_messages", "validation_messages"})
        for (const auto& item : body[list].items())
            message += (message.empty() ? "" : "; ") + std::string{item.text()};
    if (message.empty()) message = "status code " + std::to_string(code);
    return message.substr(0, message_max);
}

} // namespace

Answer read_answer(const HttpAnswer& answer)
{
    Answer made;
    made.may_have_arrived = answer.may_have_arrived();
    if (answer.failure != CallFailure::none) {
        made.message = answer.summary();
        return made;
    }
    made.code = answer.status;
    const auto body = answer.json();
    if (body && body->is_map()) {
        made.body = *body;
        made.code = code_in(*body, answer.status);
    }
    made.message = message_in(made.body, made.code);
    if (made.code == 401 || made.code == 403 || answer.status == 401)
        made.kind = Answer::Kind::keys;
    else if (made.code == 404)
        made.kind = Answer::Kind::missing;
    else if (made.code >= 500 || made.code == 429 || answer.status >= 500)
        made.kind = Answer::Kind::lost;
    else if (made.code == 407 && !made.body["transaction_status"].text().empty())
        made.kind = Answer::Kind::ok;
    else if (made.code >= 400)
        made.kind = Answer::Kind::refused;
    else if (made.code >= 200 && made.code < 300 && made.body.is_map())
        made.kind = Answer::Kind::ok;
    if (made.kind == Answer::Kind::lost && made.code < 400) made.message = "the answer is not from Midtrans";
    return made;
}

Answer Client::send(HttpCall& call, int attempts)
{
    return read_answer(call.basic_auth(config_.server_key)
                           .header("Accept", "application/json")
                           .hide(config_.server_key)
                           .hide(config_.client_key)
                           .timeout(std::min(connect_timeout, config_.timeout), config_.timeout)
                           .retry({.attempts = attempts,
                                   .pause_first = retry_pause,
                                   .retry_after_max = retry_after_max,
                                   .overall = config_.timeout})
                           .send());
}

Answer Client::post(const std::string& url, const Value& body, std::string_view idempotency_key,
                    std::string_view notify, int attempts)
{
    auto call = http_.post(url);
    call.json(body);
    if (!idempotency_key.empty()) call.idempotency_key(idempotency_key);
    if (!notify.empty()) call.header("X-Override-Notification", notify);
    return send(call, attempts);
}

std::string Client::order_url(std::string_view order_id, std::string_view verb) const
{
    return config_.api_base + "/v2/" + std::string{order_id} + "/" + std::string{verb};
}

Answer Client::create_page(const Value& body, std::string_view idempotency_key, std::string_view notify)
{
    return post(config_.snap_base + "/transactions", body, idempotency_key, notify, 2);
}

Answer Client::charge(const Value& body, std::string_view idempotency_key, std::string_view notify)
{
    return post(config_.api_base + "/v2/charge", body, idempotency_key, notify, 2);
}

Answer Client::status(std::string_view order_id)
{
    auto call = http_.get(order_url(order_id, "status"));
    return send(call, 2);
}

/// Ending what has ended is refused or repeated without harm, so it may be sent again.
Answer Client::end(std::string_view order_id, std::string_view verb)
{
    return post(order_url(order_id, verb), Value::map(), std::string{order_id} + "-" + std::string{verb}, {}, 2);
}

Answer Client::close_page(std::string_view token)
{
    return post(config_.snap_base + "/transactions/" + std::string{token} + "/cancel", Value::map(), {}, {}, 1);
}

Answer Client::refund(std::string_view order_id, const Value& body)
{
    // One try: the refund key makes the next one safe, and before that one the status is asked.
    return post(order_url(order_id, "refund"), body, body["refund_key"].text(), {}, 1);
}

Answer Client::probe_pages() { return post(config_.snap_base + "/transactions", Value::map(), {}, {}, 1); }

bool Client::is_failing() const
{
    return http_.state(config_.snap_base).circuit == Circuit::open ||
           http_.state(config_.api_base).circuit == Circuit::open;
}

} // namespace hurtrock::midtrans
