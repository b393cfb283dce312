/// Mails the shop wrote: the list, one with its headers and text, and its HTML in a frame that can do nothing.
#include "rows.hpp"

#include <array>

namespace hurtrock::admin {
namespace {

constexpr int page_size = 50;

/// The mail's own styles are inline. The sandbox takes scripts, forms and the shop's origin away from it; links open in a tab.
constexpr std::string_view mail_policy =
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";
constexpr std::string_view page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

std::string_view tone_of(mail::State state)
{
    switch (state) {
    case mail::State::pending: return "wait";
    case mail::State::sent: return "done";
    case mail::State::failed: return "stop";
    case mail::State::kept: return "neutral";
    }
    return "neutral";
}

Value state_value(const Request& request, mail::State state)
{
    const std::string code = mail::name_of(state);
    return {{"code", code}, {"text", request.translate("mail.state_" + code)}, {"tone", tone_of(state)}};
}

std::string shown(const mail::Address& address)
{
    return address.name.empty() ? address.address : address.name + " <" + address.address + ">";
}

Value head_value(const Request& request, const mail::StoredMail& mail)
{
    return {{"id", mail.id},
            {"url", request.url_for("/admin/mail/" + std::to_string(mail.id))},
            {"subject", mail.subject},
            {"to", shown(mail.to)},
            {"from", shown(mail.from)},
            {"template", mail.template_name},
            {"message_id", mail.message_id},
            {"locale", mail.locale},
            {"state", state_value(request, mail.state)},
            {"tries", mail.tries},
            {"last_error", mail.last_error},
            {"created_at", time_value(mail.created_at)},
            {"sent_at", time_value(mail.sent_at)}};
}

constexpr std::array all_states{mail::State::pending, mail::State::sent, mail::State::failed, mail::State::kept};

std::optional<mail::State> wanted_state(const Request& request)
{
    const auto asked = request.query("state").value_or("");
    for (const auto state : all_states)
        if (asked == mail::name_of(state)) return state;
    return std::nullopt;
}

Response list(const AdminServices& services, const Request& request)
{
    const std::string search{request.query("q").value_or("")};
    const auto state = wanted_state(request);
    auto mails = services.mail.list(services.database,
                                    {.search = search, .state = state, .before_id = before_in_query(request), .limit = page_size + 1});
    const bool more = mails.size() > page_size;
    if (more) mails.pop_back();
    auto rows = Value::list();
    for (const auto& mail : mails) rows.push(head_value(request, mail));
    auto states = Value::list({{{"value", ""}, {"text", request.translate("All")}}});
    for (const auto each : all_states)
        states.push({{"value", mail::name_of(each)}, {"text", request.translate(std::string{"mail.state_"} + mail::name_of(each))}, {"selected", state == each}});
    return page("admin/mails.html", {{"rows", std::move(rows)},
                                     {"q", search},
                                     {"states", std::move(states)},
                                     {"pagination", older_links(request, more ? mails.back().id : 0)}});
}

Response show(const AdminServices& services, const Request& request)
{
    const auto mail = services.mail.find(services.database, id_in_path(request));
    if (!mail) return not_found();
    auto value = head_value(request, *mail);
    value.set("text", mail->text);
    value.set("html_url", mail->html.empty() ? Value{} : Value{request.url_for("/admin/mail/" + std::to_string(mail->id) + "/html")});
    const bool can_send = mail->state == mail::State::failed || mail->state == mail::State::kept;
    return page("admin/mail.html", {{"mail", std::move(value)}, {"can_send", can_send}}).header("Content-Security-Policy", page_policy);
}

/// The mail as it is, with one addition: its links open in a tab of their own.
Response html(const AdminServices& services, const Request& request)
{
    const auto mail = services.mail.find(services.database, id_in_path(request));
    if (!mail || mail->html.empty()) return not_found();
    auto body = mail->html;
    const auto head = body.find("<head>");
    body.insert(head == std::string::npos ? 0 : head + 6, "<base target=\"_blank\">");
    return text(std::move(body), "text/html; charset=utf-8").header("Content-Security-Policy", mail_policy);
}

Response send_again(const AdminServices& services, const Request& request)
{
    const auto id = id_in_path(request);
    const auto done = services.database.transaction("core.send_mail_again", [&](Transaction& tx) -> Result<Done> {
        if (auto sent = services.mail.send_again(tx, id); !sent) return sent;
        services.write_audit(tx, request, "mail.send_again", "mail " + std::to_string(id), {}, {});
        return Done{};
    });
    return outcome(request, "/admin/mail/" + std::to_string(id), done, "The mail is on its way again.");
}

} // namespace

void add_mail(Registrations& rows, const Services& services)
{
    const auto options = for_staff("core.mail.view");
    get(rows, "/admin/mail", [services](const Request& request) { return list(*services, request); }, options);
    get(rows, "/admin/mail/{id:int}", [services](const Request& request) { return show(*services, request); }, options);
    get(rows, "/admin/mail/{id:int}/html", [services](const Request& request) { return html(*services, request); }, options);
    post(rows, "/admin/mail/{id:int}/send", [services](const Request& request) { return send_again(*services, request); }, for_staff("core.mail.send"));
    rows.menu.push_back({.label = "Mail",
                         .path = "/admin/mail",
                         .icon = "envelope",
                         .group = "System",
                         .permission = "core.mail.view",
                         .position = 10,
                         .count = [services](const Request&) { return services->mail.count(services->database, mail::State::failed); }});
}

} // namespace hurtrock::admin
