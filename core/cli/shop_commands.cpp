#include "shop_commands.hpp"

#include "plugin_switch.hpp"
#include "booted.hpp"
#include "terminal.hpp"

#include "core/auth/user_commands.hpp"
#include "core/base/suggest.hpp"
#include "core/plugins/guard.hpp"

#include <iostream>

namespace hurtrock::cli {
namespace {

int report(const Booted& booted, const Problem& problem)
{
    std::cerr << "hurtrock: " << booted.application.translate("en", problem.code, problem.arguments) << '\n';
    return 1;
}

std::string joined(const std::vector<std::string>& words, std::size_t count)
{
    std::string text;
    for (std::size_t i = 0; i < count; ++i) text += (i ? " " : "") + words[i];
    return text;
}

} // namespace

int migrate(bool dry_run)
{
    const auto layout = app::Layout::find();
    const auto config = config::load_server_config(layout.server_file());
    app::DatabaseAccess database{layout, config};
    db::Migrations migrations{database.url(), {.log = [](const std::string& line) { std::cout << line << std::endl; }}}; // seen at once, also through a pipe
    const auto owners = app::migration_owners(layout);
    if (dry_run) {
        const auto plan = migrations.plan(owners);
        std::cout << (plan.empty() ? "Nothing to do: the database is up to date.\n" : plan);
        return 0;
    }
    const auto applied = migrations.run(owners);
    std::cout << (applied.empty() ? "Nothing to do: the database is up to date." : std::to_string(applied.size()) + " migrations applied.") << '\n';
    return 0;
}

int database_url()
{
    const auto layout = app::Layout::find();
    const auto config = config::load_server_config(layout.server_file());
    app::DatabaseAccess database{layout, config};
    std::cout << database.url() << '\n';
    return 0;
}

int create_user(const std::string& email, const std::string& password, const std::string& role, const std::string& name)
{
    Booted booted;
    auto& application = booted.application;
    const auto created = auth::create_user(application.database(), application.accounts(), application.roles(),
                                           {.email = email, .password = password, .role = role, .name = name});
    if (!created) return report(booted, created.problem());
    std::cout << created->user.email << " created as " << role << '\n';
    if (password.empty()) std::cout << "password: " << created->password << "   (shown once)\n";
    return 0;
}

int reset_password(const std::string& email, const std::string& password)
{
    Booted booted;
    auto& application = booted.application;
    const auto whose = email.empty() ? std::string{app::default_admin_email} : email;
    const auto set = auth::reset_password(application.database(), application.accounts(), whose, password);
    if (!set) return report(booted, set.problem());
    std::cout << whose << (password.empty() ? ": new password " + *set + "   (shown once)" : ": password set") << '\n';
    return 0;
}

int list_plugins()
{
    if (list_running_plugins()) return 0;
    Booted booted;
    for (const auto& status : booted.application.plugins().status()) {
        std::printf("%-16s %-8s %-11s %s\n", status.id.c_str(), status.version.c_str(), std::string{plugins::name_of(status.state)}.c_str(),
                    status.reason.c_str());
    }
    return 0;
}

int list_commands()
{
    Booted booted;
    for (const auto& [owner, command] : booted.application.registry().get()->commands())
        std::printf("%-14s %s   (%s)\n", command->name.c_str(), command->summary.c_str(), owner->c_str());
    return 0;
}

int run_plugin_command(const std::vector<std::string>& words)
{
    Booted booted;
    const auto registry = booted.application.registry().get();
    StandardTerminal terminal;
    std::vector<std::string> known;
    for (const auto& [owner, command] : registry->commands()) known.push_back(command->name);
    for (std::size_t length = std::min<std::size_t>(2, words.size()); length > 0; --length) {
        const auto name = joined(words, length);
        const std::vector<std::string> arguments{words.begin() + static_cast<std::ptrdiff_t>(length), words.end()};
        int outcome = -1;
        for (const auto& [owner, command] : registry->commands()) {
            if (command->name != name) continue;
            if (std::find(arguments.begin(), arguments.end(), "--help") != arguments.end()) {
                std::cout << "hurtrock " << command->name << " " << command->usage << "\n" << command->summary << '\n';
                return 0;
            }
            const plugins::Unhurried unhurried;
            outcome = plugins::watched(*owner, [&] { return command->run(arguments, terminal); });
            if (outcome != 0) return outcome;
        }
        if (outcome == 0) return 0;
    }
    known.insert(known.end(), {"serve", "migrate", "user", "plugin", "commands", "database"});
    std::cerr << "hurtrock: unknown command \"" << words.front() << '"' << base::did_you_mean(words.front(), known)
              << " (`hurtrock --help` and `hurtrock commands` list them)\n";
    return 2;
}

} // namespace hurtrock::cli
