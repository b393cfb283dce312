#include "plugin_report.hpp"

#include "core/base/files.hpp"

#include <hurtrock/json.hpp>

#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

namespace hurtrock::app {
namespace {

Value to_value(const PluginReport::Plugin& plugin)
{
    auto depends = Value::list();
    for (const auto& id : plugin.depends) depends.push(id);
    auto missing = Value::list();
    for (const auto& setting : plugin.missing) missing.push({{"key", setting.key}, {"type", setting.type}, {"example", setting.example}});
    return {{"id", plugin.id},         {"version", plugin.version}, {"state", plugin.state},         {"reason", plugin.reason},
            {"since", plugin.since}, {"depends", std::move(depends)}, {"missing", std::move(missing)}};
}

PluginReport::Plugin from_value(const Value& value)
{
    const auto text = [&](const char* key) { return std::string{value[key].text()}; };
    PluginReport::Plugin plugin{text("id"), text("version"), text("state"), text("reason"), text("since"), {}, {}};
    for (const auto& id : value["depends"].items()) plugin.depends.emplace_back(id.text());
    for (const auto& setting : value["missing"].items())
        plugin.missing.push_back({std::string{setting["key"].text()}, std::string{setting["type"].text()}, std::string{setting["example"].text()}});
    return plugin;
}

} // namespace

const PluginReport::Plugin* PluginReport::find(const std::string& id) const noexcept
{
    for (const auto& plugin : plugins)
        if (plugin.id == id) return &plugin;
    return nullptr;
}

std::filesystem::path report_file(const std::filesystem::path& data) { return data / "plugins" / "status.json"; }

void write_report(const std::filesystem::path& data, const PluginReport& report)
{
    auto plugins = Value::list();
    for (const auto& plugin : report.plugins) plugins.push(to_value(plugin));
    const Value all{{"pid", report.pid},     {"safe_mode", report.safe_mode}, {"file", report.file},
                    {"round", report.round}, {"error", report.error},         {"plugins", std::move(plugins)}};
    std::filesystem::create_directories(report_file(data).parent_path());
    base::write_file(report_file(data), to_json(all) + "\n");
}

std::optional<PluginReport> read_report(const std::filesystem::path& data)
{
    if (!std::filesystem::exists(report_file(data))) return std::nullopt;
    const auto read = from_json(base::read_file(report_file(data)));
    if (!read || !read->is_map()) return std::nullopt;
    const auto& value = *read;
    PluginReport report{.pid = static_cast<int>(value["pid"].integer()),
                        .safe_mode = value["safe_mode"].boolean(),
                        .file = std::string{value["file"].text()},
                        .round = value["round"].integer(),
                        .error = std::string{value["error"].text()}};
    for (const auto& plugin : value["plugins"].items()) report.plugins.push_back(from_value(plugin));
    return report;
}

bool shop_runs(const std::filesystem::path& data)
{
    const int file = ::open((data / "hurtrock.lock").c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (file < 0) return false;
    const bool held = ::flock(file, LOCK_SH | LOCK_NB) != 0;
    ::close(file);
    return held;
}

/// FNV-1a, 64 bit (Fowler, Noll, Vo).
std::string fingerprint_of(const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file)) return "none";
    std::uint64_t hash = 14695981039346656037ull;
    for (const unsigned char c : base::read_file(file)) hash = (hash ^ c) * 1099511628211ull;
    char digits[17];
    std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
    return digits;
}

} // namespace hurtrock::app
