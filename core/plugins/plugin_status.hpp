#pragma once
/// What became of each plugin, as log, admin and commands show it.

#include "manifest.hpp"

#include <hurtrock/clock.hpp>

#include <cstdint>

namespace hurtrock::plugins {

enum class PluginState {
    disabled,
    enabled,
    failed,      ///< asked for, but cannot run; the reason says why
    unknown,     ///< named in plugins.yaml, but not on disk
    quarantined, ///< asked for, but it crashed the shop again and again
};
std::string_view name_of(PluginState state) noexcept;

struct PluginStatus {
    std::string id;
    std::string version{};
    PluginState state{PluginState::disabled};
    /// Why it failed, or why it is not as plugins.yaml says, in words an owner understands; empty otherwise.
    std::string reason{};
    Value name{};
    Value description{};
    std::vector<Dependency> depends{};
    /// When this state began.
    Time since{};
    /// Grows with every attempt to bring a plugin into another state, failed ones included.
    std::uint64_t revision{0};
};

} // namespace hurtrock::plugins
