#include "methods_overview.hpp"

#include "inbox_repository.hpp"

#include <map>

namespace hurtrock::payments {
namespace {

Value instant(const std::optional<Time>& time) { return time ? Value{to_rfc3339(*time)} : Value{}; }

} // namespace

Value methods_overview(Host& host, const Request& request)
{
    std::map<std::string, repository::Activity> activity;
    for (auto& row : repository::activity(host.database()))
        activity[row.provider] = row;
    auto ready = Value::list(), away = Value::list();
    for (const auto& key : host.services().keys<shop::PaymentProvider>()) {
        const auto provider = host.services().find<shop::PaymentProvider>(key);
        if (!provider) continue;
        const auto able = provider->capabilities();
        const auto reason = provider->unavailable_reason();
        const auto& seen = activity[key];
        Value row{{"key", key},
                  {"title", provider->title(request.locale())},
                  {"live", able.live},
                  {"reason", reason.empty() ? Value{} : Value{request.translate(reason)}},
                  {"webhook_url", able.webhooks ? Value{host.absolute_url("id", "/webhooks/" + key)} : Value{}},
                  {"heard_at", instant(seen.heard_at)},
                  {"unapplied", seen.unapplied},
                  {"to_ask", seen.to_ask},
                  {"asked_at", instant(seen.asked_at)}};
        (reason.empty() ? ready : away).push(std::move(row));
    }
    for (const auto& row : away.items())
        ready.push(row);
    return ready;
}

} // namespace hurtrock::payments
