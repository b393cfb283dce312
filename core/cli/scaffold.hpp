#pragma once
/// `hurtrock new plugin NAME`: a plugin to begin with, copied from one that is itself compiled and tested (sdk/scaffold).

#include <string>

namespace hurtrock::cli {

/// Writes plugins/NAME when the current folder lies in Hurtrock's source tree, else ./NAME, and prints what to do next.
/// Refuses (exit code 1) a name that cannot be a plugin's id and a folder that exists.
int new_plugin(const std::string& name);

} // namespace hurtrock::cli
