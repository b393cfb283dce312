#pragma once
/// plugin.yaml: who a plugin is, what it needs, what may be set and what may be permitted.

#include "version.hpp"

#include "core/net/host_rules.hpp"

#include <hurtrock/value.hpp>

#include <filesystem>
#include <vector>

namespace hurtrock::plugins {

/// a to z, 0 to 9 and '-', at most 40, a letter first.
bool is_plugin_id(std::string_view id) noexcept;

struct Dependency {
    std::string id;
    std::string range;
};

struct Manifest {
    std::string id;
    Version version;
    std::string sdk_range;
    /// {en, id}
    Value name;
    Value description;
    /// Must be enabled, and start before this one.
    std::vector<Dependency> depends;
    /// Start before this one when they are enabled.
    std::vector<std::string> uses;
    /// {"plugin.noun.verb": {en, id}}
    Value permissions;
    /// The schema, as core/settings reads it.
    Value settings;
    /// The hosts it may call.
    std::vector<net::HostRule> network;
    std::filesystem::path folder;

    std::filesystem::path library() const { return folder / (id + ".so"); }

    /// Reads folder/plugin.yaml. Throws config::ConfigError with line and column.
    static Manifest load(const std::filesystem::path& folder);
};

} // namespace hurtrock::plugins
