#include "provider.hpp"

#include <hurtrock/crypto.hpp>

namespace hurtrock::sample_gateway {
namespace {

constexpr std::chrono::milliseconds connect_limit{3'000}, answer_limit{15'000};

/// What the gateway says of a payment: {attempt, id, status, amount, refunded}.
std::vector<shop::PaymentFact> facts_of(const Value& payment)
{
    shop::PaymentFact fact;
    fact.attempt_id = payment["attempt"].text();
    fact.reference = payment["id"].text();
    fact.amount = Money{payment["amount"].integer()};
    std::vector<shop::PaymentFact> facts;
    const auto add = [&](shop::FactKind kind, std::string key) {
        fact.kind = kind;
        fact.key = std::move(key);
        facts.push_back(fact);
    };
    const auto status = payment["status"].text();
    if (status == "waiting") add(shop::FactKind::pending, "waiting:" + fact.reference);
    if (status == "paid") add(shop::FactKind::captured, "paid:" + fact.reference);
    if (status == "failed") add(shop::FactKind::failed, "failed:" + fact.reference);
    if (status == "expired") add(shop::FactKind::expired, "expired:" + fact.reference);
    if (status == "cancelled") add(shop::FactKind::cancelled, "cancelled:" + fact.reference);
    if (const auto refunded = payment["refunded"].integer(); refunded > 0) {
        fact.amount = Money{refunded};
        add(shop::FactKind::refunded, "refunded:" + fact.reference + ":" + std::to_string(refunded));
    }
    return facts;
}

} // namespace

shop::Capabilities SampleGatewayProvider::capabilities() const
{
    return {.refunds = shop::Refunds::partial, .webhooks = true, .fetch = true};
}

std::string SampleGatewayProvider::title(std::string_view locale) const { return host_.translate(locale, "Sample gateway"); }
std::string SampleGatewayProvider::description(std::string_view locale) const { return host_.translate(locale, "Pay on the gateway's page"); }

std::string SampleGatewayProvider::unavailable_reason() const
{
    if (!host_.settings().complete()) return "settings are missing";
    // After several failures in a row it is not offered for half a minute, instead of failing at the checkout.
    const auto gateway = host_.http_client().state(url(""));
    return gateway.circuit == Circuit::open ? "the gateway does not answer: " + gateway.reason : "";
}

std::string SampleGatewayProvider::url(std::string_view path) const { return host_.settings().text("base_url") + std::string{path}; }

HttpCall SampleGatewayProvider::call(Method method, std::string_view path) const
{
    HttpCall made{host_.http_client(), method, url(path)};
    made.bearer(host_.settings().secret("secret_key")).timeout(connect_limit, answer_limit);
    return made;
}

shop::StartResult SampleGatewayProvider::start(const shop::PaymentRequest& payment)
{
    const auto answer = call(Method::post, "/v1/payments")
                            .idempotency_key(payment.idempotency_key)
                            .json({{"attempt", payment.attempt_id}, {"amount", payment.amount.units()}, {"return_url", payment.return_url}})
                            .send();
    if (answer.ok()) return shop::redirect_to(answer.text("page"), answer.text("id"));
    return answer.status >= 400 && answer.status < 500 ? shop::declined({}, answer.summary()) : shop::not_reached(answer.summary());
}

shop::FetchResult SampleGatewayProvider::fetch(const shop::PaymentReference& payment)
{
    const auto answer = call(Method::get, "/v1/payments/" + payment.attempt_id).send();
    if (answer.status == 404) return shop::NotStarted{};
    const auto content = answer.json();
    if (!answer.ok() || !content) return shop::Unreachable{answer.summary()};
    return facts_of(*content);
}

shop::EndResult SampleGatewayProvider::cancel(const shop::PaymentReference& payment)
{
    using Outcome = shop::EndResult::Outcome;
    const auto answer = call(Method::post, "/v1/payments/" + payment.attempt_id + "/cancel").idempotency_key("cancel-" + payment.attempt_id).send();
    if (answer.ok() || answer.status == 404) return {};
    const auto content = answer.json();
    if (answer.status == 409 && content) return {Outcome::refused, answer.summary(), facts_of(*content)};
    return {Outcome::unreachable, answer.summary(), {}};
}

shop::RefundResult SampleGatewayProvider::refund(const shop::RefundRequest& refund)
{
    using Outcome = shop::RefundResult::Outcome;
    const auto answer = call(Method::post, "/v1/payments/" + refund.payment.attempt_id + "/refunds")
                            .idempotency_key(refund.idempotency_key)
                            .json({{"amount", refund.amount.units()}})
                            .send();
    if (answer.ok()) return {Outcome::done, answer.text("id"), {}};
    return {answer.status >= 400 && answer.status < 500 ? Outcome::refused : Outcome::unreachable, {}, answer.summary()};
}

shop::WebhookResult SampleGatewayProvider::read_webhook(const shop::RawRequest& request)
{
    const auto secret = host_.settings().secret("webhook_secret");
    if (secret.empty()) return shop::WebhookNotReady{"the webhook's secret is not set"};
    if (!equal_in_constant_time(request.header("X-Signature"), hmac_sha256_hex(secret, request.body))) return shop::forged("wrong signature");
    const auto content = from_json(request.body);
    if (!content) return shop::forged("no JSON");
    auto facts = facts_of((*content)["payment"]);
    if (facts.empty()) return shop::WebhookIgnored{"nothing about money"};
    return shop::WebhookFacts{.inbox_key = std::string{(*content)["event"].text()}, .facts = std::move(facts)};
}

} // namespace hurtrock::sample_gateway
