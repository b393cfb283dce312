#include "webhooks.hpp"

#include "repository.hpp"

#include <hurtrock/crypto.hpp>
#include <hurtrock/json.hpp>
#include <hurtrock/redact.hpp>

#include <charconv>
#include <map>

namespace hurtrock::payments {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t batch = 50;
constexpr std::int64_t listed = 20;
constexpr std::size_t raw_max = 64 << 10;

Response answer(int status, std::string_view word)
{
    return text(std::string{word} + "\n").status(status).header("Cache-Control", "no-store");
}

/// PostgreSQL's text holds no zero byte and nothing but UTF-8; whatever else is kept in hexadecimal digits.
std::string storable(std::string_view body)
{
    const auto round_trip = from_json(to_json(Value{body}));
    const bool plain = body.find('\0') == std::string_view::npos && round_trip && round_trip->text() == body;
    return plain ? std::string{body} : "hex:" + to_hex(body);
}

Value kept_headers(const Request& request)
{
    auto headers = Value::map();
    for (const auto* name : {"Content-Type", "User-Agent"})
        headers.set(name, redacted(request.header(name)));
    headers.set("from", request.client_address());
    return headers;
}

Problem try_later(std::string_view why)
{
    return {.code = "payments.try_later", .arguments = {{"reason", why}}, .status = 503};
}

} // namespace

Response Webhooks::receive(const Request& request)
{
    const auto key = request.path("provider");
    const auto provider = gateway_.provider(key);
    if (!provider && repository::was_used(host_.database(), key)) return answer(503, "switched off");
    if (!provider || !provider->capabilities().webhooks) return answer(404, "unknown");

    shop::WebhookResult told;
    try {
        told = provider->read_webhook({.body = request.body(), .received_at = host_.clock().now(), .live = &request});
    } catch (const std::exception& error) {
        host_.log().error("a webhook could not be read", {{"provider", key}, {"reason", error.what()}});
        return answer(503, "try again");
    }
    if (const auto* forged = std::get_if<shop::WebhookForged>(&told)) {
        host_.log().warning("a webhook was refused",
                            {{"provider", key}, {"reason", forged->reason}, {"from", request.client_address()}});
        return answer(forged->status, "refused");
    }
    if (const auto* unready = std::get_if<shop::WebhookNotReady>(&told)) {
        host_.log().error("a webhook cannot be judged", {{"provider", key}, {"reason", unready->reason}});
        return answer(503, "not ready");
    }
    if (std::holds_alternative<shop::WebhookIgnored>(told)) return answer(200, "ignored");
    return accept(request, key, std::get<shop::WebhookFacts>(told));
}

Response Webhooks::accept(const Request& request, std::string_view provider, const shop::WebhookFacts& told)
{
    std::optional<Payment> payment;
    for (const auto& fact : told.facts)
        if (!payment) payment = facts_.owner(host_.database(), provider, fact);
    if (!payment) return answer(told.facts.empty() ? 200 : 404, told.facts.empty() ? "ignored" : "unknown payment");

    repository::InboxRow row{.provider = std::string{provider},
                             .key = told.inbox_key,
                             .raw = storable(request.body().substr(0, raw_max)),
                             .headers = kept_headers(request),
                             .facts = to_value(told.facts),
                             .by_fetch = told.confirm_by_fetch,
                             .payment = payment->id};
    const auto kept =
        host_.database().transaction("payments.receive_webhook", [&](Transaction& tx) -> Result<repository::InboxRow> {
            return repository::receive(tx, row, host_.clock().now());
        });
    if (!kept) return answer(503, "try again");
    if (kept->applied_at) return answer(200, "known");
    const auto worked = work(*kept);
    if (worked) return answer(200, "applied");
    host_.log().warning("a webhook could not be applied yet",
                        {{"provider", provider}, {"attempt", payment->attempt_id}, {"reason", worked.problem().code}});
    return answer(503, "try again");
}

