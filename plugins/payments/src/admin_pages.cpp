#include "admin_pages.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/pagination.hpp>

#include <charconv>

namespace hurtrock::payments
{
namespace
{

constexpr std::int64_t page_size = 30;
constexpr std::int64_t received_max = 100'000'000'000;

repository::Show shown(std::string_view name)
{
    if (name == "refund") return repository::Show::refund_due;
    return name == "all" ? repository::Show::all : repository::Show::manual_open;
}

/// "Rp1.250.123", "1250123" and the like; nullopt for anything else.
std::optional<std::int64_t> amount_in(std::string_view typed)
{
    if (typed.starts_with("Rp") || typed.starts_with("rp")) typed.remove_prefix(2);
    std::string digits;
    for (const char letter : typed)
        if (letter >= '0' && letter <= '9')
            digits += letter;
        else if (letter != '.' && letter != ' ' && letter != ',')
            return std::nullopt;
    std::int64_t amount = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
    if (digits.empty() || error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    return amount;
}

std::string path_of(const Payment& payment)
{
    return "/admin/payments/" + payment.attempt_id;
}

bool is_fact(std::string_view fact)
{
    return fact.size() == 22 &&
           std::all_of(fact.begin(), fact.end(), [](unsigned char letter) { return std::isalnum(letter); });
}

/// Who did it, for histories; the route asked for a member of staff.
std::string actor_of(const Request& request)
{
    const auto& user = *request.visitor().user();
    return user.name.empty() ? user.email : user.name;
}

} // namespace

Value status_of(const Request& request, PaymentState state)
{
    static constexpr std::array<std::pair<const char*, const char*>, 11> texts{{{"Opened", "wait"},
                                                                               {"Waiting for payment", "wait"},
                                                                               {"Authorised", "wait"},
                                                                               {"In review", "wait"},
                                                                               {"To be paid on delivery", "wait"},
                                                                               {"Paid", "done"},
                                                                               {"Failed", "stop"},
                                                                               {"Expired", "stop"},
                                                                               {"Cancelled", "stop"},
                                                                               {"Refund due", "stop"},
                                                                               {"Refunded", "neutral"}}};
    const auto& [text, tone] = texts[static_cast<std::size_t>(state)];
    return {{"code", name_of(state)}, {"text", request.translate(text)}, {"tone", tone}};
}

Value AdminPages::row(const Request& request, const Payment& payment)
{
    return {{"url", request.url_for(path_of(payment))},
            {"receive_url", request.url_for(path_of(payment) + "/receipt")},
            {"sent_back_url", request.url_for(path_of(payment) + "/refunded")},
            {"order_number", payment.order_number},
            {"order_url", request.url_for("/admin/orders/" + payment.order_public_id)},
            {"attempt_id", payment.attempt_id},
            {"title", payment.title},
            {"manual", payment.manual},
            {"open", is_open(payment.state)},
            {"status", status_of(request, payment.state)},
            {"amount", payment.amount.to_value()},
            {"expected", payment.expected.to_value()},
            {"customer", payment.customer_name},
            {"email", payment.customer_email},
            {"opened_at", to_rfc3339(payment.opened_at)},
            {"expires_at", to_rfc3339(payment.expires_at)},
            {"late", payment.expires_at < host_.clock().now()},
            {"failed_reason", payment.failed_reason},
            {"fact", make_public_id()}};
}

Response AdminPages::list(const Request& request)
{
    const auto slice = Slice::of(request, page_size);
    const std::string show{request.query("show").value_or("open")};
    const std::string query{request.query("q").value_or("")};
    const auto amount = amount_in(query);
    const auto found =
        repository::list(host_.database(), shown(show), amount, amount ? "" : query, slice.limit, slice.offset());
    auto rows = Value::list();
    for (const auto& payment : found.payments)
        rows.push(row(request, payment));
    return page("payments/admin/list.html",
                {{"rows", std::move(rows)},
                 {"query", query},
                 {"show", show},
                 {"refund_count", repository::count(host_.database(), repository::Show::refund_due)},
                 {"pagination", slice.links(request, found.total)}});
}

Response AdminPages::show(const Request& request)
{
    const auto payment = repository::find(host_.database(), request.path("attempt"));
    return payment ? show_with(request, *payment, Value::map(), Value::map(), 200) : not_found();
}

Response AdminPages::show_with(const Request& request, const Payment& payment, const Value& values, const Value& errors,
                               int status)
{
    static constexpr std::array<const char*, 4> kinds{"Received", "Rounding (unique code)", "Owed back", "Sent back"};
    const auto balance = repository::balance(host_.database(), payment.id);
    auto ledger = Value::list();
    for (const auto& entry : repository::ledger(host_.database(), payment.id))
        ledger.push({{"at", to_rfc3339(entry.at)},
                     {"kind", request.translate(kinds[static_cast<std::size_t>(entry.kind)])},
                     {"amount", entry.amount.to_value()},
                     {"actor", entry.actor},
                     {"note", entry.note.empty() ? "" : request.translate(entry.note)}});
    auto events = Value::list();
    for (const auto& event : repository::events(host_.database(), payment.id))
        events.push({{"at", to_rfc3339(event.at)},
                     {"to", status_of(request, state_named(event.to).value_or(payment.state))},
                     {"actor", event.actor},
                     {"note", event.note.empty() ? "" : request.translate(event.note)}});
    return page("payments/admin/show.html", {{"payment", row(request, payment)},
                                             {"ledger", std::move(ledger)},
                                             {"events", std::move(events)},
                                             {"captured", balance.captured.to_value()},
                                             {"owed", balance.outstanding_refund().to_value()},
                                             {"has_owed", !balance.outstanding_refund().is_zero()},
                                             {"values", values},
                                             {"errors", errors}})
        .status(status);
}

Response AdminPages::receive(const Request& request)
{
    const auto payment = repository::find(host_.database(), request.path("attempt"));
    if (!payment) return not_found();
    FormReader form{request};
    const Money amount{form.integer("amount", {.min = 1, .max = received_max})};
    const auto fact = form.text("fact", {.required = true, .length_max = 22});
    const auto seen = state_named(form.text("seen", {.required = true}));
    if (form.ok() && (!seen || !is_fact(fact))) form.refuse({.code = "payments.form_old", .field = "amount"});
    if (!form.ok()) return show_with(request, *payment, form.echo(), form.errors(), 422);

    const Receipt receipt{payment->attempt_id, amount, "manual:" + fact, seen, actor_of(request)};
    const auto received =
        host_.database().transaction("payments.receive", [&](Transaction& tx) -> Result<ReceiptOutcome> {
            auto outcome = service_.receive(tx, receipt);
            if (outcome && !outcome->repeated)
                host_.admin().audit(tx, request, "payments.receive", "payment " + payment->attempt_id,
                                    {{"state", name_of(payment->state)}},
                                    {{"state", name_of(outcome->state)}, {"amount", amount.units()}});
            return outcome;
        });
    if (!received)
        return redirect(path_of(*payment)).flash(FlashKind::error, request.translate(received.problem().code));
    if (!received->missing.is_zero())
        return redirect(path_of(*payment))
            .flash(FlashKind::warning,
                   request.translate("payments.part_received", {{"missing", received->missing.text()}}));
    if (!received->owed.is_zero())
        return redirect(path_of(*payment))
            .flash(FlashKind::warning, request.translate("payments.owed_back", {{"amount", received->owed.text()}}));
    return redirect(path_of(*payment)).flash(FlashKind::success, request.translate("The payment is confirmed."));
}

Response AdminPages::sent_back(const Request& request)
{
    const auto payment = repository::find(host_.database(), request.path("attempt"));
    if (!payment) return not_found();
    const std::string fact{request.form("fact").value_or("")};
    if (!is_fact(fact)) return problem({.code = "payments.form_old"});

    const auto sent = host_.database().transaction("payments.sent_back", [&](Transaction& tx) -> Result<Money> {
        auto amount = service_.sent_back(tx, payment->attempt_id, "refund:" + fact, actor_of(request));
        if (amount && !amount->is_zero())
            host_.admin().audit(tx, request, "payments.sent_back", "payment " + payment->attempt_id, {},
                                {{"amount", amount->units()}});
        return amount;
    });
    if (!sent) return redirect(path_of(*payment)).flash(FlashKind::error, request.translate(sent.problem().code));
    return redirect(path_of(*payment)).flash(FlashKind::success, request.translate("The refund is recorded."));
}

std::int64_t AdminPages::waiting()
{
    return repository::count(host_.database(), repository::Show::manual_open);
}

} // namespace hurtrock::payments
