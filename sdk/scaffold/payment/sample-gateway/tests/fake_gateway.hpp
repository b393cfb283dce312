#pragma once
/// The gateway as a test wants it: payments in memory, no network. It keeps its promises about idempotency keys, and fails when it
/// is told to. The conformance suite plays the customer through kit::GatewayFake.

#include <hurtrock/crypto.hpp>
#include <hurtrock/http_client.hpp>
#include <hurtrock/json.hpp>
#include <hurtrock/testing/payment_conformance.hpp>

#include <deque>
#include <map>

namespace hurtrock::sample_gateway {

class FakeGateway final : public HttpClient, public kit::GatewayFake {
public:
    explicit FakeGateway(std::string webhook_secret) : webhook_secret_{std::move(webhook_secret)} {}

    HttpAnswer send(const HttpRequest& request) override
    {
        if (unreachable) return lost();
        const auto kept = answered_.find(request.idempotency_key);
        const bool known = !request.idempotency_key.empty() && kept != answered_.end();
        auto answer = known ? kept->second : act(request);
        if (!request.idempotency_key.empty() && answer.ok()) answered_[request.idempotency_key] = answer;
        return std::exchange(lose_next_, false) ? lost() : answer;
    }
    HostState state(std::string_view) const override { return {}; }

    bool pay(const std::string& attempt) override { return happen(attempt, "paid"); }
    bool fail(const std::string& attempt) override { return happen(attempt, "failed"); }
    bool expire(const std::string& attempt) override { return happen(attempt, "expired"); }
    bool refund_by_hand(const std::string& attempt, Money amount) override { return refund(payments.at(attempt), amount.units()).ok(); }
    bool refuse_calls(bool refuse) override
    {
        unreachable = refuse;
        return true;
    }
    bool lose_next_answer() override { return lose_next_ = true; }
    int begun(const std::string& attempt) override { return begun_[attempt]; }
    Money refunded(const std::string& attempt) override { return Money{payments.at(attempt)["refunded"].integer()}; }
    Time now() override { return {}; }
    std::optional<kit::SentWebhook> next_webhook() override
    {
        if (unsent_.empty()) return std::nullopt;
        const auto body = std::move(unsent_.front());
        unsent_.pop_front();
        return kit::SentWebhook{body, {{"X-Signature", hmac_sha256_hex(webhook_secret_, body)}}};
    }

    bool unreachable{false};
    std::map<std::string, Value> payments{};

private:
    static HttpAnswer lost()
    {
        HttpAnswer answer;
        answer.failure = CallFailure::timeout_read;
        answer.reason = "no answer";
        answer.sent = true;
        return answer;
    }
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
        ++begun_[attempt];
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

    /// Something happened at the gateway: its state changes and a webhook tells.
    bool happen(const std::string& attempt, std::string_view status)
    {
        auto& payment = payments.at(attempt);
        payment.set("status", status);
        unsent_.push_back(to_json({{"event", "evt-" + std::to_string(++events_)}, {"payment", payment}}));
        return true;
    }

    std::string webhook_secret_;
    std::map<std::string, HttpAnswer> answered_{};
    std::map<std::string, int> begun_{};
    std::deque<std::string> unsent_{};
    int events_{0};
    bool lose_next_{false};
};

} // namespace hurtrock::sample_gateway
