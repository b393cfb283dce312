/// Uninstalling: what becomes of the data of a plugin that is off. Dropping it needs the plugin's name typed, and is
/// for good.
#include "rows.hpp"

#include "core/config/plugins_file.hpp"
#include "core/plugins/plugin_data.hpp"

#include <hurtrock/forms.hpp>

#include <algorithm>

namespace hurtrock::admin {
namespace {

bool is_on(const config::PluginsFile& file, std::string_view id)
{
    const auto* choice = file.find(id);
    return choice && choice->enabled;
}

/// Problem "plugins.unknown", "plugins.still_on", "plugins.needed".
Result<Done> may_go(const AdminServices& services, const std::string& id)
{
    const auto manifests = services.plugins().manifests();
    if (!manifests.contains(id)) return Problem{.code = "plugins.unknown", .arguments = {{"id", id}}, .status = 404};
    const auto file = services.plugins_file();
    const auto status = services.plugins().status_of(id);
    if (is_on(file, id) || (status && status->state == plugins::PluginState::enabled))
        return Problem{.code = "plugins.still_on", .arguments = {{"id", id}}, .status = 409};
    std::string needed_by;
    for (const auto& [other, manifest] : manifests) {
        const bool needs = std::any_of(manifest.depends.begin(), manifest.depends.end(),
                                       [&](const auto& dependency) { return dependency.id == id; });
        if (needs && is_on(file, other)) needed_by += (needed_by.empty() ? "" : ", ") + other;
    }
    if (!needed_by.empty())
        return Problem{.code = "plugins.needed", .arguments = {{"id", id}, {"plugins", needed_by}}, .status = 409};
    return Done{};
}

Value tables_value(const plugins::PluginData& data)
{
    auto tables = Value::list();
    for (const auto& table : data.tables)
        tables.push({{"name", table.name}, {"rows", table.rows}});
    return tables;
}

Response ask(const AdminServices& services, const Request& request, const Value& error)
{
    const std::string id{request.path("id")};
    if (const auto allowed = may_go(services, id); !allowed) return outcome(request, "/admin/plugins", allowed, "");
    const auto data = plugins::plugin_data(services.database, id);
    const auto manifests = services.plugins().manifests();
    return page("admin/plugin_uninstall.html",
                {{"id", id},
                 {"name", settings::localised(manifests.at(id).name, request.locale(), id)},
                 {"folder", manifests.at(id).folder.string()},
                 {"tables", tables_value(data)},
                 {"settings", data.settings},
                 {"jobs", data.jobs},
                 {"events", data.events},
                 {"permissions", data.permissions},
                 {"nothing", data.empty()},
                 {"error", error}});
}

Result<Done> drop(const AdminServices& services, const Request& request, const std::string& id)
{
    if (auto allowed = may_go(services, id); !allowed) return allowed;
    const auto data = plugins::plugin_data(services.database, id);
    auto tables = Value::list();
    for (const auto& table : data.tables)
        tables.push(table.name);
    // The line of the log first: what cannot be dropped rolls it back.
    return services.database.transaction("core.uninstall_plugin", [&](Transaction& tx) -> Result<Done> {
        services.write_audit(tx, request, "plugin.drop_data", "plugin " + id, {{"tables", std::move(tables)}}, {});
        services.drop_plugin_data(id);
        return Done{};
    });
}

Response uninstall(const AdminServices& services, const Request& request)
{
    const std::string id{request.path("id")};
    if (request.form("data").value_or("") != "drop")
        return outcome(request, "/admin/plugins", may_go(services, id),
                       "%(id)s is uninstalled; its data stays for the day it comes back.", {{"id", id}});
    if (request.form("confirm").value_or("") != id)
        return ask(services, request, request.translate("Type the plugin's name as it stands here.")).status(422);
    return outcome(request, "/admin/plugins", drop(services, request, id),
                   "%(id)s is uninstalled and its data is dropped.", {{"id", id}});
}

} // namespace

void add_uninstall(Registrations& rows, const Services& services)
{
    const auto edit = for_staff("core.plugins.edit");
    get(
        rows, "/admin/plugins/{id}/uninstall",
        [services](const Request& request) { return ask(*services, request, {}); }, edit);
    post(
        rows, "/admin/plugins/{id}/uninstall",
        [services](const Request& request) { return uninstall(*services, request); }, edit);
}

} // namespace hurtrock::admin