/// What may be applied for one payment: the webhook's own word, or what the gateway says when asked.
Result<std::vector<shop::PaymentFact>> Webhooks::confirmed(const Payment& payment,
                                                           const std::vector<shop::PaymentFact>& told, bool by_fetch)
{
    if (!by_fetch) return told;
    auto fetched = gateway_.fetch(payment);
    if (const auto* lost = std::get_if<shop::Unreachable>(&fetched)) return try_later(lost->reason);
    if (auto* facts = std::get_if<std::vector<shop::PaymentFact>>(&fetched)) return std::move(*facts);
    return std::vector<shop::PaymentFact>{};
}

Result<Done> Webhooks::work(const repository::InboxRow& row)
{
    std::map<std::string, std::pair<Payment, std::vector<shop::PaymentFact>>> by_order;
    for (auto& fact : facts_from(row.facts)) {
        auto payment = facts_.owner(host_.database(), row.provider, fact);
        if (!payment) continue;
        auto& [whose, facts] = by_order[payment->order_public_id + payment->attempt_id];
        whose = std::move(*payment);
        facts.push_back(std::move(fact));
    }
    for (auto& [order, told] : by_order) {
        auto sure = confirmed(told.first, told.second, row.by_fetch);
        if (!sure) {
            const auto noted = host_.database().transaction("payments.postpone", [&](Transaction& tx) -> Result<Done> {
                repository::postponed(tx, row.id, "waits: " + std::string{sure.problem().arguments["reason"].text()});
                return Done{};
            });
            return noted ? sure.problem() : noted;
        }
        told.second = std::move(*sure);
    }
    return host_.database().transaction("payments.apply_webhook", [&](Transaction& tx) -> Result<Done> {
        for (const auto& [order, told] : by_order)
            if (auto applied =
                    facts_.apply(tx, told.first, told.second, row.by_fetch ? ToldBy::fetch : ToldBy::webhook);
                !applied)
                return applied;
        repository::applied(tx, row.id, by_order.empty() ? "no payment" : "applied", host_.clock().now());
        return Done{};
    });
}

Result<Done> Webhooks::work_unapplied()
{
    for (const auto& row : repository::unapplied(host_.database(), host_.clock().now() - 1min, batch))
        if (const auto worked = work(row); !worked)
            host_.log().warning("a webhook waits", {{"provider", row.provider}, {"reason", worked.problem().code}});
    return Done{};
}

int Webhooks::list(std::string_view provider, Terminal& terminal)
{
    const auto rows = repository::newest_inbox(host_.database(), provider, listed);
    if (rows.empty()) terminal.print("No webhook of " + std::string{provider} + " was received.");
    for (auto row = rows.rbegin(); row != rows.rend(); ++row)
        terminal.print(std::to_string(row->number) + "  " + to_rfc3339(row->received_at) + "  " + row->key + "  " +
                       (row->outcome.empty() ? "not applied" : row->outcome));
    return 0;
}

int Webhooks::replay(std::span<const std::string> arguments, Terminal& terminal)
{
    if (arguments.empty() || arguments.size() > 2) {
        terminal.error("Use: hurtrock webhook replay PROVIDER [N]");
        return 2;
    }
    if (arguments.size() == 1) return list(arguments[0], terminal);
    std::int64_t number = 0;
    const auto& typed = arguments[1];
    const auto [end, error] = std::from_chars(typed.data(), typed.data() + typed.size(), number);
    if (error != std::errc{} || end != typed.data() + typed.size() || number < 1) {
        terminal.error("N counts the webhooks of a provider from 1, the first received.");
        return 2;
    }
    const auto row = repository::numbered_inbox(host_.database(), arguments[0], number);
    if (!row) {
        terminal.error("There is no webhook " + typed + " of " + arguments[0] + ".");
        return 1;
    }
    if (const auto worked = work(*row); !worked) {
        terminal.error("It could not be applied: " + worked.problem().code + " " +
                       std::string{worked.problem().arguments["reason"].text()});
        return 1;
    }
    terminal.print("Applied again: " + row->key);
    return 0;
}

} // namespace hurtrock::payments
