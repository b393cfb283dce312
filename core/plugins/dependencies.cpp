#include "dependencies.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::plugins {
namespace {

Version sdk_version() { return {static_cast<int>(sdk_version_major), static_cast<int>(sdk_version_minor), 0}; }

bool needs(const Manifest& manifest, const std::string& id)
{
    for (const auto& dependency : manifest.depends)
        if (dependency.id == id) return true;
    return false;
}

} // namespace

StartOrder start_order(const Manifests& manifests, const std::function<bool(const std::string&)>& wanted)
{
    StartOrder order;
    std::set<std::string> done, open;
    const auto visit = [&](auto&& self, const std::string& id) -> bool {
        if (done.contains(id)) return !order.circular.contains(id);
        const auto found = manifests.find(id);
        if (found == manifests.end() || !wanted(id)) return true;
        if (!open.insert(id).second) return false;
        bool sound = true;
        for (const auto& dependency : found->second.depends) sound = self(self, dependency.id) && sound;
        for (const auto& other : found->second.uses) self(self, other);
        done.insert(id);
        if (sound)
            order.ids.push_back(id);
        else
            order.circular.insert(id);
        return sound;
    };
    for (const auto& [id, manifest] : manifests) visit(visit, id);
    return order;
}

std::string missing_dependency(const Manifest& manifest, const Manifests& running)
{
    if (!satisfies(sdk_version(), manifest.sdk_range).value_or(false))
        return "needs SDK " + manifest.sdk_range + "; this is SDK " + sdk_version().text();
    for (const auto& dependency : manifest.depends) {
        const auto found = running.find(dependency.id);
        if (found == running.end()) return "needs plugin " + dependency.id + ", which is not running; enable it first";
        const auto& version = found->second.version;
        if (!satisfies(version, dependency.range).value_or(false))
            return "needs " + dependency.id + " " + dependency.range + "; installed is " + version.text();
    }
    return {};
}

std::set<std::string> dependents_of(const Manifests& manifests, const std::string& id)
{
    std::set<std::string> found;
    std::vector<std::string> open{id};
    while (!open.empty()) {
        const auto needed = open.back();
        open.pop_back();
        for (const auto& [other, manifest] : manifests)
            if (other != id && needs(manifest, needed) && found.insert(other).second) open.push_back(other);
    }
    return found;
}

std::string names_with_versions(const Manifests& manifests, const std::set<std::string>& ids)
{
    std::string text;
    std::size_t left = ids.size();
    for (const auto& id : ids) {
        const auto found = manifests.find(id);
        text += id + (found == manifests.end() ? "" : " " + found->second.version.text());
        --left;
        text += left > 1 ? ", " : left == 1 ? " and " : "";
    }
    return text;
}

} // namespace hurtrock::plugins
