#include "events.hpp"

#include "amounts.hpp"
#include "facts.hpp"

#include <hurtrock/json.hpp>

#include <array>

namespace hurtrock::stripe {
namespace {

using shop::FactKind;
using shop::PaymentFact;
using shop::WebhookFacts;
using shop::WebhookIgnored;
using shop::WebhookResult;

constexpr std::array<std::string_view, 15> events{"checkout.session.completed",
                                                  "checkout.session.async_payment_succeeded",
                                                  "checkout.session.async_payment_failed",
                                                  "checkout.session.expired",
                                                  "payment_intent.payment_failed",
                                                  "charge.refunded",
                                                  "charge.refund.updated",
                                                  "refund.created",
                                                  "refund.updated",
                                                  "refund.failed",
                                                  "charge.dispute.created",
                                                  "charge.dispute.updated",
                                                  "charge.dispute.closed",
                                                  "charge.dispute.funds_withdrawn",
                                                  "charge.dispute.funds_reinstated"};

/// The delayed payment ended; the object may be older than the news.
Facts of_late_payment(const Value& session, bool succeeded)
{
    auto facts = of_session(session);
    if (succeeded || session["payment_status"].text() == "paid") return facts;
    for (auto& fact : facts) {
        fact.kind = FactKind::failed;
        fact.key = "failed:" + id_in(session);
        fact.note = "the delayed payment failed";
    }
    return facts;
}

/// Only whose it is matters here: a total is asked for, since news of refunds overtake each other.
Facts refund_to_ask_for(const Value& object)
{
    PaymentFact told{.kind = FactKind::refunded,
                     .key = "refunded:" + id_in(object),
                     .attempt_id = attempt_in(object),
                     .reference = id_in(object["payment_intent"]),
                     .live = object["livemode"].boolean()};
    const bool charge = object["object"].text() == "charge";
    told.amount = from_minor(object[charge ? "amount_refunded" : "amount"].integer(), object["currency"].text()).money;
    return {std::move(told)};
}

Facts facts_of(std::string_view type, const Value& object)
{
    if (type == "checkout.session.completed" || type == "checkout.session.expired") return of_session(object);
    if (type == "checkout.session.async_payment_succeeded") return of_late_payment(object, true);
    if (type == "checkout.session.async_payment_failed") return of_late_payment(object, false);
    if (type == "payment_intent.succeeded") return {of_success(object)};
    if (type == "payment_intent.payment_failed") {
        const auto tried = of_failed_try(object);
        return tried ? Facts{*tried} : Facts{};
    }
    if (type == "charge.refunded" || type == "charge.refund.updated" || type.starts_with("refund."))
        return refund_to_ask_for(object);
    if (type.starts_with("charge.dispute.")) return of_dispute(object, attempt_in(object));
    return {};
}

/// Money for something else that this account sells carries no name of ours.
bool is_ours(const Facts& facts, std::string_view type)
{
    const bool names_itself = type.starts_with("checkout.") || type.starts_with("payment_intent.");
    return !names_itself || !facts.front().attempt_id.empty();
}

} // namespace

WebhookResult read_event(std::string_view body)
{
    const auto json = from_json(body);
    if (!json || (*json)["object"].text() != "event") return WebhookIgnored{"not an event"};
    const auto& event = *json;
    const auto id = event["id"].text(), type = event["type"].text();
    if (id.empty() || id.size() > 200) return WebhookIgnored{"an event without an id"};
    auto facts = facts_of(type, event["data"]["object"]);
    if (facts.empty() || !is_ours(facts, type)) return WebhookIgnored{std::string{type} + " says nothing of a payment"};
    for (auto& fact : facts) {
        fact.live = event["livemode"].boolean();
        if (!fact.at && event["created"].integer() > 0)
            fact.at = Time{std::chrono::seconds{event["created"].integer()}};
    }
    const bool ask = facts.front().kind == FactKind::refunded;
    return WebhookFacts{.inbox_key = std::string{id}, .facts = std::move(facts), .confirm_by_fetch = ask};
}

std::span<const std::string_view> needed_events() { return events; }

} // namespace hurtrock::stripe
