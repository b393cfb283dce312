#include "plugin_status.hpp"

namespace hurtrock::plugins {

std::string_view name_of(PluginState state) noexcept
{
    switch (state) {
    case PluginState::disabled: return "disabled";
    case PluginState::enabled: return "enabled";
    case PluginState::failed: return "failed";
    case PluginState::unknown: return "unknown";
    case PluginState::quarantined: return "quarantined";
    }
    return "";
}

} // namespace hurtrock::plugins
