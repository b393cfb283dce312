#include "fake_stripe.hpp"

#include <hurtrock/crypto.hpp>

namespace hurtrock::stripe {
namespace {

/// RFC 3986 section 2.1.
std::string decoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        out += from_hex(text.substr(i + 1, 2)).value();
        i += 2;
    }
    return out;
}

std::map<std::string, std::string> fields_in(std::string_view text)
{
    std::map<std::string, std::string> fields;
    while (!text.empty()) {
        const auto end = text.find('&');
        const auto pair = text.substr(0, end);
        const auto equals = pair.find('=');
        fields[decoded(pair.substr(0, equals))] = decoded(pair.substr(equals + 1));
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    }
    return fields;
}

HttpAnswer answered(int status, const Value& body)
{
    HttpAnswer answer;
    answer.status = status;
    answer.body = to_json(body);
    answer.sent = true;
    answer.attempts = 1;
    return answer;
}

HttpAnswer refused(int status, std::string_view type, std::string_view code, std::string_view message)
{
    return answered(status, {{"error", Value{{"type", type}, {"code", code}, {"message", message}}}});
}

HttpAnswer failed(CallFailure failure, bool sent)
{
    HttpAnswer answer;
    answer.failure = failure;
    answer.sent = sent;
    answer.reason = "api.stripe.com did not answer";
    return answer;
}

Value list_of(std::vector<Value> items)
{
    return {{"object", "list"}, {"data", Value(std::move(items))}, {"has_more", false}};
}

std::string text_of(const Value& value) { return std::string{value.text()}; }

} // namespace

HttpAnswer FakeStripe::send(const HttpRequest& request)
{
    asked.push_back(request);
    if (refused_) return failed(CallFailure::refused, false);
    if (broken_status != 0) return refused(broken_status, "api_error", "", "Something went wrong.");
    const auto what = request.url + "\n" + request.body;
    const auto known = stored_.find(request.idempotency_key);
    const bool replay = !request.idempotency_key.empty() && known != stored_.end();
    if (replay && known->second.first != what)
        return refused(400, "idempotency_error", "",
                       "Keys for idempotent requests can only be used for the same request.");
    auto answer = replay ? known->second.second : act(request);
    if (!request.idempotency_key.empty() && answer.ok()) stored_[request.idempotency_key] = {what, answer};
    if (lose_ && request.method == Method::post) {
        lose_ = false;
        return failed(CallFailure::timeout_read, true);
    }
    return answer;
}

HttpAnswer FakeStripe::act(const HttpRequest& request)
{
    const auto path = request.url.substr(std::string_view{base}.size());
    const auto question = path.find('?');
    const auto query =
        question == std::string::npos ? Fields{} : fields_in(std::string_view{path}.substr(question + 1));
    const auto where = path.substr(0, question);
    const std::string sessions = "/v1/checkout/sessions";
    if (request.method == Method::post && where == sessions) return create_session(fields_in(request.body));
    if (request.method == Method::post && where.ends_with("/expire"))
        return expire_session(where.substr(sessions.size() + 1, where.size() - sessions.size() - 8));
    if (request.method == Method::post && where == "/v1/refunds") return create_refund(fields_in(request.body));
    if (!query.contains("payment_intent") && (where == sessions || where == "/v1/refunds"))
        return answered(200, list_of({}));
    if (where == "/v1/webhook_endpoints") return answered(200, list_of(endpoints));
    if (where == "/v1/refunds") return answered(200, list_of(refunds_of(query.at("payment_intent")).items()));
    if (where == "/v1/disputes") return answered(200, list_of(disputes_));
    if (where.starts_with(sessions + "/"))
        if (const auto found = sessions_.find(where.substr(sessions.size() + 1)); found != sessions_.end())
            return answered(200, expanded(found->second));
    return refused(404, "invalid_request_error", "resource_missing", "No such thing.");
}

HttpAnswer FakeStripe::create_session(const Fields& fields)
{
    const auto name = id("cs_test_");
    std::int64_t total = 0;
    for (int i = 0; fields.contains("line_items[" + std::to_string(i) + "][quantity]"); ++i) {
        const auto at = "line_items[" + std::to_string(i) + "]";
        const auto unit = std::stoll(fields.at(at + "[price_data][unit_amount]"));
        if (unit < 0)
            return refused(400, "invalid_request_error", "parameter_invalid_integer", "Invalid non-negative integer");
        total += unit * std::stoll(fields.at(at + "[quantity]"));
    }
    sessions_[name] = {{"id", name},
                       {"object", "checkout.session"},
                       {"url", "https://checkout.stripe.com/c/pay/" + name},
                       {"status", "open"},
                       {"payment_status", "unpaid"},
                       {"amount_total", total},
                       {"currency", fields.at("line_items[0][price_data][currency]")},
                       {"payment_intent", nullptr},
                       {"client_reference_id", fields.at("client_reference_id")},
                       {"metadata", Value{{"attempt_id", fields.at("metadata[attempt_id]")}}},
                       {"livemode", false}};
    return answered(200, sessions_[name]);
}

HttpAnswer FakeStripe::expire_session(const std::string& name)
{
    const auto found = sessions_.find(name);
    if (found == sessions_.end()) return refused(404, "invalid_request_error", "resource_missing", "No such session.");
    if (found->second["status"].text() != "open")
        return refused(400, "invalid_request_error", "", "Only sessions that are open can be expired.");
    found->second.set("status", "expired");
    return answered(200, found->second);
}

