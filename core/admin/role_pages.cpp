/// What each role may do, as a grid of all permissions there are.
#include "admin.hpp"
#include "reach.hpp"
#include "rows.hpp"

#include <hurtrock/forms.hpp>

#include <algorithm>
#include <set>

namespace hurtrock::admin {
namespace {

struct Group {
    std::string owner;
    Value name;
    Value permissions;
};

/// The core's permissions, then those of every plugin found, running or not.
std::vector<Group> groups_of(const AdminServices& services)
{
    std::vector<Group> groups{{"core", Value{{"en", "Core"}, {"id", "Inti"}}, core_permissions()}};
    for (const auto& [id, manifest] : services.plugins().manifests())
        if (!manifest.permissions.empty()) groups.push_back({id, manifest.name, manifest.permissions});
    return groups;
}

std::string field_of(const std::string& role, const std::string& permission) { return role + "|" + permission; }

Value cells_of(const Reach& reach, const std::string& permission)
{
    auto cells = Value::list();
    for (const auto& role : reach.roles()) {
        const auto& held = reach.permissions_of(role.name);
        const bool has = role.all || std::find(held.begin(), held.end(), permission) != held.end();
        cells.push({{"field", field_of(role.name, permission)}, {"role", role.name}, {"held", has}, {"fixed", role.all || !reach.holds(permission)}});
    }
    return cells;
}

Response grid(const AdminServices& services, const Request& request, const Value& values, const Value& errors)
{
    const Reach reach{services, services.database, request};
    auto roles = Value::list();
    for (const auto& role : reach.roles())
        roles.push({{"name", role.name}, {"all", role.all}, {"holders", role.holders}, {"removable", !role.all && role.name != "staff" && role.holders == 0}});
    auto groups = Value::list();
    for (const auto& group : groups_of(services)) {
        auto rows = Value::list();
        for (const auto& [permission, label] : group.permissions.entries())
            rows.push({{"permission", permission}, {"label", settings::localised(label, request.locale(), permission)}, {"cells", cells_of(reach, permission)}});
        groups.push({{"owner", group.owner}, {"name", settings::localised(group.name, request.locale(), group.owner)}, {"rows", std::move(rows)}});
    }
    return page("admin/roles.html", {{"roles", std::move(roles)}, {"groups", std::move(groups)}, {"values", values}, {"errors", errors}});
}

/// What a role holds after the form: permissions the form did not show, or the visitor may not give, stay as they are.
std::vector<std::string> wanted_permissions(const Request& request, const Reach& reach, const std::set<std::string>& shown, const std::string& role)
{
    const auto& held = reach.permissions_of(role);
    std::set<std::string> wanted;
    for (const auto& permission : held)
        if (!shown.contains(permission) || !reach.holds(permission)) wanted.insert(permission);
    for (const auto& permission : shown)
        if (reach.holds(permission) && request.form(field_of(role, permission))) wanted.insert(permission);
    return {wanted.begin(), wanted.end()};
}

Value list_of(const std::vector<std::string>& texts)
{
    auto list = Value::list();
    for (const auto& text : texts) list.push(text);
    return list;
}

Result<Done> apply(const AdminServices& services, Transaction& tx, const Request& request)
{
    std::set<std::string> shown;
    for (const auto& group : groups_of(services))
        for (const auto& [permission, label] : group.permissions.entries()) shown.insert(permission);
    const Reach reach{services, tx, request};
    for (const auto& role : reach.roles()) {
        if (role.all) continue;
        const auto& held = reach.permissions_of(role.name);
        const auto wanted = wanted_permissions(request, reach, shown, role.name);
        if (wanted == held) continue;
        if (auto set = services.roles.set_permissions(tx, role.name, wanted); !set) return set;
        services.write_audit(tx, request, "role.permissions", "role " + role.name, {{"permissions", list_of(held)}}, {{"permissions", list_of(wanted)}});
    }
    return Done{};
}

Response save(const AdminServices& services, const Request& request)
{
    const auto done = services.database.transaction("core.save_roles", [&](Transaction& tx) { return apply(services, tx, request); });
    return outcome(request, "/admin/roles", done, "Permissions saved.");
}

bool is_role_name(std::string_view name)
{
    constexpr std::size_t length_min = 2, length_max = 40;
    return name.size() >= length_min && name.size() <= length_max && name.front() >= 'a' && name.front() <= 'z' &&
           std::all_of(name.begin(), name.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

Response create(const AdminServices& services, const Request& request)
{
    FormReader form{request};
    const auto name = form.text("name", {.required = true, .length_max = 40});
    if (form.ok() && !is_role_name(name)) form.refuse({.code = "roles.name", .field = "name"});
    if (!form.ok()) return grid(services, request, form.echo(), form.errors()).status(422);
    const auto done = services.database.transaction("core.create_role", [&](Transaction& tx) -> Result<Done> {
        if (!repository::insert_role(tx, name)) return Problem{.code = "roles.taken", .field = "name"};
        services.write_audit(tx, request, "role.create", "role " + name, {}, {});
        return Done{};
    });
    return outcome(request, "/admin/roles", done, "The role is there; now give it permissions.");
}

Response remove(const AdminServices& services, const Request& request)
{
    const std::string name{request.path("role")};
    const auto done = services.database.transaction("core.delete_role", [&](Transaction& tx) -> Result<Done> {
        if (name == "staff" || !repository::delete_role(tx, name)) return Problem{.code = "roles.in_use"};
        services.write_audit(tx, request, "role.delete", "role " + name, {}, {});
        return Done{};
    });
    return outcome(request, "/admin/roles", done, "The role is gone.");
}

} // namespace

void add_roles(Registrations& rows, const Services& services)
{
    const auto edit = for_staff("core.roles.edit");
    get(rows, "/admin/roles", [services](const Request& request) { return grid(*services, request, Value::map(), Value::map()); }, edit);
    post(rows, "/admin/roles", [services](const Request& request) { return save(*services, request); }, edit);
    post(rows, "/admin/roles/new", [services](const Request& request) { return create(*services, request); }, edit);
    post(rows, "/admin/roles/{role}/delete", [services](const Request& request) { return remove(*services, request); }, edit);
    rows.menu.push_back({.label = "Roles", .path = "/admin/roles", .icon = "key", .group = "People", .permission = "core.roles.edit", .position = 60});
}

} // namespace hurtrock::admin
