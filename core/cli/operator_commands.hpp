#pragma once
/// Commands for whoever runs the shop or writes its theme. Each prints and answers an exit code.

#include <string>

namespace hurtrock::cli {

int list_themes();
int use_theme(const std::string& id);
/// 1 when there are problems.
int check_theme(const std::string& id);
/// What is well and what is not: database, plugins, mail, background work, disk. 1 when something needs attention.
int doctor();

} // namespace hurtrock::cli
