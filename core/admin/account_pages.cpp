/// One's own account: where one is signed in and the language one works in. Staff find it in the admin, everybody else
/// in the shop.
#include "rows.hpp"

namespace hurtrock::admin {
namespace {

Value session_rows(const AdminServices& services, const Request& request)
{
    auto rows = Value::list();
    const auto current = services.session_of(request);
    for (const auto& session : services.sessions.list(services.database, request.visitor().user()->id))
        rows.push({{"id", session.id},
                   {"address", session.address},
                   {"user_agent", session.user_agent},
                   {"created_at", time_value(session.created_at)},
                   {"last_seen_at", time_value(session.last_seen_at)},
                   {"current", session.id == current}});
    return rows;
}

Response show(const AdminServices& services, const Request& request, const char* template_name)
{
    return page(template_name,
                {{"sessions", session_rows(services, request)}, {"locale_chosen", services.locale_of(request)}});
}

Response end_one(const AdminServices& services, const Request& request, const char* back)
{
    const auto done = services.database.transaction("core.end_own_session", [&](Transaction& tx) -> Result<Done> {
        if (auto ended = services.sessions.end(tx, request.visitor().user()->id, id_in_path(request)); !ended)
            return ended;
        services.write_audit(tx, request, "account.end_session", "user " + request.visitor().user()->email, {}, {});
        return Done{};
    });
    return outcome(request, back, done, "That browser is signed out.");
}

Response end_others(const AdminServices& services, const Request& request, const char* back)
{
    const auto done = services.database.transaction("core.end_other_sessions", [&](Transaction& tx) -> Result<Done> {
        services.sessions.end_others(tx, request.visitor().user()->id, services.session_of(request));
        services.write_audit(tx, request, "account.end_other_sessions", "user " + request.visitor().user()->email, {},
                             {});
        return Done{};
    });
    return outcome(request, back, done, "Every other browser is signed out.");
}

Response set_language(const AdminServices& services, const Request& request)
{
    const std::string locale{request.form("locale").value_or("")};
    const auto back = back_of(request);
    if (locale != "id" && locale != "en" && !locale.empty()) return redirect(back);
    (void)services.database.transaction("core.set_language", [&](Transaction& tx) -> Result<Done> {
        services.sessions.set_locale(tx, request.visitor().user()->id, locale);
        return Done{};
    });
    return redirect(back);
}

/// The pages below `path`, for whoever `options` lets in.
void add_sessions(Registrations& rows, const Services& services, const char* path, const char* template_name,
                  const RouteOptions& options)
{
    const std::string at{path};
    get(
        rows, at, [services, template_name](const Request& request) { return show(*services, request, template_name); },
        options);
    post(
        rows, at + "/{id:int}/end",
        [services, path](const Request& request) { return end_one(*services, request, path); }, options);
    post(
        rows, at + "/end-others",
        [services, path](const Request& request) { return end_others(*services, request, path); }, options);
}

} // namespace

void add_account(Registrations& rows, const Services& services)
{
    add_sessions(rows, services, "/sessions", "core/sessions.html", {.access = Access::customer});
    add_sessions(rows, services, "/admin/account", "admin/account.html", for_staff());
    post(
        rows, "/admin/language", [services](const Request& request) { return set_language(*services, request); },
        for_staff());
}

} // namespace hurtrock::admin