HttpAnswer FakeStripe::create_refund(const Fields& fields)
{
    const auto& intent = intents_.at(fields.at("payment_intent"));
    const auto amount = std::stoll(fields.at("amount"));
    if (refunded_minor(fields.at("payment_intent")) + amount > intent["amount_received"].integer())
        return refused(400, "invalid_request_error", "charge_already_refunded",
                       "Refund amount is greater than the charge.");
    auto metadata = Value::map();
    if (fields.contains("metadata[refund_key]")) metadata.set("refund_key", fields.at("metadata[refund_key]"));
    refunds_.push_back({{"id", id("re_")},
                        {"object", "refund"},
                        {"created", 1'700'000'000 + ids_},
                        {"payment_intent", fields.at("payment_intent")},
                        {"amount", amount},
                        {"currency", "idr"},
                        {"status", refund_status_},
                        {"metadata", metadata}});
    tell("refund.created", refunds_.back());
    return answered(200, refunds_.back());
}

Value FakeStripe::expanded(const Value& session) const
{
    auto whole = session;
    if (const auto found = intents_.find(text_of(session["payment_intent"])); found != intents_.end())
        whole.set("payment_intent", found->second);
    return whole;
}

Value FakeStripe::refunds_of(std::string_view intent) const
{
    auto found = Value::list();
    for (auto refund = refunds_.rbegin(); refund != refunds_.rend(); ++refund)
        if ((*refund)["payment_intent"].text() == intent) found.push(*refund);
    return found;
}

std::int64_t FakeStripe::refunded_minor(std::string_view intent) const
{
    std::int64_t sum = 0;
    const auto all = refunds_of(intent);
    for (const auto& refund : all.items())
        sum += refund["status"].text() == "failed" ? 0 : refund["amount"].integer();
    return sum;
}

Value* FakeStripe::find(const std::string& attempt)
{
    for (auto& [name, session] : sessions_)
        if (session["client_reference_id"].text() == attempt) return &session;
    return nullptr;
}

Value FakeStripe::session(const std::string& attempt) const
{
    for (const auto& [name, session] : sessions_)
        if (session["client_reference_id"].text() == attempt) return session;
    return {};
}

bool FakeStripe::pay(const std::string& attempt)
{
    auto* session = find(attempt);
    if (!session || (*session)["status"].text() != "open") return false;
    const auto name = id("pi_");
    Value charge{{"id", id("ch_")}, {"created", 1'700'000'000}, {"disputed", false}};
    charge.set("payment_method_details",
               Value{{"type", "card"}, {"card", Value{{"brand", "visa"}, {"last4", "4242"}}}});
    intents_[name] = {{"id", name},
                      {"object", "payment_intent"},
                      {"status", "succeeded"},
                      {"amount_received", (*session)["amount_total"]},
                      {"latest_charge", charge},
                      {"livemode", false}};
    session->set("status", "complete").set("payment_status", "paid").set("payment_intent", name);
    tell("checkout.session.completed", *session);
    return true;
}

/// The declined try ends nothing at Stripe; the customer gives up.
bool FakeStripe::fail(const std::string& attempt)
{
    auto* session = find(attempt);
    if (!session) return false;
    const auto name = id("pi_");
    intents_[name] = {{"id", name},
                      {"object", "payment_intent"},
                      {"status", "requires_payment_method"},
                      {"metadata", Value{{"attempt_id", attempt}}},
                      {"last_payment_error", Value{{"code", "card_declined"}, {"charge", id("ch_")}}},
                      {"livemode", false}};
    session->set("payment_intent", name);
    tell("payment_intent.payment_failed", intents_[name]);
    return true;
}

bool FakeStripe::expire(const std::string& attempt)
{
    auto* session = find(attempt);
    if (!session) return false;
    session->set("status", "expired");
    tell("checkout.session.expired", *session);
    return true;
}

bool FakeStripe::refund_by_hand(const std::string& attempt, Money amount)
{
    const auto* session = find(attempt);
    if (!session) return false;
    return create_refund({{"payment_intent", text_of((*session)["payment_intent"])},
                          {"amount", std::to_string(amount.units() * 100)}})
        .ok();
}

void FakeStripe::dispute(const std::string& attempt, std::string_view status)
{
    const auto name = text_of(session(attempt)["payment_intent"]);
    auto charge = intents_[name]["latest_charge"];
    intents_[name].set("latest_charge", charge.set("disputed", true));
    disputes_.push_back({{"id", id("dp_")},
                         {"object", "dispute"},
                         {"payment_intent", name},
                         {"amount", intents_[name]["amount_received"]},
                         {"currency", "idr"},
                         {"status", status},
                         {"reason", "fraudulent"},
                         {"livemode", false}});
}

std::optional<kit::SentWebhook> FakeStripe::next_webhook()
{
    if (unsent_.empty()) return std::nullopt;
    auto sent = std::move(unsent_.front());
    unsent_.pop_front();
    return sent;
}

int FakeStripe::begun(const std::string& attempt)
{
    int count = 0;
    for (const auto& [name, session] : sessions_)
        count += session["client_reference_id"].text() == attempt ? 1 : 0;
    return count;
}

Money FakeStripe::refunded(const std::string& attempt)
{
    return Money{refunded_minor(session(attempt)["payment_intent"].text()) / 100};
}

void FakeStripe::tell(std::string_view type, const Value& object)
{
    const auto body = to_json({{"id", id("evt_")},
                               {"object", "event"},
                               {"type", type},
                               {"created", 1'700'000'000},
                               {"livemode", false},
                               {"data", Value{{"object", object}}}});
    const auto time = std::to_string(now().time_since_epoch() / std::chrono::seconds{1});
    unsent_.push_back(
        {body,
         {{"Content-Type", "application/json"},
          {"Stripe-Signature", "t=" + time + ",v1=" + hmac_sha256_hex(webhook_secret, time + "." + body)}}});
}

} // namespace hurtrock::stripe
