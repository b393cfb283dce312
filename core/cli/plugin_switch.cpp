#include "plugin_switch.hpp"

#include "core/app/layout.hpp"
#include "core/app/plugin_report.hpp"
#include "core/base/files.hpp"
#include "core/base/suggest.hpp"
#include "core/config/plugins_file.hpp"
#include "core/plugins/dependencies.hpp"
#include "core/plugins/quarantine.hpp"
#include "core/plugins/shelf.hpp"

#include <cstdio>
#include <iostream>
#include <thread>

namespace hurtrock::cli {
namespace {

using app::PluginReport;

constexpr std::chrono::seconds patience{15};
constexpr std::chrono::milliseconds look_again{50};

/// What is on disk and asked for, before anything changes.
struct Situation {
    app::Layout layout{app::Layout::find()};
    config::PluginsFile file{config::PluginsFile::load(layout.plugins_file())};
    plugins::Shelf shelf{layout.plugin_folders()};
    plugins::Manifests manifests{(shelf.look(), shelf.manifests())};
    plugins::Quarantine quarantine{layout.data / "plugins" / "quarantine.json"};
    bool running{app::shop_runs(layout.data)};

    bool is_on(const std::string& id) const
    {
        const auto* choice = file.find(id);
        return choice && choice->enabled;
    }
    plugins::Manifests asked_for() const
    {
        plugins::Manifests found;
        for (const auto& [id, manifest] : manifests)
            if (is_on(id)) found.emplace(id, manifest);
        return found;
    }
};

std::string text_of(const std::filesystem::path& file) { return std::filesystem::exists(file) ? base::read_file(file) : std::string{}; }

std::string titled(const PluginReport::Plugin& plugin) { return plugin.id + (plugin.version.empty() ? "" : " " + plugin.version); }

/// What the shop made of the file as it is now: follows it, or says why it cannot be read.
std::optional<PluginReport> wait_for_shop(const Situation& before, std::int64_t round)
{
    const auto wanted = app::fingerprint_of(before.layout.plugins_file());
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (std::chrono::steady_clock::now() < deadline) {
        if (auto report = app::read_report(before.layout.data); report && (report->safe_mode || (report->file == wanted && report->round != round)))
            return report;
        std::this_thread::sleep_for(look_again);
    }
    return std::nullopt;
}

void print_missing_settings(const PluginReport::Plugin& plugin)
{
    if (plugin.missing.empty()) return;
    const auto count = plugin.missing.size();
    std::cout << titled(plugin) << " needs " << count << (count == 1 ? " setting" : " settings") << " before customers can use it:\n";
    for (const auto& setting : plugin.missing) {
        const auto type = setting.type == "secret" ? "text, secret" : setting.type;
        const auto example = setting.example.empty() ? "" : "e.g. " + setting.example;
        std::printf("  %-16s %-13s %-24s set with: hurtrock settings %s %s\n", setting.key.c_str(), type.c_str(), example.c_str(), plugin.id.c_str(), setting.key.c_str());
    }
    std::cout << "Or in admin: /admin/plugins/" << plugin.id << "/settings\n";
}

/// True when the plugin is as asked for; else `reason` says why not.
bool as_asked(const PluginReport& report, const std::string& id, bool enable, std::string& reason)
{
    const auto* plugin = report.find(id);
    if (!report.error.empty()) reason = report.error;
    else if (!plugin) reason = "the shop does not know it";
    else if (plugin->state == (enable ? "enabled" : "disabled")) return true;
    else reason = plugin->reason.empty() ? "it is " + plugin->state : plugin->reason;
    return false;
}

int tell(const Situation& before, const PluginSwitch& wanted, const std::vector<std::string>& switched, const std::string& old_text,
         std::int64_t round)
{
    const char* word = wanted.enable ? "Enabled" : "Disabled";
    if (!before.running) {
        for (const auto& id : switched) std::cout << id << (wanted.enable ? " is on" : " is off") << " in " << before.layout.plugins_file().string() << '\n';
        std::cout << "No shop runs; the next start follows it.\n";
        return 0;
    }
    const auto report = wait_for_shop(before, round);
    if (!report) {
        std::cerr << "hurtrock: the shop has not answered within " << patience.count() << " s; `hurtrock plugin list` shows what it does\n";
        return 1;
    }
    if (report->safe_mode) {
        std::cout << wanted.id << (wanted.enable ? " is on" : " is off") << " in " << before.layout.plugins_file().string()
                  << "\nThe shop runs in safe mode, without plugins; its next usual start follows it.\n";
        return 0;
    }
    std::string reason;
    if (!as_asked(*report, wanted.id, wanted.enable, reason)) {
        if (text_of(before.layout.plugins_file()) != old_text) base::write_file(before.layout.plugins_file(), old_text);
        std::cerr << "hurtrock: " << wanted.id << (wanted.enable ? " cannot be enabled: " : " cannot be disabled: ") << reason
                  << "\nconfig/plugins.yaml is as it was.\n";
        return 1;
    }
    for (const auto& id : switched) {
        const auto* plugin = report->find(id);
        if (wanted.enable && plugin) print_missing_settings(*plugin);
        std::cout << word << ": " << (plugin ? titled(*plugin) : id)
                  << (wanted.enable && plugin && !plugin->missing.empty() ? "; what needs those settings waits until they are set" : "") << '\n';
    }
    return 0;
}

/// Empty when nothing stands in the way.
std::string refusal(const Situation& now, const PluginSwitch& wanted, std::vector<std::string>& also)
{
    const auto running = now.asked_for();
    if (wanted.enable) {
        if (const auto missing = plugins::missing_dependency(now.manifests.at(wanted.id), running); !missing.empty())
            return "Refused: " + wanted.id + " " + missing + ".";
        return {};
    }
    const auto dependents = plugins::dependents_of(running, wanted.id);
    if (!dependents.empty() && !wanted.with_dependents)
        return "Refused: " + plugins::names_with_versions(running, dependents) + (dependents.size() == 1 ? " needs " : " need ") + wanted.id +
               ". Disable " + (dependents.size() == 1 ? "it" : "them") + " first, or use --with-dependents.";
    also.assign(dependents.begin(), dependents.end());
    return {};
}

} // namespace

int switch_plugin(const PluginSwitch& wanted)
{
    Situation now;
    if (!now.manifests.contains(wanted.id) && (wanted.enable || !now.file.find(wanted.id))) {
        const auto broken = now.shelf.items().find(wanted.id);
        std::cerr << "hurtrock: "
                  << (broken != now.shelf.items().end() ? broken->second.error
                                                        : "unknown plugin \"" + wanted.id + '"' + base::did_you_mean(wanted.id, now.shelf.ids()))
                  << '\n';
        return 1;
    }
    std::vector<std::string> switched;
    if (const auto why = refusal(now, wanted, switched); !why.empty()) {
        std::cerr << why << '\n';
        return 1;
    }
    switched.push_back(wanted.id);

    const auto file = now.layout.plugins_file();
    const auto old_text = text_of(file);
    const auto before = app::read_report(now.layout.data);
    const auto seconds = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    if (wanted.enable) now.quarantine.release(wanted.id, seconds);
    for (const auto& id : switched) config::switch_plugin(file, id, wanted.enable);
    // What already stands there is written once more: the shop then tries again what failed.
    if (text_of(file) == old_text) base::write_file(file, old_text);
    return tell(now, wanted, switched, old_text, before ? before->round : -1);
}

bool list_running_plugins()
{
    const auto layout = app::Layout::find();
    if (!app::shop_runs(layout.data)) return false;
    const auto report = app::read_report(layout.data);
    if (!report) return false;
    for (const auto& plugin : report->plugins)
        std::printf("%-16s %-8s %-11s %s\n", plugin.id.c_str(), plugin.version.c_str(), plugin.state.c_str(), plugin.reason.c_str());
    if (report->safe_mode) std::cout << "The shop runs in safe mode: no plugin is started.\n";
    if (!report->error.empty()) std::cout << report->error << "\nUntil that is mended, the plugins stay as they are.\n";
    return true;
}

} // namespace hurtrock::cli
