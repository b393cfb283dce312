#include "provider.hpp"

#include "channels.hpp"
#include "methods.hpp"
#include "requests.hpp"
#include "signature.hpp"

#include <hurtrock/crypto.hpp>
#include <hurtrock/json.hpp>

#include <algorithm>

namespace hurtrock::midtrans {
namespace {

using Kind = Answer::Kind;

/// The status in an answer about this very order; nullopt for anything else.
std::optional<Status> status_in(const Answer& answer, std::string_view order_id)
{
    auto status = answer.kind == Kind::ok ? read_status(answer.body) : std::nullopt;
    return status && status->order_id == order_id ? status : std::nullopt;
}

bool mentions(const Answer& answer, std::string_view words) { return answer.message.find(words) != std::string::npos; }

/// The order_id is in use: by our own earlier try whose answer was lost, for nobody else has its random part.
bool is_taken(const Answer& answer)
{
    return answer.code == 406 || (answer.kind == Kind::refused && mentions(answer, "order_id has already been"));
}

} // namespace

shop::Capabilities MidtransProvider::capabilities() const
{
    const auto config = read_config(host_.settings());
    return {.refunds = shop::Refunds::partial,
            .webhooks = true,
            .fetch = true,
            .live = config.production,
            .icon = "card",
            .time_to_pay = config.time_to_pay};
}

std::string MidtransProvider::title(std::string_view locale) const
{
    const auto* title = read_config(host_.settings()).is_simulated() ? "Simulated Midtrans (no money)"
                                                                     : "Card, virtual account, QRIS, e-wallet";
    return host_.translate(locale, title);
}

std::string MidtransProvider::description(std::string_view locale) const
{
    return host_.translate(locale, "Through Midtrans. You choose how to pay on its secure page.");
}

std::string MidtransProvider::unavailable_reason() const
{
    const auto config = read_config(host_.settings());
    if (!config.active) return "it is switched off in its settings";
    return key_trouble(config);
}

std::string MidtransProvider::unfit_reason(const shop::PaymentContext& context, std::string_view locale) const
{
    if (context.amount.currency() != "IDR") return host_.translate(locale, "midtrans.rupiah_only");
    return client().is_failing() ? host_.translate(locale, "midtrans.not_answering") : std::string{};
}

std::vector<shop::CheckoutField> MidtransProvider::checkout_fields(std::string_view locale) const
{
    const auto config = read_config(host_.settings());
    if (config.direct_channels.empty()) return {};
    auto choices = Value::list();
    choices.push({{"value", ""}, {"text", host_.translate(locale, "Choose on the page of Midtrans")}});
    for (const auto& name : config.direct_channels)
        choices.push({{"value", name}, {"text", find_channel(name)->title}});
    return {{.name = "channel", .label = host_.translate(locale, "Pay with"), .choices = std::move(choices)}};
}

Result<Value> MidtransProvider::check_fields(const Value& typed) const
{
    const auto name = typed["channel"].text();
    if (name.empty()) return Value::map();
    const auto offered = read_config(host_.settings()).direct_channels;
    if (std::find(offered.begin(), offered.end(), name) == offered.end())
        return Problem{.code = "midtrans.unknown_channel", .field = "channel"};
    return Value{{"channel", name}};
}

shop::StartResult MidtransProvider::start(const shop::PaymentRequest& payment)
{
    if (payment.amount.currency() != "IDR" || payment.amount.is_zero() || payment.amount.is_negative())
        return shop::declined("", "Midtrans takes whole rupiah above zero");
    auto client = this->client();
    if (const auto* channel = find_channel(payment.fields["channel"].text()))
        return start_here(client, payment, *channel);
    return begun_.once(payment.attempt_id, host_.clock().now(), [&] { return start_page(client, payment); });
}

/// Our own address for notifications, where Midtrans can reach it.
std::string MidtransProvider::notify_at(const Client& client, const shop::PaymentRequest& payment) const
{
    return client.config().own_notification_url && payment.webhook_url.starts_with("https://") ? payment.webhook_url
                                                                                               : "";
}

shop::StartResult MidtransProvider::start_page(Client& client, const shop::PaymentRequest& payment)
{
    const auto body = snap_body(payment, client.config(), host_.clock().now());
    const auto answer = client.create_page(body, payment.idempotency_key, notify_at(client, payment));
    if (is_taken(answer)) return begun_before(client, payment);
    if (answer.kind != Kind::ok) return not_begun(answer, payment.locale);
    const auto url = answer.body["redirect_url"].text(), token = answer.body["token"].text();
    if (!url.starts_with("http") || token.empty()) return shop::not_reached("Midtrans named no payment page");
    shop::PayByRedirect page{std::string{url}, std::string{token}};
    if (client.config().in_window) page.extra = Value{{"here", true}, {"token", token}};
    return page;
}

shop::StartResult MidtransProvider::start_here(Client& client, const shop::PaymentRequest& payment,
                                               const Channel& channel)
{
    const auto body = charge_body(payment, channel, host_.clock().now());
    const auto answer = client.charge(body, payment.idempotency_key, notify_at(client, payment));
    if (is_taken(answer)) return begun_before(client, payment);
    if (answer.kind != Kind::ok) return not_begun(answer, payment.locale);
    const auto status = status_in(answer, payment.attempt_id);
    if (!status) return shop::not_reached("Midtrans answered about another order");
    if (!is_waiting(*status) && !is_paid(*status))
        return shop::declined(host_.translate(payment.locale, "midtrans.declined"), "the charge is " + status->state);
    return shown(*status, payment.locale);
}

/// An earlier try reached Midtrans. What it began is shown if the status tells enough, and ended if it does not, so
/// that nobody can pay what the shop cannot name.
shop::StartResult MidtransProvider::begun_before(Client& client, const shop::PaymentRequest& payment)
{
    const auto status = status_in(client.status(payment.attempt_id), payment.attempt_id);
    if (!status) return shop::not_reached("an earlier try is not known yet");
    const Translate translate = [&](std::string_view text) { return host_.translate(payment.locale, text); };
    if (is_waiting(*status) && !instructions_for(*status, translate)) {
        const auto ended = client.end(payment.attempt_id, "cancel");
        if (ended.kind == Kind::lost) return shop::not_reached(ended.message);
        return shop::declined(host_.translate(payment.locale, "midtrans.begun_twice"), "an earlier try was ended");
    }
    return shown(*status, payment.locale);
}

shop::StartResult MidtransProvider::shown(const Status& status, std::string_view locale)
{
    const Translate translate = [&](std::string_view text) { return host_.translate(locale, text); };
    auto how = instructions_for(status, translate);
    if (!how) {
        how.emplace();
        how->rows = Value::list();
        how->note = translate("midtrans.wait");
        how->gateway_reference = status.transaction_id;
    }
    how->amount = status.amount;
    return *how;
}

shop::StartResult MidtransProvider::not_begun(const Answer& answer, std::string_view locale)
{
    if (answer.kind == Kind::lost) return shop::not_reached(answer.message);
    if (answer.kind == Kind::keys)
        host_.log().error("Midtrans does not take the server key: see the connection test",
                          {{"answer", answer.message}});
    const auto* code = answer.code == 402 ? "midtrans.channel_off" : "midtrans.declined";
    return shop::declined(host_.translate(locale, code), answer.message);
}

std::vector<shop::PaymentFact> MidtransProvider::told(const Client& client, const Status& status,
                                                      std::string_view locale)
{
    auto facts = facts_of(status, client.config().production, host_.clock().now());
    const Translate translate = [&](std::string_view text) { return host_.translate(locale, text); };
    if (facts.size() == 1 && facts.front().kind == shop::FactKind::pending)
        facts.front().how = instructions_for(status, translate);
    return facts;
}

shop::FetchResult MidtransProvider::fetch(const shop::PaymentReference& payment)
{
    auto client = this->client();
    const auto answer = client.status(payment.attempt_id);
    // The customer has not chosen a way on the page yet.
    if (answer.kind == Kind::missing) return shop::NotStarted{};
    if (answer.kind != Kind::ok) return shop::Unreachable{answer.message};
    const auto status = status_in(answer, payment.attempt_id);
    if (!status) return shop::Unreachable{"Midtrans answered about another order, or with an amount that is none"};
    return told(client, *status, payment.locale);
}

shop::EndResult MidtransProvider::end(const shop::PaymentReference& payment, std::string_view verb)
{
    auto client = this->client();
    const auto ended = end_transaction(client, payment, verb);
    if (ended.outcome != shop::EndResult::Outcome::done || payment.gateway_reference.empty()) return ended;
    // Best effort: a page that stays open begins at most a payment that is owed back.
    client.close_page(payment.gateway_reference);
    return ended;
}

/// A paid transaction is not touched: cancelling it would give money back that the books do not know yet.
shop::EndResult MidtransProvider::end_transaction(Client& client, const shop::PaymentReference& payment,
                                                  std::string_view verb)
{
    using Outcome = shop::EndResult::Outcome;
    const auto found = client.status(payment.attempt_id);
    if (found.kind == Kind::missing) return {.outcome = Outcome::done, .reason = "nothing was begun"};
    const auto status = status_in(found, payment.attempt_id);
    if (!status) return {.outcome = Outcome::unreachable, .reason = found.message};
    if (is_paid(*status))
        return {.outcome = Outcome::refused,
                .reason = "it is " + status->state,
                .facts = told(client, *status, payment.locale)};
    if (!is_waiting(*status)) return {.outcome = Outcome::done, .reason = "it is " + status->state};

    // Only what is pending can expire; what a bank holds is cancelled.
    const auto ended = client.end(payment.attempt_id, status->state == "pending" ? verb : "cancel");
    if (ended.kind == Kind::ok || ended.kind == Kind::missing) return {.outcome = Outcome::done};
    if (ended.kind != Kind::refused) return {.outcome = Outcome::unreachable, .reason = ended.message};
    const auto now = status_in(client.status(payment.attempt_id), payment.attempt_id);
    if (!now) return {.outcome = Outcome::unreachable, .reason = ended.message};
    if (is_paid(*now))
        return {.outcome = Outcome::refused, .reason = ended.message, .facts = told(client, *now, payment.locale)};
    return {.outcome = is_waiting(*now) ? Outcome::unreachable : Outcome::done, .reason = ended.message};
}

shop::WebhookResult MidtransProvider::read_webhook(const shop::RawRequest& request)
{
    const auto config = read_config(host_.settings());
    if (config.server_key.empty()) return shop::WebhookNotReady{"the server key is missing"};
    const auto body = from_json(request.body);
    // The button of the dashboard; it is about no order, and nothing is written.
    if (body && body->is_map() && (*body)["order_id"].text().starts_with("payment_notif_test_"))
        return shop::WebhookIgnored{"a test notification of the dashboard"};
    if (!body || !is_signed(*body, config.server_key)) return shop::forged("wrong signature", 403);
    const auto status = read_status(*body);
    if (!status) return shop::WebhookIgnored{"not about a transaction"};
    auto facts = facts_of(*status, config.production, request.received_at);
    if (facts.empty()) return shop::WebhookIgnored{"an unknown state: " + status->state};
    return shop::WebhookFacts{
        .inbox_key = sha256_hex(request.body), .facts = std::move(facts), .confirm_by_fetch = true};
}

} // namespace hurtrock::midtrans
