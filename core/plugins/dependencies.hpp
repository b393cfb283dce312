#pragma once
/// Who needs whom, worked out of manifests alone.

#include "manifest.hpp"

#include <functional>
#include <map>
#include <set>

namespace hurtrock::plugins {

using Manifests = std::map<std::string, Manifest>;

struct StartOrder {
    std::vector<std::string> ids;
    /// Need themselves through others; they cannot start.
    std::set<std::string> circular;
};
/// What is needed or used comes first; otherwise by id, so that the order is the same on every start. Plugins that `wanted`
/// refuses are left out.
StartOrder start_order(const Manifests& manifests, const std::function<bool(const std::string&)>& wanted);

/// Why a plugin cannot run beside those that do, or nothing. `running`: their manifests, by id.
std::string missing_dependency(const Manifest& manifest, const Manifests& running);

/// Everything among `manifests` that needs the plugin, directly or through others.
std::set<std::string> dependents_of(const Manifests& manifests, const std::string& id);

/// "mail 1.0.0 and chat 1.0.0", "a 1.0.0, b 1.0.0 and c 1.0.0".
std::string names_with_versions(const Manifests& manifests, const std::set<std::string>& ids);

} // namespace hurtrock::plugins
