#include "quarantine.hpp"

#include "core/base/files.hpp"

#include <hurtrock/json.hpp>

#include <map>

namespace hurtrock::plugins {
namespace {

using std::chrono::sys_seconds;

/// {plugin: {reason, released_s}}; an empty reason: released. A damaged file is an empty one.
Value load(const std::filesystem::path& file)
{
    if (!std::filesystem::exists(file)) return Value::map();
    const auto read = from_json(base::read_file(file));
    return read && read->is_map() ? *read : Value::map();
}

void save(const std::filesystem::path& file, const Value& all)
{
    std::filesystem::create_directories(file.parent_path());
    base::write_file(file, to_json(all) + "\n");
}

} // namespace

std::vector<std::string> Quarantine::judge(const std::vector<Crash>& crashes, sys_seconds now)
{
    const std::lock_guard lock{mutex_};
    auto all = load(file_);
    std::map<std::string, std::vector<const Crash*>> guilty;
    for (const auto& crash : crashes) {
        const sys_seconds released{std::chrono::seconds{all[crash.plugin]["released_s"].integer(0)}};
        if (!crash.plugin.empty() && crash.at + within >= now && crash.at >= released) guilty[crash.plugin].push_back(&crash);
    }
    std::vector<std::string> found;
    for (const auto& [plugin, its] : guilty) {
        if (its.size() < crashes_max || !all[plugin]["reason"].text().empty()) continue;
        all.set(plugin, {{"reason", "crashed the shop " + std::to_string(its.size()) + " times within a minute (" + its.back()->how +
                                        "); switch it on again to give it another chance"}});
        found.push_back(plugin);
    }
    if (!found.empty()) save(file_, all);
    return found;
}

std::optional<std::string> Quarantine::reason(const std::string& plugin) const
{
    const std::lock_guard lock{mutex_};
    const auto all = load(file_);
    const auto reason = all[plugin]["reason"].text();
    return reason.empty() ? std::nullopt : std::optional{std::string{reason}};
}

bool Quarantine::release(const std::string& plugin, sys_seconds now)
{
    const std::lock_guard lock{mutex_};
    auto all = load(file_);
    if (all[plugin]["reason"].text().empty()) return false;
    all.set(plugin, {{"reason", ""}, {"released_s", now.time_since_epoch().count()}});
    save(file_, all);
    return true;
}

} // namespace hurtrock::plugins
