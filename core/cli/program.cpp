#include "program.hpp"

#include "operator_commands.hpp"
#include "plugin_check.hpp"
#include "plugin_switch.hpp"
#include "plugin_uninstall.hpp"
#include "scaffold.hpp"
#include "settings_commands.hpp"
#include "shop_commands.hpp"

#include "core/app/serve.hpp"
#include "core/config/yaml_file.hpp"

#include <CLI/CLI.hpp>

#include <iostream>
#include <map>

namespace hurtrock::cli {
namespace {

constexpr int exit_failed = 1;
constexpr int exit_configuration = 78;

/// One CLI11 tree; each command leaves what to do in `action`.
struct Program {
    CLI::App app{"Hurtrock, a shop whose every feature is a plugin."};
    std::function<int()> action;
    app::ServeOptions serve;
    std::string data, email, password, role{"customer"}, name, plugin, folder;
    bool dry_run{false}, with_dependents{false}, no_database{false};
    std::map<std::string, bool> kinds;
    UninstallWanted uninstall;
    SettingsWanted settings;

    Program()
    {
        app.set_version_flag("--version", "hurtrock 0.1.0");
        app.require_subcommand(0, 1);
        app.allow_extras();
        app.footer("Plugins add commands of their own (import, export, seed demo …): `hurtrock commands` lists them.");
        app.add_option("--data", data, "Data folder (HURTROCK_DATA_DIR)");
        add_serve();
        add_database_commands();
        add_user_commands();
        add_plugin_commands();
        add_settings();
        add_author_commands();
        add_theme_commands();
        command(&app, "doctor", "Say what is well and what needs attention")->callback([this] { action = doctor; });
        app.add_subcommand("commands", "List the commands that plugins add")->callback([this] { action = list_commands; });
    }

    void add_author_commands()
    {
        auto* check = app.get_subcommand("plugin")->add_subcommand("check", "Look for mistakes in a plugin, without running it");
        check->add_option("FOLDER", folder, "The plugin's folder or its library")->required();
        check->add_flag("--no-database", no_database, "Try neither migrations nor statements on a PostgreSQL of their own");
        check->callback([this] { action = [this] { return check_plugin(folder, !no_database); }; });
        auto* made = app.add_subcommand("new", "Something to begin with");
        made->require_subcommand(1);
        auto* plugin_command = made->add_subcommand("plugin", "A plugin with a page, a table, texts in two languages and a test");
        plugin_command->add_option("NAME", plugin, "a to z, 0 to 9 and '-': guest-book")->required();
        for (const auto& kind : scaffold_kinds()) plugin_command->add_flag("--" + kind, kinds[kind], "One that brings a way of " + kind);
        plugin_command->callback([this] { action = [this] { return make_plugin(); }; });
    }

    int make_plugin() const
    {
        std::string chosen = plain_kind;
        for (const auto& [kind, wanted] : kinds) {
            if (wanted && chosen != plain_kind) throw std::runtime_error{"a plugin begins as one of --" + chosen + " and --" + kind};
            if (wanted) chosen = kind;
        }
        return new_plugin(plugin, chosen);
    }

    CLI::App* command(CLI::App* parent, const char* command_name, const char* summary)
    {
        auto* made = parent->add_subcommand(command_name, summary);
        made->add_option("--data", data, "Data folder (HURTROCK_DATA_DIR)");
        return made;
    }

    void add_serve()
    {
        auto* made = command(&app, "serve", "Run the shop until Ctrl+C");
        made->add_option("--port", serve.port, "Port to listen on (HURTROCK_PORT)")->check(CLI::Range(0, 65535));
        made->add_flag("--demo", serve.demo, "Fill an empty shop with the demo");
        made->add_flag("--safe-mode", serve.safe_mode, "Start without plugins, to repair things in admin");
        made->add_flag("--worker", serve.worker, "")->group("");
        made->callback([this] { action = [this] { return app::serve(serve); }; });
    }

    void add_database_commands()
    {
        auto* migrate_command = command(&app, "migrate", "Bring the database up to date");
        migrate_command->add_flag("--dry-run", dry_run, "Show the SQL instead of running it");
        migrate_command->callback([this] { action = [this] { return migrate(dry_run); }; });
        auto* database = command(&app, "database", "The shop's database");
        database->require_subcommand(1);
        command(database, "url", "Print how to connect, for psql and backups")->callback([this] { action = database_url; });
    }

