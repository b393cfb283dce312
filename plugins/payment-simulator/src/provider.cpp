#include "provider.hpp"

#include <hurtrock/json.hpp>

namespace hurtrock::payment_simulator {

shop::Capabilities SimulatorProvider::capabilities() const
{
    return {.refunds = shop::Refunds::partial,
            .webhooks = true,
            .fetch = true,
            .live = false,
            .icon = "card",
            .time_to_pay = std::chrono::hours{1}};
}

std::string SimulatorProvider::unavailable_reason() const
{
    return host_.settings().text("active") == "on" ? "" : "it is switched off in its settings";
}

shop::StartResult SimulatorProvider::start(const shop::PaymentRequest& payment)
{
    if (payment.amount.is_zero()) return shop::declined("", "nothing to pay");
    const auto started =
        host_.database().transaction("payment_simulator.start", [&](Transaction& tx) -> Result<Session> {
            return repository::start(tx,
                                     {.attempt_id = payment.attempt_id,
                                      .reference = "sim_" + make_public_id(),
                                      .order_number = payment.order_number,
                                      .status = "open",
                                      .return_url = payment.return_url,
                                      .amount = payment.amount},
                                     host_.clock().now());
        });
    if (!started) return shop::not_reached(started.problem().code);
    return shop::redirect_to(host_.absolute_url(payment.locale, "/simulator/pay/" + payment.attempt_id),
                             started->reference);
}

shop::FetchResult SimulatorProvider::fetch(const shop::PaymentReference& payment)
{
    if (!repository::find(host_.database(), payment.attempt_id)) return shop::NotStarted{};
    std::vector<shop::PaymentFact> facts;
    for (const auto& event : repository::events(host_.database(), payment.attempt_id))
        facts.push_back(fact_of(event));
    return facts;
}

shop::EndResult SimulatorProvider::end(const shop::PaymentReference& payment, std::string_view status)
{
    using Outcome = shop::EndResult::Outcome;
    shop::EndResult result;
    const auto ended = host_.database().transaction("payment_simulator.end", [&](Transaction& tx) -> Result<Done> {
        result = {};
        const auto session = repository::lock(tx, payment.attempt_id);
        if (!session || session->status == "cancelled" || session->status == "expired") return Done{};
        if (session->status == "paid") {
            result = {.outcome = Outcome::refused, .reason = "it is paid"};
            for (const auto& event : repository::events(tx, payment.attempt_id))
                result.facts.push_back(fact_of(event));
            return Done{};
        }
        repository::set_status(tx, payment.attempt_id, status);
        repository::note(tx, {.id = make_public_id(),
                              .attempt_id = payment.attempt_id,
                              .kind = std::string{status},
                              .refund_key = {},
                              .amount = {},
                              .at = host_.clock().now()});
        return Done{};
    });
    if (!ended) return {.outcome = Outcome::unreachable, .reason = ended.problem().code};
    return result;
}

shop::RefundResult SimulatorProvider::refund(const shop::RefundRequest& refund)
{
    using Outcome = shop::RefundResult::Outcome;
    shop::RefundResult result;
    const auto sent = host_.database().transaction("payment_simulator.refund", [&](Transaction& tx) -> Result<Done> {
        const auto session = repository::lock(tx, refund.payment.attempt_id);
        if (const auto before = repository::find_refund(tx, refund.idempotency_key)) {
            result = {.outcome = Outcome::done, .reference = before->id};
            return Done{};
        }
        if (!session || !repository::add_refunded(tx, refund.payment.attempt_id, refund.amount)) {
            result = {.outcome = Outcome::refused, .reason = "more than was paid"};
            return Done{};
        }
        const SimulatedEvent event{.id = make_public_id(),
                                   .attempt_id = refund.payment.attempt_id,
                                   .kind = "refunded",
                                   .refund_key = refund.idempotency_key,
                                   .amount = session->refunded + refund.amount,
                                   .at = host_.clock().now()};
        repository::note(tx, event);
        result = {.outcome = Outcome::done, .reference = event.id};
        return Done{};
    });
    if (!sent) return {.outcome = Outcome::unreachable, .reason = sent.problem().code};
    return result;
}

shop::WebhookResult SimulatorProvider::read_webhook(const shop::RawRequest& request)
{
    if (!unavailable_reason().empty()) return shop::WebhookNotReady{unavailable_reason()};
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(request.received_at.time_since_epoch()).count();
    if (!is_signed(repository::secret(host_.database()), request.header(signature_header), request.body, now))
        return shop::forged("wrong signature");
    const auto fact = fact_in(request.body);
    if (!fact) return shop::WebhookIgnored{"not an event of a payment"};
    return shop::WebhookFacts{.inbox_key = fact->key, .facts = {*fact}};
}

} // namespace hurtrock::payment_simulator
