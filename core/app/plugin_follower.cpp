#include "plugin_follower.hpp"

#include "core/plugins/shelf.hpp"

#include <hurtrock/json.hpp>

#include <sys/stat.h>
#include <thread>
#include <unistd.h>

namespace hurtrock::app {
namespace {

std::string stamp_of(const std::filesystem::path& file)
{
    struct stat status{};
    if (::stat(file.c_str(), &status) != 0) return "-";
    return std::to_string(status.st_ino) + "@" + std::to_string(status.st_mtim.tv_sec) + "." + std::to_string(status.st_mtim.tv_nsec) + ":" +
           std::to_string(status.st_size) + "\n";
}

} // namespace

PluginFollower::PluginFollower(Application& application, bool safe_mode)
    : application_{application}, safe_mode_{safe_mode}, followed_{stamp()}
{
    report_.pid = ::getpid();
    report_.safe_mode = safe_mode;
    report_.file = fingerprint_of(application.layout().plugins_file());
    report();
}

std::string PluginFollower::stamp() const
{
    const auto& layout = application_.layout();
    return stamp_of(layout.plugins_file()) + stamp_of(application_.quarantine_file()) + plugins::Shelf::stamp_of(layout.plugin_folders());
}

bool PluginFollower::settled(const std::string& seen)
{
    std::this_thread::sleep_for(settle);
    return stamp() == seen;
}

bool PluginFollower::look()
{
    if (safe_mode_) return false;
    const auto seen = stamp();
    if (seen != followed_) {
        if (!settled(seen)) return true;
        followed_ = seen;
        follow();
    }
    report();
    return false;
}

void PluginFollower::follow()
{
    const auto file = application_.layout().plugins_file();
    report_.file = fingerprint_of(file);
    ++report_.round;
    auto error = std::string{};
    try {
        if (!std::filesystem::exists(file)) throw config::ConfigError{file.string() + " is gone; put it back"};
        application_.follow(config::PluginsFile::load(file));
    } catch (const std::exception& wrong) {
        error = wrong.what();
    }
    if (!error.empty() && error != report_.error)
        application_.log().error("the plugins stay as they are", {{"reason", error}});
    report_.error = std::move(error);
}

void PluginFollower::report()
{
    report_.plugins.clear();
    for (const auto& status : application_.plugins().status()) {
        PluginReport::Plugin plugin{status.id,     status.version,          std::string{plugins::name_of(status.state)},
                                    status.reason, to_rfc3339(status.since), {}};
        for (const auto& dependency : status.depends) plugin.depends.push_back(dependency.id);
        if (status.state == plugins::PluginState::enabled) plugin.missing = application_.missing_settings(status.id);
        report_.plugins.push_back(std::move(plugin));
    }
    std::string written = std::to_string(report_.round);
    for (const auto& plugin : report_.plugins)
        written += "\n" + plugin.id + plugin.version + plugin.state + plugin.reason + plugin.since + std::to_string(plugin.missing.size());
    if (written == reported_) return;
    try {
        write_report(application_.layout().data, report_);
        reported_ = std::move(written);
    } catch (const std::exception& error) {
        application_.log().warning("the plugins' report cannot be written", {{"reason", error.what()}});
    }
}

} // namespace hurtrock::app
