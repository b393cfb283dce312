#include "refunding.hpp"

#include "amounts.hpp"
#include "facts.hpp"
#include "session_form.hpp"

namespace hurtrock::stripe {
namespace {

using Outcome = shop::RefundResult::Outcome;

constexpr int pages_max = 10;
constexpr std::size_t reason_bytes_max = 400;

/// What a refund at Stripe means for ours.
shop::RefundResult outcome_of(const Value& refund)
{
    const auto status = refund["status"].text();
    shop::RefundResult result{.outcome = Outcome::pending, .reference = id_in(refund), .reason = std::string{status}};
    if (status == "succeeded") result.outcome = Outcome::done;
    if (status == "failed" || status == "canceled") {
        result.outcome = Outcome::refused;
        result.reason += ": " + std::string{refund["failure_reason"].text("no reason given")};
    }
    return result;
}

} // namespace

Reply list_refunds(Api& api, std::string_view intent)
{
    auto all = Value::list();
    Form query{{"payment_intent", std::string{intent}}, {"limit", "100"}};
    for (int page = 0; page < pages_max; ++page) {
        const auto reply = api.get("/v1/refunds", query);
        if (reply.error) return reply;
        const auto& refunds = reply.body["data"].items();
        for (const auto& refund : refunds)
            all.push(refund);
        if (refunds.empty() || !reply.body["has_more"].boolean()) break;
        query.resize(2);
        query.emplace_back("starting_after", id_in(refunds.back()));
    }
    return {.body = std::move(all)};
}

shop::RefundResult send_refund(Api& api, const shop::RefundRequest& refund, std::string_view intent)
{
    const auto amount = to_minor(refund.amount);
    if (!amount || *amount == 0) return {.outcome = Outcome::refused, .reason = "no amount that Stripe could send"};
    const auto before = list_refunds(api, intent);
    if (before.error) return {.reason = before.error->reason()};
    for (const auto& one : before.body.items())
        if (one["metadata"][refund_key_name].text() == refund.idempotency_key) return outcome_of(one);

    Form form{{"payment_intent", std::string{intent}},
              {"amount", std::to_string(*amount)},
              {"reason", "requested_by_customer"},
              {"metadata[" + std::string{refund_key_name} + "]", refund.idempotency_key},
              {"metadata[" + std::string{attempt_key} + "]", refund.payment.attempt_id}};
    if (!refund.reason.empty()) form.emplace_back("metadata[note]", shortened(refund.reason, reason_bytes_max));
    const auto reply = api.post("/v1/refunds", form, refund.idempotency_key);
    if (reply.ok()) return outcome_of(reply.body);
    const auto& error = *reply.error;
    // A stored failure of Stripe's servers is executed anew when Stripe has forgotten the key.
    const bool refused = error.is_final() && error.kind != ErrorKind::api && error.kind != ErrorKind::authentication &&
                         error.kind != ErrorKind::permission;
    return {.outcome = refused ? Outcome::refused : Outcome::unreachable, .reason = error.reason()};
}

} // namespace hurtrock::stripe
