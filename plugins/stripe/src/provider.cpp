#include "provider.hpp"

#include "amounts.hpp"
#include "events.hpp"
#include "refunding.hpp"
#include "session_form.hpp"
#include "signature.hpp"

namespace hurtrock::stripe {
namespace {

constexpr std::string_view sessions = "/v1/checkout/sessions";
/// A charge below the payment below the session.
const Form with_charge{{"expand[0]", "payment_intent.latest_charge"}};

std::string path_of(std::string_view session) { return std::string{sessions} + "/" + encoded(session); }

/// What start answered; when that was lost, what Stripe has told of since.
std::string session_in(const shop::PaymentReference& payment)
{
    if (!payment.gateway_reference.empty()) return payment.gateway_reference;
    for (const auto& reference : payment.references)
        if (reference.starts_with("cs_")) return reference;
    return {};
}

} // namespace

shop::Capabilities StripeProvider::capabilities() const
{
    return {.refunds = shop::Refunds::partial,
            .webhooks = true,
            .fetch = true,
            .live = account().live,
            .currencies = {"IDR", "USD", "SGD", "MYR", "EUR", "JPY"},
            .icon = "card",
            .time_to_pay = std::chrono::minutes{host_.settings().integer("minutes_to_pay")}};
}

std::string StripeProvider::title(std::string_view locale) const
{
    const auto name = host_.translate(locale, "Credit or debit card (Stripe)");
    const auto now = account();
    if (now.simulated()) return name + " · " + host_.translate(locale, "simulated");
    return now.live ? name : name + " · " + host_.translate(locale, "test mode");
}

std::string StripeProvider::description(std::string_view locale) const
{
    if (account().simulated())
        return host_.translate(locale, "A simulated payment page: no card is charged and no money moves.");
    return host_.translate(locale,
                           "Pay on Stripe's secure page with Visa, Mastercard and more. We never see your card.");
}

std::string StripeProvider::unavailable_reason() const
{
    const auto now = account();
    if (!now.active) return "It is switched off in its settings.";
    if (auto fault = now.fault(); !fault.empty()) return fault;
    const auto host = host_.http_client().state(now.base);
    return host.circuit == Circuit::open ? "Stripe cannot be reached: " + host.reason : "";
}

std::string StripeProvider::unfit_reason(const shop::PaymentContext& context, std::string_view locale) const
{
    const Money least{host_.settings().integer("amount_min")};
    const bool rupiah = context.amount.currency() == least.currency();
    if (rupiah && context.amount < least)
        return host_.translate(locale, "From %(amount)s only.", {{"amount", least.text()}});
    return to_minor(context.amount) ? "" : host_.translate(locale, "stripe.amount_too_large");
}

shop::PaymentDeclined StripeProvider::decline(const ApiError& error, std::string_view locale) const
{
    const bool temporary = !error.is_final();
    return {temporary ? "" : host_.translate(locale, error.customer_text()), error.reason(), temporary};
}

shop::StartResult StripeProvider::start(const shop::PaymentRequest& payment)
{
    const auto now = account();
    if (const auto fault = now.fault(); !fault.empty())
        return shop::declined(host_.translate(payment.locale, "stripe.not_available"), fault);
    const auto single = host_.translate(payment.locale, "Order %(number)s", {{"number", payment.order_number}});
    const auto form = session_form(payment, single, host_.clock().now());
    if (!form)
        return shop::declined(host_.translate(payment.locale, "stripe.amount_too_large"),
                              "Stripe cannot take " + payment.amount.text());
    Api api{host_.http_client(), now};
    auto reply = api.post(sessions, *form, payment.idempotency_key);
    // Begun before with another end, whose answer was lost: nobody has seen that page, so this is another one.
    if (reply.error && reply.error->kind == ErrorKind::idempotency)
        reply = api.post(sessions, *form, payment.idempotency_key + "-again");
    return started(reply, payment, now);
}

shop::StartResult StripeProvider::started(const Reply& reply, const shop::PaymentRequest& payment,
                                          const Account& account) const
{
    if (reply.error) {
        if (reply.error->is_final())
            host_.log().error("Stripe refused a payment",
                              {{"attempt", payment.attempt_id}, {"reason", reply.error->reason()}});
        return decline(*reply.error, payment.locale);
    }
    const auto& session = reply.body;
    const auto asked = from_minor(session["amount_total"].integer(), session["currency"].text());
    const auto not_available = host_.translate(payment.locale, "stripe.not_available");
    if (asked.rest || !(asked.money == payment.amount))
        return shop::declined(not_available, "Stripe would ask for " + asked.money.text());
    if (session["livemode"].boolean() != account.live)
        return shop::declined(not_available, "Stripe is in another mode");
    if (session["url"].text().empty()) return shop::declined(not_available, "Stripe gave no page to pay on");
    return shop::redirect_to(std::string{session["url"].text()}, id_in(session));
}

Reply StripeProvider::session_of(Api& api, const shop::PaymentReference& payment) const
{
    const auto session = session_in(payment);
    if (session.empty()) return {};
    auto reply = api.get(path_of(session), with_charge);
    if (reply.error && reply.error->kind == ErrorKind::missing) return {};
    return reply;
}

std::optional<ApiError> StripeProvider::add_later_facts(Api& api, const Value& session,
                                                        const shop::PaymentReference& payment, Facts& facts) const
{
    const auto& intent = session["payment_intent"];
    const auto id = id_in(intent);
    if (id.empty()) return std::nullopt;
    const auto refunds = list_refunds(api, id);
    if (refunds.error) return refunds.error;
    for (auto& fact : of_refunds(refunds.body, intent, payment.attempt_id, payment.references))
        facts.push_back(std::move(fact));
    if (!intent["latest_charge"]["disputed"].boolean()) return std::nullopt;
    const auto disputes = api.get("/v1/disputes", {{"payment_intent", id}, {"limit", "100"}});
    if (disputes.error) return disputes.error;
    for (const auto& dispute : disputes.body["data"].items())
        for (auto& fact : of_dispute(dispute, payment.attempt_id))
            facts.push_back(std::move(fact));
    return std::nullopt;
}

shop::FetchResult StripeProvider::fetch(const shop::PaymentReference& payment)
{
    const auto now = account();
    Api api{host_.http_client(), now};
    const auto reply = session_of(api, payment);
    if (reply.error) return shop::Unreachable{reply.error->reason()};
    if (reply.body.is_null()) return shop::NotStarted{};
    auto facts = of_session(reply.body);
    if (!facts.empty() && facts.front().kind == shop::FactKind::captured)
        if (const auto error = add_later_facts(api, reply.body, payment, facts))
            return shop::Unreachable{error->reason()};
    return facts;
}

/// A session can be ended while it is open. Otherwise what became of it decides.
shop::EndResult StripeProvider::end(const shop::PaymentReference& payment)
{
    using Outcome = shop::EndResult::Outcome;
    const auto session = session_in(payment);
    if (session.empty()) return {.outcome = Outcome::done, .reason = "never begun"};
    const auto now = account();
    Api api{host_.http_client(), now};
    const auto ended = api.post(path_of(session) + "/expire", {}, payment.idempotency_key);
    if (ended.ok() && ended.body["status"].text() == "expired") return {};
    if (ended.error && ended.error->kind == ErrorKind::unreachable)
        return {.outcome = Outcome::unreachable, .reason = ended.error->reason()};

    const auto found = session_of(api, payment);
    if (found.error) return {.outcome = Outcome::unreachable, .reason = found.error->reason()};
    const auto status = found.body["status"].text();
    if (found.body.is_null() || status == "expired") return {};
    if (status == "complete")
        return {.outcome = Outcome::refused, .reason = "it was completed", .facts = of_session(found.body)};
    return {.outcome = Outcome::unreachable, .reason = ended.error ? ended.error->reason() : "it is still open"};
}

shop::RefundResult StripeProvider::refund(const shop::RefundRequest& refund)
{
    const auto now = account();
    Api api{host_.http_client(), now};
    const auto session = session_of(api, refund.payment);
    if (session.error) return {.reason = session.error->reason()};
    const auto intent = id_in(session.body["payment_intent"]);
    if (intent.empty())
        return {.outcome = shop::RefundResult::Outcome::refused, .reason = "Stripe knows no payment for it"};
    return send_refund(api, refund, intent);
}

shop::WebhookResult StripeProvider::read_webhook(const shop::RawRequest& request)
{
    const auto now = account();
    if (now.webhook_secrets.empty()) return shop::WebhookNotReady{"the signing secret of the webhook is missing"};
    const auto received = std::chrono::floor<std::chrono::seconds>(request.received_at);
    if (!is_signed(request.header("Stripe-Signature"), request.body, now.webhook_secrets, received))
        return shop::forged("no signature of Stripe, or an old one");
    return read_event(request.body);
}

} // namespace hurtrock::stripe
