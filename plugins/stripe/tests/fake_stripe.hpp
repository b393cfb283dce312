#pragma once
/// Stripe behind an HttpClient, as far as this plugin uses it: sessions, refunds, the idempotency store, signed events.

#include <hurtrock/testing/fake_http.hpp>
#include <hurtrock/testing/payment_conformance.hpp>

#include <deque>
#include <map>

namespace hurtrock::stripe {

class FakeStripe final : public HttpClient, public kit::GatewayFake {
public:
    static constexpr const char* base = "https://api.stripe.com";
    static constexpr const char* webhook_secret = "whsec_fake";

    HttpAnswer send(const HttpRequest& request) override;
    HostState state(std::string_view) const override { return host; }

    bool pay(const std::string& attempt) override;
    bool fail(const std::string& attempt) override;
    bool expire(const std::string& attempt) override;
    bool refund_by_hand(const std::string& attempt, Money amount) override;
    std::optional<kit::SentWebhook> next_webhook() override;
    bool refuse_calls(bool refuse) override { return refused_ = refuse, true; }
    bool lose_next_answer() override { return lose_ = true; }
    int begun(const std::string& attempt) override;
    Money refunded(const std::string& attempt) override;
    Time now() override { return Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}}; }

    /// The session of an attempt; null when there is none.
    Value session(const std::string& attempt) const;
    void dispute(const std::string& attempt, std::string_view status);
    void set_refund_status(std::string_view status) { refund_status_ = status; }

    HostState host{};
    /// Answers every request with this instead of acting on it, while not 0.
    int broken_status{0};
    std::vector<HttpRequest> asked{};
    /// {url, status, enabled_events}
    std::vector<Value> endpoints{};

private:
    using Fields = std::map<std::string, std::string>;

    HttpAnswer act(const HttpRequest& request);
    HttpAnswer create_session(const Fields& fields);
    HttpAnswer expire_session(const std::string& id);
    HttpAnswer create_refund(const Fields& fields);
    Value expanded(const Value& session) const;
    Value refunds_of(std::string_view intent) const;
    std::int64_t refunded_minor(std::string_view intent) const;
    Value* find(const std::string& attempt);
    void tell(std::string_view type, const Value& object);
    std::string id(const char* kind) { return std::string{kind} + std::to_string(++ids_); }

    std::map<std::string, Value> sessions_, intents_;
    std::vector<Value> refunds_, disputes_;
    /// What was asked under a key, and what was answered.
    std::map<std::string, std::pair<std::string, HttpAnswer>> stored_;
    std::deque<kit::SentWebhook> unsent_;
    std::string refund_status_{"succeeded"};
    int ids_{0};
    bool refused_{false}, lose_{false};
};

} // namespace hurtrock::stripe
