#include "facts.hpp"

#include "amounts.hpp"
#include "session_form.hpp"

#include <algorithm>

namespace hurtrock::stripe {
namespace {

using shop::FactKind;
using shop::PaymentFact;

std::string copy(const Value& value) { return std::string{value.text()}; }

std::optional<Time> time_in(const Value& object)
{
    const auto seconds = object["created"].integer();
    if (seconds <= 0 || seconds > 253'402'300'799) return std::nullopt;
    return Time{std::chrono::seconds{seconds}};
}

/// "Visa •••• 4242", or the name of the kind of payment.
std::string method_of(const Value& charge)
{
    const auto& details = charge["payment_method_details"];
    const auto type = copy(details["type"]);
    if (type != "card") return type;
    auto brand = copy(details["card"]["brand"]);
    if (!brand.empty() && brand[0] >= 'a' && brand[0] <= 'z') brand[0] = static_cast<char>(brand[0] - 32);
    return brand + " •••• " + copy(details["card"]["last4"]);
}

PaymentFact fact(FactKind kind, std::string key, const Value& object)
{
    return {
        .kind = kind, .key = std::move(key), .attempt_id = attempt_in(object), .live = object["livemode"].boolean()};
}

void set_amount(PaymentFact& fact, std::int64_t minor, const Value& currency)
{
    const auto [money, rest] = from_minor(minor, currency.text());
    fact.amount = money;
    if (rest) fact.note = "exactly " + std::to_string(minor) + " of the smallest unit";
}

PaymentFact captured(const Value& session)
{
    const auto& intent = session["payment_intent"];
    const auto& charge = intent["latest_charge"];
    auto reference = id_in(intent);
    if (reference.empty()) reference = id_in(session);
    auto made = fact(FactKind::captured, "capture:" + reference, session);
    made.reference = reference;
    set_amount(made, session["amount_total"].integer(), session["currency"]);
    if (charge.is_map()) {
        made.method = method_of(charge);
        made.at = time_in(charge);
    }
    return made;
}

/// Complete, and not paid yet: a method that takes its time.
PaymentFact delayed(const Value& session)
{
    const auto status = session["payment_intent"]["status"].text();
    const bool over = status == "requires_payment_method" || status == "canceled";
    auto made =
        fact(over ? FactKind::failed : FactKind::pending, (over ? "failed:" : "processing:") + id_in(session), session);
    made.reference = id_in(session);
    made.note = over ? "the delayed payment failed" : "the bank takes its time";
    return made;
}

bool counts(const Value& refund) { return refund["status"].text() == "succeeded"; }
bool came_back(const Value& refund)
{
    return refund["status"].text() == "failed" || refund["status"].text() == "canceled";
}

} // namespace

std::string id_in(const Value& field) { return std::string{field.is_map() ? field["id"].text() : field.text()}; }

std::string attempt_in(const Value& object)
{
    const auto named = object["metadata"][attempt_key].text();
    return std::string{named.empty() ? object["client_reference_id"].text() : named};
}

Facts of_session(const Value& session)
{
    const auto status = session["status"].text(), paid = session["payment_status"].text();
    if (paid == "paid") return {captured(session)};
    if (status == "complete") return paid == "unpaid" ? Facts{delayed(session)} : Facts{};
    if (status == "expired") {
        auto made = fact(FactKind::expired, "expired:" + id_in(session), session);
        made.reference = id_in(session);
        return {made};
    }
    if (auto tried = of_failed_try(session["payment_intent"])) {
        tried->attempt_id = attempt_in(session);
        return {*tried};
    }
    return {};
}

PaymentFact of_success(const Value& intent)
{
    auto made = fact(FactKind::captured, "capture:" + id_in(intent), intent);
    made.reference = id_in(intent);
    set_amount(made, intent["amount_received"].integer(), intent["currency"]);
    if (intent["latest_charge"].is_map()) made.method = method_of(intent["latest_charge"]);
    return made;
}

std::optional<PaymentFact> of_failed_try(const Value& intent)
{
    const auto& error = intent["last_payment_error"];
    if (!error.is_map()) return std::nullopt;
    auto which = id_in(error["charge"]);
    if (which.empty()) which = id_in(intent["latest_charge"]);
    if (which.empty()) which = id_in(intent) + ":" + copy(error["code"]);
    auto made = fact(FactKind::attempt_failed, "try_failed:" + which, intent);
    made.reference = id_in(intent);
    made.note = copy(error["code"]);
    if (const auto why = error["decline_code"].text(); !why.empty()) made.note += "/" + std::string{why};
    return made;
}

Facts of_refunds(const Value& refunds, const Value& intent, std::string_view attempt_id,
                 const std::vector<std::string>& counted)
{
    auto ordered = refunds.items();
    std::stable_sort(ordered.begin(), ordered.end(), [](const Value& left, const Value& right) {
        return left["created"].integer() < right["created"].integer();
    });
    Facts facts;
    std::int64_t total = 0;
    for (const auto& refund : ordered) {
        const auto id = id_in(refund);
        const auto key = copy(refund["metadata"][refund_key_name]);
        const bool known = !key.empty() || std::find(counted.begin(), counted.end(), id) != counted.end();
        if (!counts(refund) && !(came_back(refund) && known)) continue;
        PaymentFact made{.attempt_id = std::string{attempt_id},
                         .reference = attempt_id.empty() ? id_in(intent) : id,
                         .live = intent["livemode"].boolean(),
                         .at = time_in(refund),
                         .refund_key = key};
        if (counts(refund)) {
            total += refund["amount"].integer();
            made.kind = FactKind::refunded;
            made.key = "refunded:" + id + ":" + std::to_string(total);
            set_amount(made, total, refund["currency"]);
        } else {
            made.kind = FactKind::refund_failed;
            made.key = "refund_failed:" + id;
            set_amount(made, refund["amount"].integer(), refund["currency"]);
            made.note = copy(refund["failure_reason"]);
        }
        facts.push_back(std::move(made));
    }
    return facts;
}

Facts of_dispute(const Value& dispute, std::string_view attempt_id)
{
    const auto status = dispute["status"].text();
    const auto id = id_in(dispute);
    const bool inquiry = status.starts_with("warning_") || status == "prevented";
    PaymentFact begun{.kind = FactKind::disputed,
                      .key = (inquiry ? "inquiry:" : "disputed:") + id,
                      .attempt_id = std::string{attempt_id},
                      .reference = id_in(dispute["payment_intent"]),
                      .at = time_in(dispute),
                      .note = id + ": " + copy(dispute["reason"])};
    if (!inquiry) set_amount(begun, dispute["amount"].integer(), dispute["currency"]);
    Facts facts{begun};
    if (status == "won" || status == "lost" || status == "warning_closed" || status == "prevented") {
        auto closed = begun;
        closed.kind = FactKind::dispute_closed;
        closed.key = "dispute_closed:" + id;
        closed.note = id + ": " + std::string{status};
        if (status != "won") closed.amount = Money{0, begun.amount.currency()};
        facts.push_back(std::move(closed));
    }
    for (auto& one : facts)
        one.live = dispute["livemode"].boolean();
    return facts;
}

} // namespace hurtrock::stripe
