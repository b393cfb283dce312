#pragma once
/// `hurtrock plugin list|enable|disable`: edits config/plugins.yaml, then tells what the running shop made of it. Needs no
/// database and starts no plugin while a shop runs.

#include <string>

namespace hurtrock::cli {

struct PluginSwitch {
    std::string id;
    bool enable{true};
    /// When disabling: those that need it too.
    bool with_dependents{false};
};

/// 0: done. 1: refused or failed; the file is as it was.
int switch_plugin(const PluginSwitch& wanted);

/// Prints the running shop's list; false when none runs.
bool list_running_plugins();

} // namespace hurtrock::cli
