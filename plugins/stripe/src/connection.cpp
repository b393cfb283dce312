#include "connection.hpp"

#include "events.hpp"

#include <algorithm>

namespace hurtrock::stripe {
namespace {

Finding error_of(const Request& request, const ApiError& error)
{
    const Value why{{"reason", error.reason()}};
    switch (error.kind) {
    case ErrorKind::authentication:
        return {FlashKind::error, request.translate("Stripe does not accept the key: %(reason)s", why)};
    case ErrorKind::permission:
        return {FlashKind::error, request.translate("The key is not allowed to do what is needed: %(reason)s", why)};
    case ErrorKind::unreachable:
    case ErrorKind::api:
    case ErrorKind::rate_limit:
        return {FlashKind::error, request.translate("Stripe cannot be reached: %(reason)s", why)};
    default:
        return {FlashKind::error, request.translate("Stripe answered with an error: %(reason)s", why)};
    }
}

/// Events that the endpoint does not send.
std::string missing_in(const Value& endpoint)
{
    const auto& enabled = endpoint["enabled_events"].items();
    const auto has = [&](std::string_view name) {
        return std::any_of(enabled.begin(), enabled.end(), [&](const Value& one) { return one.text() == name; });
    };
    std::string missing;
    if (has("*")) return missing;
    for (const auto name : needed_events())
        if (!has(name)) missing += (missing.empty() ? "" : ", ") + std::string{name};
    return missing;
}

} // namespace

Value Connection::panel(const Request& request, const Value& context)
{
    if (context["plugin"].text() != "stripe") return {};
    auto names = Value::list();
    for (const auto name : needed_events())
        names.push(name);
    return {{"webhook_url", webhook_url()},
            {"events", std::move(names)},
            {"check_url", request.url_for("/admin/stripe/check")}};
}

void Connection::look_at_webhook(const Request& request, Api& api, const Account& account, std::vector<Finding>& found)
{
    const auto warn = [&](std::string_view text, const Value& arguments = {}) {
        found.push_back({FlashKind::warning, request.translate(text, arguments)});
    };
    if (account.webhook_secrets.empty())
        warn("The signing secret of the webhook is missing: payments are then seen minutes later.");
    const auto endpoints = api.get("/v1/webhook_endpoints", {{"limit", "100"}});
    if (endpoints.error) return;
    const auto url = webhook_url();
    const auto& items = endpoints.body["data"].items();
    const auto ours =
        std::find_if(items.begin(), items.end(), [&](const Value& one) { return one["url"].text() == url; });
    if (ours == items.end()) return warn("Stripe has no webhook for %(url)s yet. Create it there.", {{"url", url}});
    if ((*ours)["status"].text() == "disabled") return warn("The webhook is switched off at Stripe.");
    if (const auto missing = missing_in(*ours); !missing.empty())
        warn("The webhook does not send these events: %(events)s", {{"events", missing}});
}

std::vector<Finding> Connection::findings(const Request& request)
{
    const auto account = Account::of(host_.settings());
    if (const auto fault = account.fault(); !fault.empty()) return {{FlashKind::error, request.translate(fault)}};
    Api api{host_.http_client(), account};
    for (const auto* path : {"/v1/checkout/sessions", "/v1/refunds"})
        if (const auto reply = api.get(path, {{"limit", "1"}}); reply.error) return {error_of(request, *reply.error)};

    std::vector<Finding> found;
    const char* answer = account.live ? "Stripe answers and accepts the key. The mode is live: real money moves."
                                      : "Stripe answers and accepts the key. The mode is test: no money moves.";
    found.push_back({FlashKind::success, request.translate(answer)});
    look_at_webhook(request, api, account, found);
    if (!account.active)
        found.push_back(
            {FlashKind::info, request.translate("It is not offered to customers: it is switched off above.")});
    return found;
}

Response Connection::check(const Request& request)
{
    auto answer = redirect("/admin/plugins/stripe/settings");
    for (auto& finding : findings(request))
        answer = std::move(answer).flash(finding.kind, std::move(finding.text));
    return answer;
}

} // namespace hurtrock::stripe
