/// The audit log: who changed what, with what it was before.
#include "rows.hpp"

#include "core/audit/repository.hpp"

#include <hurtrock/json.hpp>

namespace hurtrock::admin {
namespace {

constexpr int page_size = 50;

/// How a value reads in a difference: text as it is, the rest as JSON; nothing for a field that was not there.
Value shown(const Value* value)
{
    if (!value || value->is_null()) return {};
    return value->is_text() ? *value : Value{to_json(*value)};
}

/// One row a field that is in either side.
Value difference(const Value& before, const Value& after)
{
    auto rows = Value::list();
    for (const auto& [key, value] : before.entries()) rows.push({{"field", key}, {"before", shown(&value)}, {"after", shown(after.find(key))}});
    for (const auto& [key, value] : after.entries())
        if (!before.has(key)) rows.push({{"field", key}, {"before", Value{}}, {"after", shown(&value)}});
    return rows;
}

Value line_value(const Request& request, const audit::Line& line)
{
    return {{"at", time_value(line.at)},
            {"actor", line.actor.name},
            {"actor_url", line.actor.id ? Value{request.url_for("/admin/audit?actor=" + std::to_string(line.actor.id->value))} : Value{}},
            {"address", line.actor.address},
            {"action", line.action},
            {"action_url", request.url_for("/admin/audit?action=" + line.action)},
            {"subject", line.subject},
            {"changes", difference(line.before, line.after)}};
}

std::optional<UserId> wanted_actor(const Request& request)
{
    const auto typed = request.query("actor").value_or("");
    if (typed.empty() || typed.size() > 18 || typed.find_first_not_of("0123456789") != std::string_view::npos) return std::nullopt;
    return UserId{std::stoll(std::string{typed})};
}

Response list(const AdminServices& services, const Request& request)
{
    const audit::Wanted wanted{.actor = wanted_actor(request),
                               .action = std::string{request.query("action").value_or("")},
                               .search = std::string{request.query("q").value_or("")},
                               .before_id = before_in_query(request),
                               .limit = page_size + 1};
    auto lines = audit::repository::list(services.database, wanted);
    const bool more = lines.size() > page_size;
    if (more) lines.pop_back();
    auto rows = Value::list();
    for (const auto& line : lines) rows.push(line_value(request, line));
    return page("admin/audit.html", {{"rows", std::move(rows)},
                                     {"q", wanted.search},
                                     {"action", wanted.action},
                                     {"actor", wanted.actor ? Value{wanted.actor->value} : Value{}},
                                     {"pagination", older_links(request, more ? lines.back().id : 0)}});
}

} // namespace

void add_audit(Registrations& rows, const Services& services)
{
    get(rows, "/admin/audit", [services](const Request& request) { return list(*services, request); }, for_staff("core.audit.view"));
    rows.menu.push_back({.label = "Audit log", .path = "/admin/audit", .icon = "shield-halved", .group = "System", .permission = "core.audit.view", .position = 20});
}

} // namespace hurtrock::admin
