#pragma once
/// `hurtrock plugin check`: what an author would otherwise learn one start at a time. Needs no database.

#include <string>

namespace hurtrock::cli {

/// `given` is a plugin's folder (as built or as written) or its library. Prints "file:line: what is wrong and what to do" for
/// each problem; answers 1 when there is one.
int check_plugin(const std::string& given);

} // namespace hurtrock::cli
