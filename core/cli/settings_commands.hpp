#pragma once
/// `hurtrock settings`: what admin's settings pages do, for whoever has no browser at hand. A running shop follows
/// within a second.

#include <string>

namespace hurtrock::cli {

struct SettingsWanted {
    std::string plugin;
    /// Empty: list all.
    std::string key{};
    std::string value{};
    bool value_given{false};
    bool unset{false};
};

/// Lists, shows or saves. A secret's value is asked for (or read from a pipe), never taken from the command line, where
/// the shell's history and the list of processes would keep it. Exit code 1 when refused; nothing is changed then.
int settings_command(const SettingsWanted& wanted);

} // namespace hurtrock::cli
