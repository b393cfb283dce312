/// Users: find them, switch them on and off, give them roles, a new password, or make a member of staff.
#include "reach.hpp"
#include "rows.hpp"

#include "core/auth/readable_password.hpp"

#include <hurtrock/forms.hpp>

#include <algorithm>

namespace hurtrock::admin {
namespace {

constexpr int page_size = 50;

std::string address_of(UserId user) { return "/admin/users/" + std::to_string(user.value); }

Value texts(const std::vector<std::string>& list)
{
    auto value = Value::list();
    for (const auto& text : list) value.push(text);
    return value;
}

Value user_value(const Request& request, const User& user)
{
    return {{"id", user.id.value},
            {"url", request.url_for(address_of(user.id))},
            {"email", user.email},
            {"name", user.name},
            {"phone", user.phone},
            {"active", user.active},
            {"confirmed", user.confirmed},
            {"staff", user.staff},
            {"created_at", time_value(user.created_at)}};
}

std::optional<User> user_of(const AdminServices& services, Reader& reader, const Request& request)
{
    return services.accounts.find(reader, UserId{id_in_path(request)});
}

Problem unknown_user() { return {.code = "accounts.unknown", .status = 404}; }

Response list(const AdminServices& services, const Request& request)
{
    const std::string search{request.query("q").value_or("")};
    auto users = services.accounts.page(services.database, search, UserId{before_in_query(request)}, page_size + 1);
    const bool more = users.size() > page_size;
    if (more) users.pop_back();
    std::vector<std::int64_t> ids;
    for (const auto& user : users) ids.push_back(user.id.value);
    const auto roles = repository::roles_by_user(services.database, ids);
    auto rows = Value::list();
    for (const auto& user : users) {
        auto row = user_value(request, user);
        const auto held = roles.find(user.id.value);
        row.set("roles", held == roles.end() ? Value::list() : texts(held->second));
        rows.push(std::move(row));
    }
    return page("admin/users.html", {{"rows", std::move(rows)},
                                     {"q", search},
                                     {"can_edit", request.visitor().can("core.users.edit")},
                                     {"pagination", older_links(request, more ? users.back().id.value : 0)}});
}

Value role_boxes(const Reach& reach, const std::vector<std::string>& held)
{
    auto boxes = Value::list();
    for (const auto& role : reach.roles())
        boxes.push({{"name", role.name}, {"all", role.all}, {"held", std::find(held.begin(), held.end(), role.name) != held.end()}, {"allowed", reach.may_give(role)}});
    return boxes;
}

Value session_rows(const AdminServices& services, UserId user)
{
    auto rows = Value::list();
    for (const auto& session : services.sessions.list(services.database, user))
        rows.push({{"id", session.id},
                   {"address", session.address},
                   {"user_agent", session.user_agent},
                   {"created_at", time_value(session.created_at)},
                   {"last_seen_at", time_value(session.last_seen_at)}});
    return rows;
}

Response show(const AdminServices& services, const Request& request)
{
    const auto user = user_of(services, services.database, request);
    if (!user) return problem(unknown_user());
    const Reach reach{services, services.database, request};
    const auto held = services.roles.of(services.database, user->id);
    const bool can_edit = request.visitor().can("core.users.edit") && reach.over(user->id).ok();
    return page("admin/user.html", {{"person", user_value(request, *user)},
                                    {"roles", role_boxes(reach, held)},
                                    {"sessions", session_rows(services, user->id)},
                                    {"yourself", user->id == request.visitor().user()->id},
                                    {"can_edit", can_edit}});
}

/// Runs a change of one user in a transaction, after making sure that the visitor may.
template <class Change>
Result<Done> change_user(const AdminServices& services, const Request& request, const char* name, Change&& change)
{
    return services.database.transaction(name, [&](Transaction& tx) -> Result<Done> {
        const auto user = user_of(services, tx, request);
        if (!user) return unknown_user();
        const Reach reach{services, tx, request};
        if (auto allowed = reach.over(user->id); !allowed) return allowed;
        if (auto changed = change(tx, *user, reach); !changed) return changed;
        tx.after_commit([&services, id = user->id] { services.sessions.forget(id); });
        return Done{};
    });
}

Response set_active(const AdminServices& services, const Request& request)
{
    const bool active = request.form("active").value_or("") == "on";
    const auto done = change_user(services, request, "core.set_user_active", [&](Transaction& tx, const User& user, const Reach&) -> Result<Done> {
        if (user.id == request.visitor().user()->id) return Problem{.code = "admin.yourself"};
        if (auto set = services.accounts.set_active(tx, user.id, active); !set) return set;
        services.write_audit(tx, request, active ? "user.activate" : "user.deactivate", "user " + user.email, {{"active", user.active}}, {{"active", active}});
        return Done{};
    });
    return outcome(request, address_of(UserId{id_in_path(request)}), done,
                   active ? "The account is switched on." : "The account is switched off; its sessions have ended.");
}

Result<Done> apply_roles(const AdminServices& services, Transaction& tx, const Request& request, const User& user, const Reach& reach)
{
    const auto held = services.roles.of(tx, user.id);
    for (const auto& role : reach.roles()) {
        const bool wanted = request.form("role-" + role.name).has_value();
        const bool has = std::find(held.begin(), held.end(), role.name) != held.end();
        if (wanted == has) continue;
        if (!reach.may_give(role)) return Problem{.code = "admin.above_you", .status = 403};
        auto changed = wanted ? services.roles.grant(tx, user.id, role.name) : services.roles.revoke(tx, user.id, role.name);
        if (!changed) return changed;
    }
    services.write_audit(tx, request, "user.roles", "user " + user.email, {{"roles", texts(held)}}, {{"roles", texts(services.roles.of(tx, user.id))}});
    return Done{};
}

Response set_roles(const AdminServices& services, const Request& request)
{
    const auto done = change_user(services, request, "core.set_user_roles", [&](Transaction& tx, const User& user, const Reach& reach) {
        return apply_roles(services, tx, request, user, reach);
    });
    return outcome(request, address_of(UserId{id_in_path(request)}), done, "Roles saved.");
}

Response end_sessions(const AdminServices& services, const Request& request)
{
    const auto done = change_user(services, request, "core.end_user_sessions", [&](Transaction& tx, const User& user, const Reach&) -> Result<Done> {
        services.sessions.end_all(tx, user.id);
        services.write_audit(tx, request, "user.end_sessions", "user " + user.email, {}, {});
        return Done{};
    });
    return outcome(request, address_of(UserId{id_in_path(request)}), done, "Every session of this account has ended.");
}

Response end_session(const AdminServices& services, const Request& request)
{
    const auto done = change_user(services, request, "core.end_user_session", [&](Transaction& tx, const User& user, const Reach&) -> Result<Done> {
        if (auto ended = services.sessions.end(tx, user.id, id_in_path(request, "session")); !ended) return ended;
        services.write_audit(tx, request, "user.end_session", "user " + user.email, {}, {});
        return Done{};
    });
    return outcome(request, address_of(UserId{id_in_path(request)}), done, "That browser is signed out.");
}

/// Shown on the answer itself, never stored: who reloads sees it no more.
Response show_password(const Request& request, const User& user, const std::string& password)
{
    return page("admin/user_password.html", {{"person", user_value(request, user)}, {"password", password}});
}

Response reset_password(const AdminServices& services, const Request& request)
{
    const auto password = auth::readable_password();
    const auto hash = services.accounts.hash_password(password);
    if (!hash) return problem(hash.problem());
    std::optional<User> changed;
    const auto done = change_user(services, request, "core.reset_user_password", [&](Transaction& tx, const User& user, const Reach&) -> Result<Done> {
        if (auto set = services.accounts.set_password(tx, user.id, *hash); !set) return set;
        services.write_audit(tx, request, "user.reset_password", "user " + user.email, {}, {});
        changed = user;
        return Done{};
    });
    if (!done) return outcome(request, address_of(UserId{id_in_path(request)}), done, "");
    return show_password(request, *changed, password);
}

Response new_page(const AdminServices& services, const Request& request, const Value& values, const Value& errors)
{
    const Reach reach{services, services.database, request};
    auto roles = Value::list();
    for (const auto& role : reach.roles())
        if (reach.may_give(role)) roles.push({{"value", role.name}, {"text", role.name}, {"selected", values["role"].text("staff") == role.name}});
    return page("admin/user_new.html", {{"values", values}, {"errors", errors}, {"roles", std::move(roles)}});
}

Result<User> create_staff(const AdminServices& services, const Request& request, const NewUser& wanted, const std::string& role_name)
{
    return services.database.transaction("core.create_staff", [&](Transaction& tx) -> Result<User> {
        const Reach reach{services, tx, request};
        const auto role = std::find_if(reach.roles().begin(), reach.roles().end(), [&](const auto& one) { return one.name == role_name; });
        if (role == reach.roles().end()) return Problem{.code = "roles.unknown", .field = "role"};
        if (!reach.may_give(*role)) return Problem{.code = "admin.above_you", .field = "role", .status = 403};
        auto created = services.accounts.create(tx, wanted);
        if (!created) return created;
        if (auto granted = services.roles.grant(tx, created->id, role->name); !granted) return granted.problem();
        services.accounts.confirm(tx, created->id);
        services.write_audit(tx, request, "user.create", "user " + created->email, {}, {{"email", created->email}, {"name", created->name}, {"role", role->name}});
        return created;
    });
}

Response create(const AdminServices& services, const Request& request)
{
    FormReader form{request};
    NewUser wanted{.email = form.email("email"), .name = form.text("name", {.required = true, .length_max = 80}), .phone = {}, .password_hash = {}};
    const auto role = form.text("role", {.required = true, .length_max = 40});
    if (!form.ok()) return new_page(services, request, form.echo(), form.errors()).status(422);
    const auto password = auth::readable_password();
    const auto hash = services.accounts.hash_password(password);
    if (!hash) return problem(hash.problem());
    wanted.password_hash = *hash;
    const auto user = create_staff(services, request, wanted, role);
    if (user) return show_password(request, *user, password);
    auto refused = user.problem();
    if (refused.field.empty()) refused.field = "email";
    form.refuse(std::move(refused));
    return new_page(services, request, form.echo(), form.errors()).status(422);
}

} // namespace

void add_users(Registrations& rows, const Services& services)
{
    const auto view = for_staff("core.users.view");
    const auto edit = for_staff("core.users.edit");
    get(rows, "/admin/users", [services](const Request& request) { return list(*services, request); }, view);
    get(rows, "/admin/users/{id:int}", [services](const Request& request) { return show(*services, request); }, view);
    get(rows, "/admin/users/new", [services](const Request& request) { return new_page(*services, request, Value::map(), Value::map()); }, edit);
    post(rows, "/admin/users", [services](const Request& request) { return create(*services, request); }, edit);
    post(rows, "/admin/users/{id:int}/active", [services](const Request& request) { return set_active(*services, request); }, edit);
    post(rows, "/admin/users/{id:int}/roles", [services](const Request& request) { return set_roles(*services, request); }, edit);
    post(rows, "/admin/users/{id:int}/sessions", [services](const Request& request) { return end_sessions(*services, request); }, edit);
    post(rows, "/admin/users/{id:int}/sessions/{session:int}", [services](const Request& request) { return end_session(*services, request); }, edit);
    post(rows, "/admin/users/{id:int}/password", [services](const Request& request) { return reset_password(*services, request); }, edit);
    rows.menu.push_back({.label = "Users", .path = "/admin/users", .icon = "user", .group = "People", .permission = "core.users.view", .position = 50});
    rows.actions.push_back({.label = "New member of staff", .path = "/admin/users/new", .keywords = "add user employee", .permission = "core.users.edit", .icon = "user", .position = 50});
    rows.widgets.push_back({.id = "core.users",
                            .template_name = "admin/widget_users.html",
                            .data = [services](const Request& request) -> Value {
                                return {{"count", services->accounts.count(services->database)}, {"url", request.url_for("/admin/users")}};
                            },
                            .permission = "core.users.view",
                            .position = 48});
}

} // namespace hurtrock::admin
