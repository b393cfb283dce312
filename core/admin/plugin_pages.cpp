/// Plugins: what each is, what it costs, and whether it runs. Switching edits config/plugins.yaml.
#include "rows.hpp"

#include "core/config/yaml_file.hpp"
#include "core/plugins/guard.hpp"

#include <algorithm>

namespace hurtrock::admin {
namespace {

std::string_view tone_of(plugins::PluginState state)
{
    switch (state) {
    case plugins::PluginState::enabled: return "done";
    case plugins::PluginState::disabled: return "neutral";
    case plugins::PluginState::failed:
    case plugins::PluginState::unknown:
    case plugins::PluginState::quarantined: return "stop";
    }
    return "neutral";
}

Value counters_value(const std::string& id)
{
    const auto& counters = plugins::counters_of(id);
    const auto number = [](const std::atomic<std::uint64_t>& counted) { return static_cast<std::int64_t>(counted.load(std::memory_order_relaxed)); };
    // Tenths of a millisecond, so that fast plugins do not all read 0.
    const auto tenths = counters.requests.quantile(0.95).count() / 100;
    return {{"requests", static_cast<std::int64_t>(counters.requests.count())},
            {"p95_ms", std::to_string(tenths / 10) + "." + std::to_string(tenths % 10)},
            {"failures", number(counters.failures)},
            {"queries", number(counters.queries)}};
}

/// What calling other servers cost; null for a plugin that never did.
Value outgoing_value(const std::string& id)
{
    const auto& outgoing = plugins::counters_of(id).outgoing;
    if (outgoing.calls() == 0) return {};
    return {{"calls", static_cast<std::int64_t>(outgoing.calls())},
            {"failures", static_cast<std::int64_t>(outgoing.failures())},
            {"p95", outgoing.p95().count()}};
}

/// The hosts of its manifest; a setting with the host it names now.
Value hosts_of(const AdminServices& services, const plugins::Manifest& manifest, bool runs)
{
    auto list = Value::list();
    for (const auto& rule : manifest.network) {
        if (rule.kind != net::HostRule::Kind::setting || !runs) {
            list.push(rule.written());
            continue;
        }
        const auto snapshot = services.settings.find(manifest.id);
        const bool is_set = snapshot && snapshot->values.contains(rule.text);
        const auto address = is_set ? net::parse_address(std::string{snapshot->values.find(rule.text)->second.text()}) : std::nullopt;
        list.push(address ? address->place() + " (" + rule.text + ")" : rule.written());
    }
    return list;
}

bool is_on(const config::PluginsFile& file, std::string_view id)
{
    const auto* choice = file.find(id);
    return choice && choice->enabled;
}

Value needs_of(const plugins::PluginStatus& status)
{
    auto list = Value::list();
    for (const auto& dependency : status.depends) list.push(dependency.id + " " + dependency.range);
    return list;
}

Value row_of(const AdminServices& services, const Request& request, const config::PluginsFile& file, const plugins::PluginStatus& status)
{
    const auto& manifests = services.plugins().manifests();
    const auto manifest = manifests.find(status.id);
    const bool runs = status.state == plugins::PluginState::enabled;
    const bool wanted = is_on(file, status.id);
    const auto values = services.settings.find(status.id); // it may have left since its status was read
    const bool has_settings = runs && values && manifest != manifests.end() && !manifest->second.settings.empty();
    return {{"id", status.id},
            {"name", settings::localised(status.name, request.locale(), status.id)},
            {"description", settings::localised(status.description, request.locale(), "")},
            {"version", status.version},
            {"state", Value{{"text", request.translate("plugins.state_" + std::string{plugins::name_of(status.state)})}, {"tone", tone_of(status.state)}}},
            {"reason", status.reason},
            {"needs", needs_of(status)},
            {"counters", counters_value(status.id)},
            {"outgoing", outgoing_value(status.id)},
            {"hosts", manifest != manifests.end() ? hosts_of(services, manifest->second, runs) : Value::list()},
            {"on", wanted},
            {"runs", runs},
            {"waits", wanted != (status.state != plugins::PluginState::disabled) && status.state != plugins::PluginState::unknown},
            {"known", manifest != manifests.end()},
            {"complete", !has_settings || values->complete},
            {"settings_url", has_settings ? Value{request.url_for("/admin/plugins/" + status.id + "/settings")} : Value{}}};
}

Response list(const AdminServices& services, const Request& request)
{
    const auto file = services.plugins_file();
    auto rows = Value::list();
    for (const auto& status : services.plugins().status()) rows.push(row_of(services, request, file, status));
    const auto safe_mode = services.safe_mode();
    return page("admin/plugins.html", {{"rows", std::move(rows)}, {"safe_mode", {{"on", safe_mode.on}, {"asked", safe_mode.asked}}}});
}

/// Those that are on and need the plugin.
std::string dependents_of(const AdminServices& services, const config::PluginsFile& file, std::string_view id)
{
    std::string found;
    for (const auto& [other, manifest] : services.plugins().manifests()) {
        const bool needs = std::any_of(manifest.depends.begin(), manifest.depends.end(), [&](const auto& dependency) { return dependency.id == id; });
        if (needs && is_on(file, other)) found += (found.empty() ? "" : ", ") + other;
    }
    return found;
}

std::string missing_for(const plugins::Manifest& manifest, const config::PluginsFile& file)
{
    std::string found;
    for (const auto& dependency : manifest.depends)
        if (!is_on(file, dependency.id)) found += (found.empty() ? "" : ", ") + dependency.id;
    return found;
}

Result<Done> switch_one(const AdminServices& services, const Request& request, const std::string& id, bool on)
{
    const auto& manifests = services.plugins().manifests();
    const auto manifest = manifests.find(id);
    if (manifest == manifests.end()) return Problem{.code = "plugins.unknown", .arguments = {{"id", id}}, .status = 404};
    const auto file = services.plugins_file();
    if (const auto missing = on ? missing_for(manifest->second, file) : ""; !missing.empty())
        return Problem{.code = "plugins.needs", .arguments = {{"id", id}, {"plugins", missing}}};
    if (const auto dependents = on ? "" : dependents_of(services, file, id); !dependents.empty())
        return Problem{.code = "plugins.needed", .arguments = {{"id", id}, {"plugins", dependents}}};
    // The line of the log first: a file that cannot be written rolls it back.
    return services.database.transaction("core.switch_plugin", [&](Transaction& tx) -> Result<Done> {
        services.write_audit(tx, request, on ? "plugin.enable" : "plugin.disable", "plugin " + id, {{"enabled", is_on(file, id)}}, {{"enabled", on}});
        try {
            services.switch_plugin(id, on);
        } catch (const config::ConfigError& error) {
            return Problem{.code = "plugins.file", .arguments = {{"reason", std::string{error.what()}}}};
        }
        return Done{};
    });
}

Response switch_plugin(const AdminServices& services, const Request& request)
{
    const std::string id{request.path("id")};
    const bool on = request.form("enabled").value_or("") == "on";
    return outcome(request, "/admin/plugins", switch_one(services, request, id, on),
                   on ? "%(id)s is switched on." : "%(id)s is switched off.", {{"id", id}});
}

Response set_safe_mode(const AdminServices& services, const Request& request)
{
    const bool on = request.form("on").value_or("") == "on";
    (void)services.database.transaction("core.safe_mode", [&](Transaction& tx) -> Result<Done> {
        services.write_audit(tx, request, on ? "shop.safe_mode" : "shop.leave_safe_mode", "shop", {}, {});
        return Done{};
    });
    services.set_safe_mode(on);
    return redirect("/admin/plugins").flash(FlashKind::info, request.translate("The shop starts anew; that takes a few seconds."));
}

std::int64_t failed_count(const AdminServices& services)
{
    const auto list = services.plugins().status();
    return std::count_if(list.begin(), list.end(), [](const auto& one) { return one.state != plugins::PluginState::enabled && one.state != plugins::PluginState::disabled; });
}

} // namespace

void add_plugins(Registrations& rows, const Services& services)
{
    const auto edit = for_staff("core.plugins.edit");
    get(rows, "/admin/plugins", [services](const Request& request) { return list(*services, request); }, edit);
    post(rows, "/admin/plugins/{id}/switch", [services](const Request& request) { return switch_plugin(*services, request); }, edit);
    post(rows, "/admin/safe-mode", [services](const Request& request) { return set_safe_mode(*services, request); }, edit);
    rows.menu.push_back({.label = "Plugins",
                         .path = "/admin/plugins",
                         .icon = "plug",
                         .group = "System",
                         .permission = "core.plugins.edit",
                         .position = 5,
                         .count = [services](const Request&) { return failed_count(*services); }});
}

} // namespace hurtrock::admin
