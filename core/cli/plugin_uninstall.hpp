#pragma once
/// `hurtrock plugin uninstall`: what becomes of the data of a plugin that is off for good.

#include <string>

namespace hurtrock::cli {

struct UninstallWanted {
    std::string id;
    bool keep{false};
    bool drop{false};
    /// Do not ask.
    bool yes{false};
};

/// Refuses (exit code 1) while the plugin is on or another one that is on needs it. Without keep or drop it shows what
/// there is.
int uninstall_plugin(const UninstallWanted& wanted);

} // namespace hurtrock::cli
