#include "presenting.hpp"

#include <hurtrock/redact.hpp>

#include <algorithm>

namespace hurtrock::payments {
namespace {

using TextAndTone = std::pair<const char*, const char*>;

Value shown(const Request& request, std::string_view code, const TextAndTone& look)
{
    return {{"code", code}, {"text", request.translate(look.first)}, {"tone", look.second}};
}

/// Notes are keys of the locale files, or what a gateway said in English.
std::string note_of(const Request& request, std::string_view note)
{
    return note.empty() ? "" : request.translate(note);
}

constexpr std::array<const char*, 12> fact_words{"Started",      "Authorised",       "In review", "Money arrived",
                                                 "A try failed", "Failed",           "Expired",   "Cancelled",
                                                 "Sent back",    "Refund came back", "Disputed",  "Dispute closed"};

/// What a gateway said when it was asked: the name of a fact, a word of ours, or why there was no answer.
std::string answer_of(const Request& request, std::string_view answer)
{
    if (const auto kind = fact_kind_named(answer))
        return request.translate(fact_words[static_cast<std::size_t>(*kind)]);
    return note_of(request, answer);
}

/// What a call was for, by the name it is kept under.
std::string purpose_of(const Request& request, std::string_view purpose)
{
    static constexpr std::array<std::pair<std::string_view, const char*>, 5> words{{{"start", "Begin the payment"},
                                                                                    {"fetch", "Ask about it"},
                                                                                    {"cancel", "Cancel it"},
                                                                                    {"expire", "End it"},
                                                                                    {"refund", "Send money back"}}};
    const auto* found =
        std::find_if(words.begin(), words.end(), [&](const auto& word) { return word.first == purpose; });
    return found == words.end() ? std::string{purpose} : request.translate(found->second);
}

Value instant(const std::optional<Time>& time) { return time ? Value{to_rfc3339(*time)} : Value{}; }

} // namespace

Value status_of(const Request& request, PaymentState state)
{
    static constexpr std::array<TextAndTone, 11> texts{{{"Opened", "wait"},
                                                        {"Waiting for payment", "wait"},
                                                        {"Authorised", "wait"},
                                                        {"In review", "wait"},
                                                        {"To be paid on delivery", "go"},
                                                        {"Paid", "done"},
                                                        {"Failed", "stop"},
                                                        {"Expired", "stop"},
                                                        {"Cancelled", "stop"},
                                                        {"Refund due", "stop"},
                                                        {"Refunded", "neutral"}}};
    return shown(request, name_of(state), texts[static_cast<std::size_t>(state)]);
}

std::string path_of(const Payment& payment) { return "/admin/payments/" + payment.attempt_id; }

Value to_row(const Request& request, const Payment& payment, Time now)
{
    return {{"url", request.url_for(path_of(payment))},
            {"order_number", payment.order_number},
            {"order_url", request.url_for("/admin/orders/" + payment.order_public_id)},
            {"attempt_id", payment.attempt_id},
            {"title", payment.title},
            {"method", payment.method},
            {"reference", payment.gateway_reference},
            {"provider", payment.provider},
            {"manual", payment.manual},
            {"live", payment.live},
            {"open", is_open(payment.state)},
            {"status", status_of(request, payment.state)},
            {"amount", payment.amount.to_value()},
            {"expected", payment.expected.to_value()},
            {"captured", payment.captured.to_value()},
            {"refunded", payment.refunded.to_value()},
            {"refundable", (payment.captured - payment.due).to_value()},
            {"owed", (payment.due - payment.refunded).to_value()},
            {"customer", payment.customer_name},
            {"email", payment.customer_email},
            {"opened_at", to_rfc3339(payment.opened_at)},
            {"expires_at", to_rfc3339(payment.expires_at)},
            {"late", is_open(payment.state) && payment.expires_at < now},
            {"asked_at", instant(payment.asked_at)},
            {"ask_after", instant(payment.ask_after)},
            {"asks", payment.asks},
            {"answer", answer_of(request, payment.answer)},
            {"failed_reason", payment.failed_reason},
            {"fact", make_public_id()}};
}

Value to_view(const Request& request, const std::vector<LedgerRow>& ledger)
{
    static constexpr std::array<const char*, 8> kinds{
        "Received",  "Fee on top",       "Rounding (unique code)", "Owed back",
        "Sent back", "Refund came back", "Taken by a bank",        "Given back by a bank"};
    auto rows = Value::list();
    for (const auto& entry : ledger)
        rows.push({{"at", to_rfc3339(entry.at)},
                   {"kind", request.translate(kinds[static_cast<std::size_t>(entry.kind)])},
                   {"amount", entry.amount.to_value()},
                   {"actor", entry.actor},
                   {"note", note_of(request, entry.note)}});
    return rows;
}

Value to_view(const Request& request, const std::vector<EventRow>& events, PaymentState now)
{
    auto rows = Value::list();
    for (const auto& event : events)
        rows.push({{"at", to_rfc3339(event.at)},
                   {"to", status_of(request, state_named(event.to).value_or(now))},
                   {"actor", event.actor},
                   {"note", note_of(request, event.note)}});
    return rows;
}

Value to_view(const Request& request, const std::vector<repository::FactRow>& facts)
{
    static constexpr std::array<TextAndTone, 5> outcomes{{{"applied", "done"},
                                                          {"nothing to change", "neutral"},
                                                          {"waits for an earlier one", "wait"},
                                                          {"test mode, not applied", "stop"},
                                                          {"another currency, not applied", "stop"}}};
    static constexpr std::array<const char*, 3> sources{"webhook", "asked", "own call"};
    auto rows = Value::list();
    for (const auto& row : facts)
        rows.push({{"at", to_rfc3339(row.at)},
                   {"kind", request.translate(fact_words[static_cast<std::size_t>(row.fact.kind)])},
                   {"amount", row.fact.amount.is_zero() ? Value{} : row.fact.amount.to_value()},
                   {"source", request.translate(sources[static_cast<std::size_t>(row.told_by)])},
                   {"reference", row.fact.reference},
                   {"note", row.fact.note},
                   {"outcome", shown(request, name_of(row.outcome), outcomes[static_cast<std::size_t>(row.outcome)])}});
    return rows;
}

Value to_view(const Request& request, const std::vector<Refund>& refunds)
{
    static constexpr std::array<TextAndTone, 6> states{{{"being asked for", "wait"},
                                                        {"with the gateway", "wait"},
                                                        {"to be sent by hand", "stop"},
                                                        {"sent back", "done"},
                                                        {"refused", "stop"},
                                                        {"came back", "stop"}}};
    auto rows = Value::list();
    for (const auto& refund : refunds)
        rows.push({{"at", to_rfc3339(refund.created_at)},
                   {"amount", refund.amount.to_value()},
                   {"reason", note_of(request, refund.reason)},
                   {"actor", refund.actor},
                   {"state", shown(request, name_of(refund.state), states[static_cast<std::size_t>(refund.state)])},
                   {"answer", refund.answer},
                   {"asks", refund.asks},
                   {"key", refund.key}});
    return rows;
}

Value to_view(const Request& request, const Payment& payment, const std::vector<repository::InboxRow>& inbox)
{
    auto rows = Value::list();
    for (const auto& row : inbox)
        rows.push({{"at", to_rfc3339(row.received_at)},
                   {"key", row.key},
                   {"deliveries", row.deliveries},
                   {"applied", row.applied_at.has_value()},
                   {"outcome", row.outcome},
                   {"raw", redacted(row.raw)},
                   {"replay_url", request.url_for(path_of(payment) + "/webhooks/" + std::to_string(row.id))}});
    return rows;
}

Value to_view(const Request& request, const std::vector<repository::ExchangeRow>& exchanges)
{
    auto rows = Value::list();
    for (const auto& row : exchanges)
        rows.push({{"at", to_rfc3339(row.at)},
                   {"purpose", purpose_of(request, row.purpose)},
                   {"method", row.method},
                   {"url", row.url},
                   {"status", row.status},
                   {"failure", row.failure == "none" ? Value{} : Value{row.failure}},
                   {"attempt", row.attempt},
                   {"took_ms", row.took_ms},
                   {"request", row.request},
                   {"answer", row.answer}});
    return rows;
}

} // namespace hurtrock::payments
