#include "admin_pages.hpp"

#include "methods_overview.hpp"
#include "presenting.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/pagination.hpp>

#include <charconv>

namespace hurtrock::payments {
namespace {

constexpr std::int64_t page_size = 30;
constexpr std::int64_t received_max = 100'000'000'000;
constexpr std::size_t reason_max = 200;

repository::Show shown(std::string_view name)
{
    if (name == "refund") return repository::Show::refund_due;
    if (name == "unpaid") return repository::Show::open;
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

Response AdminPages::list(const Request& request)
{
    const auto slice = Slice::of(request, page_size);
    const std::string show{request.query("show").value_or("open")};
    const std::string query{request.query("q").value_or("")};
    const std::string provider{request.query("provider").value_or("")};
    const auto amount = amount_in(query);
    const auto found = repository::list(
        host_.database(), {.show = shown(show), .amount = amount, .text = amount ? "" : query, .provider = provider},
        slice.limit, slice.offset());
    auto rows = Value::list();
    for (const auto& payment : found.payments)
        rows.push(to_row(request, payment, host_.clock().now()));
    auto providers = Value::list();
    for (const auto& key : repository::providers(host_.database()))
        providers.push({{"value", key}, {"text", key}, {"selected", key == provider}});
    return page("payments/admin/list.html",
                {{"rows", std::move(rows)},
                 {"query", query},
                 {"show", show},
                 {"providers", std::move(providers)},
                 {"methods", methods_overview(host_, request)},
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
    auto& reader = host_.database();
    const auto provider = gateway_.provider(payment.provider);
    const auto able = provider ? provider->capabilities() : shop::Capabilities{};
    const auto balance = repository::balance(reader, payment.id);
    const auto unsent = payment.due - payment.refunded - payment.refund_reserved;
    Money by_hand{};
    std::string why_owed;
    const auto refunds = repository::refunds(reader, payment.id);
    for (const auto& refund : refunds) {
        if (refund.state != RefundState::by_hand) continue;
        by_hand += refund.amount;
        if (why_owed.empty()) why_owed = refund.reason;
    }
    if (why_owed.empty()) why_owed = Refunds::why_owed(reader, payment.id);
    const bool through_gateway =
        able.refunds == shop::Refunds::partial || (able.refunds == shop::Refunds::full && unsent == payment.captured);
    return page("payments/admin/show.html",
                {{"payment", to_row(request, payment, host_.clock().now())},
                 {"base_url", request.url_for(path_of(payment))},
                 {"ledger", to_view(request, repository::ledger(reader, payment.id))},
                 {"events", to_view(request, repository::events(reader, payment.id), payment.state)},
                 {"facts", to_view(request, repository::facts(reader, payment.id))},
                 {"refunds", to_view(request, refunds)},
                 {"inbox", to_view(request, payment, repository::inbox_of(reader, payment.id))},
                 {"exchanges", to_view(request, repository::exchanges(reader, {payment.id.value})[payment.id])},
                 {"fee", balance.fee.is_zero() ? Value{} : balance.fee.to_value()},
                 {"disputed", balance.disputed.is_zero() ? Value{} : balance.disputed.to_value()},
                 {"to_send", (unsent + by_hand).is_zero() ? Value{} : (unsent + by_hand).to_value()},
                 {"why_owed", why_owed.empty() ? "" : request.translate(why_owed)},
                 {"can_send_owed", through_gateway && !unsent.is_zero()},
                 {"can_refund", payment.captured > payment.due && request.visitor().can("payments.refunds.make")},
                 {"can_ask", able.fetch},
                 {"by_hand", is_open(payment.state) && (payment.manual || payment.on_delivery)},
                 {"values", values},
                 {"errors", errors}})
        .status(status);
}

Value AdminPages::attempts(const Request& request, const Value& context) const
{
    if (!request.visitor().can("payments.transfers.confirm")) return {};
    const auto payments = repository::of_order(host_.database(), context["public_id"].text());
    std::vector<std::int64_t> ids;
    for (const auto& payment : payments)
        ids.push_back(payment.id.value);
    auto exchanges = repository::exchanges(host_.database(), ids);
    auto rows = Value::list();
    for (const auto& payment : payments)
        rows.push(to_row(request, payment, host_.clock().now()).set("exchanges", to_view(request, exchanges[payment.id])));
    return rows.empty() ? Value{} : Value{{"attempts", std::move(rows)}};
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
            repository::take_turn_of(tx, payment->order_public_id);
            auto outcome = receiving_.receive(tx, receipt);
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
    FormReader form{request};
    const auto reason = form.text("owed_reason", {.length_max = reason_max});
    const std::string fact{request.form("fact").value_or("")};
    if (!is_fact(fact)) return problem({.code = "payments.form_old"});
    if (!form.ok()) return show_with(request, *payment, form.echo(), form.errors(), 422);

    const auto sent = host_.database().transaction("payments.sent_back", [&](Transaction& tx) -> Result<Money> {
        auto amount = refunds_.sent_back(tx, payment->attempt_id, "refund:" + fact, reason, actor_of(request));
        if (amount && !amount->is_zero())
            host_.admin().audit(tx, request, "payments.sent_back", "payment " + payment->attempt_id, {},
                                {{"amount", amount->units()}, {"reason", reason}});
        return amount;
    });
    if (!sent) return redirect(path_of(*payment)).flash(FlashKind::error, request.translate(sent.problem().code));
    return redirect(path_of(*payment)).flash(FlashKind::success, request.translate("The refund is recorded."));
}

Response AdminPages::refund(const Request& request)
{
    const auto payment = repository::find(host_.database(), request.path("attempt"));
    if (!payment) return not_found();
    FormReader form{request};
    const Money amount{form.integer("refund_amount", {.min = 1, .max = received_max})};
    const auto reason = form.text("reason", {.required = true, .length_max = reason_max});
    if (form.ok()) {
        const auto asked = host_.database().transaction("payments.ask_refund", [&](Transaction& tx) {
            auto keys = refunds_.request(tx, payment->order_public_id, amount, reason, actor_of(request));
            if (keys)
                host_.admin().audit(tx, request, "payments.refund", "payment " + payment->attempt_id, {},
                                    {{"amount", amount.units()}, {"reason", reason}});
            return keys;
        });
        if (asked)
            return redirect(path_of(*payment))
                .flash(FlashKind::success, request.translate("The refund is on its way."));
        auto problem = asked.problem();
        problem.field = "refund_amount";
        form.refuse(std::move(problem));
    }
    return show_with(request, *payment, form.echo(), form.errors(), 422);
}

Response AdminPages::send_owed(const Request& request)
{
    const auto payment = repository::find(host_.database(), request.path("attempt"));
    if (!payment) return not_found();
    FormReader form{request};
    const auto reason = form.text("owed_reason", {.length_max = reason_max});
    if (!form.ok()) return show_with(request, *payment, form.echo(), form.errors(), 422);
    const auto sent = host_.database().transaction("payments.send_owed", [&](Transaction& tx) {
        auto key = refunds_.send_owed(tx, *payment, reason, actor_of(request));
        if (key)
            host_.admin().audit(tx, request, "payments.send_owed", "payment " + payment->attempt_id, {},
                                {{"reason", reason}});
        return key;
    });
    if (!sent) return redirect(path_of(*payment)).flash(FlashKind::error, request.translate(sent.problem().code));
    return redirect(path_of(*payment)).flash(FlashKind::success, request.translate("The refund is on its way."));
}

Response AdminPages::ask(const Request& request)
{
    const auto payment = repository::find(host_.database(), request.path("attempt"));
    if (!payment) return not_found();
    const auto asked = asking_.ask(*payment);
    const auto after = repository::find(host_.database(), payment->id).value();
    if (!asked) return redirect(path_of(*payment)).flash(FlashKind::error, request.translate(asked.problem().code));
    return redirect(path_of(*payment))
        .flash(FlashKind::info, request.translate("The gateway says: %(answer)s", {{"answer", after.answer}}));
}

Response AdminPages::replay(const Request& request)
{
    const auto payment = repository::find(host_.database(), request.path("attempt"));
    std::int64_t id = 0;
    const auto typed = request.path("id");
    std::from_chars(typed.data(), typed.data() + typed.size(), id);
    const auto row = repository::find_inbox(host_.database(), id);
    if (!payment || !row || row->payment != payment->id) return not_found();
    const auto worked = webhooks_.work(*row);
    if (!worked)
        return redirect(path_of(*payment))
            .flash(FlashKind::error, request.translate(worked.problem().code, worked.problem().arguments));
    return redirect(path_of(*payment)).flash(FlashKind::success, request.translate("The webhook was applied again."));
}

std::int64_t AdminPages::waiting()
{
    return repository::count(host_.database(), repository::Show::manual_open) +
           repository::count_by_hand(host_.database());
}

} // namespace hurtrock::payments
