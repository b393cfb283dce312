#pragma once
/// The gateway as a test wants it: payments in memory, no network. It keeps its promises about idempotency keys, and fails when it
/// is told to.

#include <hurtrock/crypto.hpp>
#include <hurtrock/http_client.hpp>
#include <hurtrock/json.hpp>

#include <map>

namespace hurtrock::sample_gateway {

class FakeGateway final : public HttpClient {
public:
    HttpAnswer send(const HttpRequest& request) override
    {
        if (unreachable) {
            HttpAnswer lost;
            lost.failure = CallFailure::timeout_read;
            lost.reason = "no answer";
            lost.sent = true;
            return lost;
        }
        const auto kept = answered.find(request.idempotency_key);
        if (!request.idempotency_key.empty() && kept != answered.end()) return kept->second;
        auto answer = act(request);
        if (!request.idempotency_key.empty() && answer.ok()) answered[request.idempotency_key] = answer;
        return answer;
    }
    HostState state(std::string_view) const override { return {}; }

    void pay(const std::string& attempt) { payments.at(attempt).set("status", "paid"); }

    /// The body of a webhook about a payment, and its signature.
    std::pair<std::string, std::string> webhook(const std::string& attempt, const std::string& secret) const
    {
        const auto body = to_json({{"event", "evt-" + attempt}, {"payment", payments.at(attempt)}});
        return {body, hmac_sha256_hex(secret, body)};
    }

    bool unreachable{false};
    std::map<std::string, Value> payments{};

private:
    static HttpAnswer answer_with(int status, const Value& content)
    {
        HttpAnswer answer;
        answer.status = status;
        answer.sent = true;
        answer.body = to_json(content);
        return answer;
    }

    HttpAnswer act(const HttpRequest& request)
    {
        const auto path = request.url.substr(request.url.find("/v1/payments") + std::string_view{"/v1/payments"}.size());
        const auto content = from_json(request.body);
        if (path.empty()) return open(*content);
        const auto attempt = path.substr(1, path.find('/', 1) - 1);
        const auto payment = payments.find(attempt);
        if (payment == payments.end()) return answer_with(404, {{"error", "unknown"}});
        if (path.ends_with("/cancel")) return cancel(payment->second);
        if (path.ends_with("/refunds")) return refund(payment->second, (*content)["amount"].integer());
        return answer_with(200, payment->second);
    }
    HttpAnswer open(const Value& asked)
    {
        const std::string attempt{asked["attempt"].text()};
        if (asked["amount"].integer() <= 0) return answer_with(422, {{"error", "amount"}});
        payments[attempt] = {{"attempt", attempt}, {"id", "pay-" + attempt}, {"status", "waiting"}, {"amount", asked["amount"]}, {"refunded", 0}};
        return answer_with(201, {{"id", "pay-" + attempt}, {"page", "https://gateway.example/pay/" + attempt}});
    }
    static HttpAnswer cancel(Value& payment)
    {
        if (payment["status"].text() == "paid") return answer_with(409, payment);
        payment.set("status", "cancelled");
        return answer_with(200, payment);
    }
    static HttpAnswer refund(Value& payment, std::int64_t amount)
    {
        const auto total = payment["refunded"].integer() + amount;
        if (payment["status"].text() != "paid" || total > payment["amount"].integer()) return answer_with(422, {{"error", "too much"}});
        payment.set("refunded", total);
        return answer_with(201, {{"id", "ref-" + std::to_string(total)}});
    }

    std::map<std::string, HttpAnswer> answered{};
};

} // namespace hurtrock::sample_gateway
