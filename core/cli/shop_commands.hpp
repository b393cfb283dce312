#pragma once
/// Commands that work on the shop's database, whether the shop is running or not. Each prints to the terminal and answers an
/// exit code; throws what the program reports.

#include <string>
#include <vector>

namespace hurtrock::cli {

int migrate(bool dry_run);
int database_url();
int create_user(const std::string& email, const std::string& password, const std::string& role, const std::string& name);
int reset_password(const std::string& email, const std::string& password);
int list_plugins();
int list_commands();
/// "seed demo", "import FILE --dry-run": the longest run of words that names a plugin's command, the rest are its arguments.
int run_plugin_command(const std::vector<std::string>& words);

} // namespace hurtrock::cli
