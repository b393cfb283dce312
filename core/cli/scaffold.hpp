#pragma once
/// `hurtrock new plugin NAME`: a plugin to begin with, copied from one that is itself compiled and tested. The folders of
/// sdk/scaffold are the kinds there are; `--KIND` chooses another than the plain one.

#include <string>
#include <vector>

namespace hurtrock::cli {

inline constexpr const char* plain_kind = "plain";

/// The others, sorted.
std::vector<std::string> scaffold_kinds();

/// Writes plugins/NAME when the current folder lies in Hurtrock's source tree, else ./NAME, and prints what to do next.
/// Refuses (exit code 1) a name that cannot be a plugin's id and a folder that exists.
int new_plugin(const std::string& name, const std::string& kind);

} // namespace hurtrock::cli
