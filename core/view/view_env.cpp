#include "view_env.hpp"

#include "formats.hpp"

#include <hurtrock/money.hpp>

namespace hurtrock::view {
namespace {

std::string locale_of(tmpl::Call& call)
{
    const auto* environment = dynamic_cast<const ViewEnv*>(&call.environment());
    return environment ? environment->locale() : "id";
}

Value money(tmpl::Call& call)
{
    const auto& amount = call.argument(0);
    if (amount.is_map()) return amount["text"];
    if (amount.kind() == Value::Kind::integer) return Money{amount.integer()}.text();
    return "";
}

/// A moment, or a day of the shop ("2026-11-21"): noon of it in the shop's zone.
std::optional<Time> time_in(std::string_view text)
{
    constexpr std::size_t day_size = 10;
    return from_rfc3339(text.size() == day_size ? std::string{text} + "T05:00:00Z" : std::string{text});
}

template <class Format>
Value formatted_time(tmpl::Call& call, Format format)
{
    const auto time = time_in(call.argument(0).text());
    return time ? Value{format(*time, locale_of(call))} : Value{""};
}

} // namespace

std::string ViewEnv::translate(const tmpl::Message& message)
{
    if (message.plural.empty()) return sentences_->sentence(locale_, message.scope, message.singular);
    // Indonesian has one form for every number; English two.
    const bool one = locale_ == "en" && message.count == 1;
    return sentences_->sentence(locale_, message.scope, one ? message.singular : message.plural);
}

Value ViewEnv::call(std::string_view function, tmpl::Call& arguments)
{
    if (function == "url_for") return url_for(arguments.argument(0, "path").text());
    if (function == "asset") return asset_url(arguments.argument(0, "name").text());
    if (function == "csrf_field") return Value::safe(csrf_field());
    return {};
}

std::optional<Value> ViewEnv::lookup_global(std::string_view name)
{
    if (name == "locale") return Value{locale_};
    if (name == "csp_nonce") return Value{""}; // mails run no scripts
    // Pages must render while no plugin says whose site this is.
    if (name == "site") return Value{{"name", "Hurtrock"}, {"tagline", ""}, {"hours", Value::list()}};
    return std::nullopt;
}

void set_up(tmpl::Engine& engine)
{
    for (const char* function : {"url_for", "asset", "csrf_field"}) engine.declare_function(function);
    for (const char* variable : {"locale", "request", "user", "site", "flashes", "theme", "alternates", "page_url", "admin", "csp_nonce"})
        engine.declare_variable(variable);
    engine.add_filter("money", money);
    engine.add_filter("date", [](tmpl::Call& call) { return formatted_time(call, date_text); });
    engine.add_filter("datetime", [](tmpl::Call& call) { return formatted_time(call, datetime_text); });
}

} // namespace hurtrock::view
