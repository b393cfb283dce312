#include "plugin_uninstall.hpp"

#include "core/app/database_access.hpp"
#include "core/app/plugin_report.hpp"
#include "core/audit/audit_log.hpp"
#include "core/base/suggest.hpp"
#include "core/base/system_clock.hpp"
#include "core/config/plugins_file.hpp"
#include "core/db/database_host.hpp"
#include "core/plugins/dependencies.hpp"
#include "core/plugins/plugin_data.hpp"
#include "core/plugins/shelf.hpp"

#include <iostream>

#include <unistd.h>

namespace hurtrock::cli {
namespace {

constexpr std::size_t connections = 1;

int refuse(const std::string& why)
{
    std::cerr << "Refused: " << why << '\n';
    return 1;
}

db::PoolOptions pool(const std::string& url)
{
    db::PoolOptions options;
    options.session.connection = url;
    options.size = connections;
    return options;
}

/// Why it may not be uninstalled now, or nothing.
std::string obstacle(const app::Layout& layout, const plugins::Manifests& manifests, const std::string& id)
{
    const auto file = config::PluginsFile::load(layout.plugins_file());
    const auto is_on = [&](const std::string& one) {
        const auto* choice = file.find(one);
        return choice && choice->enabled;
    };
    if (is_on(id)) return id + " is on. Switch it off first: hurtrock plugin disable " + id;
    plugins::Manifests asked_for;
    for (const auto& [one, manifest] : manifests)
        if (is_on(one)) asked_for.emplace(one, manifest);
    const auto dependents = plugins::dependents_of(asked_for, id);
    if (!dependents.empty())
        return plugins::names_with_versions(asked_for, dependents) + (dependents.size() == 1 ? " needs " : " need ") +
               id + ".";
    if (!app::shop_runs(layout.data)) return {};
    const auto report = app::read_report(layout.data);
    const auto* running = report ? report->find(id) : nullptr;
    return running && running->state == "enabled" ? "the running shop still uses " + id + "; see hurtrock plugin list"
                                                  : "";
}

void print(const plugins::PluginData& data, const std::string& id)
{
    if (data.empty()) std::cout << id << " has left nothing in the database.\n";
    for (const auto& table : data.tables)
        std::printf("  table %-28s %10lld rows\n", table.name.c_str(), static_cast<long long>(table.rows));
    const auto count = [](const char* what, std::int64_t number) {
        if (number > 0) std::printf("  %-34s %10lld\n", what, static_cast<long long>(number));
    };
    count("settings", data.settings);
    count("jobs", data.jobs);
    count("events not yet delivered", data.events);
    count("permissions given to roles", data.permissions);
}

/// True when the person typed the plugin's name.
bool confirmed(const UninstallWanted& wanted)
{
    if (wanted.yes) return true;
    if (::isatty(STDIN_FILENO) != 1) {
        std::cerr << "Nothing was dropped: nobody is here to confirm it; add --yes.\n";
        return false;
    }
    std::cout << "All of this is deleted for good; only a backup brings it back. Type the plugin's name to go on: "
              << std::flush;
    std::string typed;
    std::getline(std::cin, typed);
    if (typed == wanted.id) return true;
    std::cerr << "Nothing was dropped.\n";
    return false;
}

void drop(db::DatabaseHost& database, const std::string& url, const std::string& id, const plugins::PluginData& data)
{
    base::SystemClock clock;
    audit::AuditLog audit{clock};
    auto tables = Value::list();
    for (const auto& table : data.tables)
        tables.push(table.name);
    // The line of the log first: what cannot be dropped rolls it back.
    (void)database.transaction("core.uninstall_plugin", [&](Transaction& tx) -> Result<Done> {
        audit.write(tx, {.name = "command line"}, "plugin.drop_data", "plugin " + id, {{"tables", std::move(tables)}},
                    {});
        plugins::drop_plugin_data(url, id);
        return Done{};
    });
}

} // namespace

int uninstall_plugin(const UninstallWanted& wanted)
{
    if (wanted.keep && wanted.drop) return refuse("--keep-data and --drop-data exclude each other");
    const auto layout = app::Layout::find();
    plugins::Shelf shelf{layout.plugin_folders()};
    shelf.look();
    if (wanted.id == "core") return refuse("the core is no plugin");
    if (const auto why = obstacle(layout, shelf.manifests(), wanted.id); !why.empty()) return refuse(why);

    const auto config = config::load_server_config(layout.server_file());
    app::DatabaseAccess access{layout, config};
    db::DatabaseHost database{pool(access.url()), {}};
    const auto data = plugins::plugin_data(database, wanted.id);
    const auto* manifest = shelf.find(wanted.id);
    if (!manifest && data.empty())
        return refuse("unknown plugin \"" + wanted.id + '"' + base::did_you_mean(wanted.id, shelf.ids()));
    print(data, wanted.id);
    if (!wanted.keep && !wanted.drop) {
        std::cout << "Say what becomes of it: --keep-data, for the day the plugin comes back, or --drop-data, which "
                     "nothing undoes.\n";
        return 1;
    }
    if (wanted.drop) {
        if (!confirmed(wanted)) return 1;
        drop(database, access.url(), wanted.id, data);
    }
    std::cout << wanted.id
              << (wanted.drop ? " is uninstalled and its data is dropped."
                              : " is uninstalled; its data stays for the day it comes back.")
              << '\n';
    if (manifest) std::cout << "Its files lie in " << manifest->folder.string() << "; remove them the way they came.\n";
    return 0;
}

} // namespace hurtrock::cli