    void add_user_commands()
    {
        auto* user = command(&app, "user", "People and their passwords");
        user->require_subcommand(1);
        auto* create = command(user, "create", "Create a user");
        create->add_option("--email", email)->required();
        create->add_option("--password", password, "Generated and printed when left out");
        create->add_option("--role", role)->check(CLI::IsMember({"admin", "staff", "customer"}));
        create->add_option("--name", name);
        create->callback([this] { action = [this] { return create_user(email, password, role, name); }; });
        auto* reset = command(user, "password", "Set a new password");
        reset->add_option("--email", email, "The administrator's when left out");
        reset->add_option("--password", password, "Generated and printed when left out");
        reset->callback([this] { action = [this] { return reset_password(email, password); }; });
    }

    void add_settings()
    {
        auto* made = command(&app, "settings", "What a plugin is set to: list, show, change");
        made->add_option("PLUGIN", settings.plugin)->required();
        made->add_option("KEY", settings.key, "A secret's value is asked for, or read from a pipe");
        auto* value = made->add_option("VALUE", settings.value, "The new value; not for secrets");
        made->add_flag("--unset", settings.unset, "Back to what the plugin was delivered with")->excludes(value);
        made->callback([this, value] {
            settings.value_given = value->count() > 0;
            action = [this] { return settings_command(settings); };
        });
    }

    void add_theme_commands()
    {
        auto* group = command(&app, "theme", "Themes of this shop");
        group->require_subcommand(1);
        command(group, "list", "Themes, and which one is used")->callback([this] { action = list_themes; });
        auto* use = command(group, "use", "Take a theme into use");
        use->add_option("THEME", name)->required();
        use->callback([this] { action = [this] { return use_theme(name); }; });
        auto* check = command(group, "check", "Compile a theme's templates and look for what hurts visitors");
        check->add_option("THEME", name)->required();
        check->callback([this] { action = [this] { return check_theme(name); }; });
    }

    void add_plugin_commands()
    {
        auto* group = command(&app, "plugin", "Plugins of this shop");
        group->require_subcommand(1);
        command(group, "list", "What runs, what does not, and why")->callback([this] { action = list_plugins; });
        for (const bool enable : {true, false}) {
            auto* made = command(group, enable ? "enable" : "disable", enable ? "Switch a plugin on" : "Switch a plugin off");
            made->add_option("PLUGIN", plugin)->required();
            if (!enable) made->add_flag("--with-dependents", with_dependents, "Those that need it too");
            made->callback([this, enable] { action = [this, enable] { return switch_plugin({plugin, enable, with_dependents}); }; });
        }
        auto* uninstalled = command(group, "uninstall", "Decide what becomes of the data of a plugin that is off");
        uninstalled->add_option("PLUGIN", uninstall.id)->required();
        uninstalled->add_flag("--keep-data", uninstall.keep, "Its tables and settings stay for the day it comes back");
        uninstalled->add_flag("--drop-data", uninstall.drop, "Delete them; nothing but a backup undoes this");
        uninstalled->add_flag("--yes", uninstall.yes, "Do not ask");
        uninstalled->callback([this] { action = [this] { return uninstall_plugin(uninstall); }; });
    }
};

} // namespace

int run(int argc, char** argv)
{
    Program program;
    try {
        program.app.parse(argc, argv);
        if (!program.data.empty()) ::setenv("HURTROCK_DATA_DIR", program.data.c_str(), 1);
        if (program.action) return program.action();
        const auto words = program.app.remaining();
        if (!words.empty()) return run_plugin_command(words);
        std::cout << program.app.help();
        return 0;
    } catch (const CLI::ParseError& error) {
        return program.app.exit(error) == 0 ? 0 : 2;
    } catch (const config::ConfigError& error) {
        std::cerr << "hurtrock: " << error.what() << '\n';
        return exit_configuration;
    } catch (const std::exception& error) {
        std::cerr << "hurtrock: " << error.what() << '\n';
        return exit_failed;
    }
}

} // namespace hurtrock::cli
