#pragma once
/// `hurtrock plugin check`: what an author would otherwise learn one start at a time. Nothing of the plugin runs.

#include <string>

namespace hurtrock::cli {

/// `given` is a plugin's folder (as built or as written) or its library. Prints "file:line: what is wrong and what to do" for
/// each problem, and each check by name with its outcome. Answers 0 without problems, 1 with some, 2 when there is no plugin.
int check_plugin(const std::string& given, bool with_database);

} // namespace hurtrock::cli
