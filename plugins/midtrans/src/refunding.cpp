/// Money back. Midtrans sends it where the way to pay allows; where it does not, a person does, and is told how.

#include "methods.hpp"
#include "provider.hpp"

#include <algorithm>

namespace hurtrock::midtrans {
namespace {

using Kind = Answer::Kind;
using Outcome = shop::RefundResult::Outcome;

constexpr std::size_t reason_max = 255;

shop::RefundResult by_hand(std::string why) { return {.outcome = Outcome::by_hand, .reason = std::move(why)}; }

bool was_made(const Status& status, std::string_view key)
{
    return std::find(status.refund_keys.begin(), status.refund_keys.end(), key) != status.refund_keys.end();
}

std::string reference_of(const Value& body)
{
    const auto& id = body["refund_chargeback_id"];
    return id.is_number() ? std::to_string(id.integer()) : std::string{id.text()};
}

/// Why Midtrans cannot send it, before it is asked; empty when it can.
std::string impossible(const Status& status, Time now)
{
    const auto window = refund_window(status);
    if (!window)
        return "Midtrans cannot send back " + status.method +
               ". Ask the customer for an account, transfer the money, then record it here.";
    const auto since = status.settled_at ? status.settled_at : status.at;
    if (since && now - *since > *window)
        return "Midtrans sends back " + status.method + " for " + std::to_string(window->count() / 24) +
               " days only. Transfer the money to the customer, then record it here.";
    return {};
}

/// A card that is not settled yet: all of it is cancelled, a part has to wait for the settlement of the day.
shop::RefundResult undo_capture(Client& client, const shop::RefundRequest& refund, const Status& status)
{
    if (refund.amount != status.amount)
        return {.outcome = Outcome::unreachable,
                .reason = "the card is not settled yet; a part can go back after that, mostly the next day"};
    const auto answer = client.end(refund.payment.attempt_id, "cancel");
    if (answer.kind == Kind::ok) return {.outcome = Outcome::done, .reference = status.transaction_id};
    return {.outcome = Outcome::unreachable, .reason = answer.message};
}

shop::RefundResult read_refund(const Answer& answer, const Status& status)
{
    switch (answer.kind) {
    case Kind::ok:
        return {.outcome = Outcome::done, .reference = reference_of(answer.body)};
    case Kind::lost:
    case Kind::keys:
        return {.outcome = Outcome::unreachable, .reason = answer.message};
    case Kind::missing:
    case Kind::refused:
        break;
    }
    // "Refund refused, insufficient merchant funds": possible again once there is money at Midtrans.
    if (answer.code == 414)
        return {.outcome = Outcome::refused, .reason = "the balance at Midtrans is too small: " + answer.message};
    return by_hand("Midtrans refused to send back " + status.method + " (" + answer.message +
                   "). Transfer the money to the customer, then record it here.");
}

} // namespace

shop::RefundResult MidtransProvider::refund(const shop::RefundRequest& refund)
{
    auto client = this->client();
    const auto found = client.status(refund.payment.attempt_id);
    if (found.kind == Kind::missing) return {.outcome = Outcome::refused, .reason = "Midtrans knows no such payment"};
    const auto status = found.kind == Kind::ok ? read_status(found.body) : std::nullopt;
    if (!status || status->order_id != refund.payment.attempt_id)
        return {.outcome = Outcome::unreachable, .reason = found.message};
    if (was_made(*status, refund.idempotency_key))
        return {.outcome = Outcome::done, .reference = status->transaction_id};
    // Ours, whose answer was lost: a capture that was undone carries no refund key.
    if (status->state == "cancel" && status->approved && refund.amount == status->amount)
        return {.outcome = Outcome::done, .reference = status->transaction_id};
    if (!is_paid(*status))
        return {.outcome = Outcome::refused, .reason = "the payment is " + status->state + " at Midtrans"};
    if (status->amount < status->refunded + refund.amount)
        return {.outcome = Outcome::refused,
                .reason = "only " + (status->amount - status->refunded).text() + " is left of it at Midtrans"};
    if (status->state == "capture") return undo_capture(client, refund, *status);
    if (auto why = impossible(*status, host_.clock().now()); !why.empty()) return by_hand(std::move(why));

    Value body{{"refund_key", refund.idempotency_key}, {"amount", refund.amount.units()}};
    body.set("reason", refund.reason.empty() ? "Refund" : refund.reason.substr(0, reason_max));
    return read_refund(client.refund(refund.payment.attempt_id, body), *status);
}

} // namespace hurtrock::midtrans
