#include "settings_commands.hpp"

#include "core/app/database_access.hpp"
#include "core/app/layout.hpp"
#include "core/audit/audit_log.hpp"
#include "core/auth/server_secret.hpp"
#include "core/base/suggest.hpp"
#include "core/base/system_clock.hpp"
#include "core/config/plugins_file.hpp"
#include "core/db/database_host.hpp"
#include "core/plugins/shelf.hpp"
#include "core/settings/settings_store.hpp"
#include "core/view/locales.hpp"

#include <algorithm>
#include <iostream>

#include <termios.h>
#include <unistd.h>

namespace hurtrock::cli {
namespace {

constexpr std::size_t connections = 2;

/// The settings of one plugin, running or not; no plugin is started for it.
class Desk {
public:
    explicit Desk(const std::string& id) : file_{config::PluginsFile::load(layout_.plugins_file())}
    {
        plugins::Shelf shelf{layout_.plugin_folders()};
        shelf.look();
        const auto* manifest = shelf.find(id);
        if (!manifest) throw std::runtime_error{"unknown plugin \"" + id + '"' + base::did_you_mean(id, shelf.ids())};
        auto schema = settings::Schema::parse(manifest->settings);
        if (!schema) throw std::runtime_error{id + ": " + std::string{schema.problem().arguments["reason"].text()}};
        search_path_.set({{}, {{id, manifest->folder}}, layout_.core, layout_.web});
        settings::Pins pins;
        if (const auto* choice = file_.find(id))
            for (const auto& [key, value] : choice->settings.entries())
                pins[key] = {value, file_.place(id + "/settings/" + key)};
        for (const auto& refused : store_.declare(id, std::move(*schema), std::move(pins)))
            std::cerr << refused.arguments["place"].text() << ": " << sentence(refused) << '\n';
    }

    std::shared_ptr<const settings::Snapshot> snapshot(const std::string& id) const { return store_.snapshot(id); }
    std::string sentence(const Problem& problem) const
    {
        return locales_.translate("en", problem.code, problem.arguments);
    }

    Result<settings::Changes> save(const std::string& id, const std::string& key, const Value& value)
    {
        audit::AuditLog audit{clock_};
        return database_.transaction("core.save_setting", [&](Transaction& tx) -> Result<settings::Changes> {
            auto changes = store_.save_one(tx, id, key, value, "command line");
            if (changes && !changes->after.empty())
                audit.write(tx, {.name = "command line"}, "settings.change", "plugin " + id, changes->before,
                            changes->after);
            return changes;
        });
    }

private:
    static db::PoolOptions pool(const std::string& url)
    {
        db::PoolOptions options;
        options.session.connection = url;
        options.size = connections;
        return options;
    }

    app::Layout layout_{app::Layout::find()};
    config::ServerConfig config_{config::load_server_config(layout_.server_file())};
    config::PluginsFile file_;
    app::DatabaseAccess access_{layout_, config_};
    db::DatabaseHost database_{pool(access_.url()), {}};
    base::SystemClock clock_;
    log::LogHost log_{"settings"};
    auth::ServerSecret secret_{auth::ServerSecret::load(config_.session_secret, layout_.data / "secret")};
    settings::SettingsStore store_{database_, clock_, log_, secret_.key("settings")};
    view::SearchPathSlot search_path_;
    view::Locales locales_{search_path_};
};

std::string text_of(const settings::Field& field, const Value& value)
{
    if (field.type == settings::Type::secret) return value.text().empty() ? "(not set)" : "(set)";
    if (value.is_null() || (value.is_text() && value.text().empty())) return "(not set)";
    if (value.kind() == Value::Kind::boolean) return value.boolean() ? "on" : "off";
    return value.kind() == Value::Kind::integer ? std::to_string(value.integer()) : std::string{value.text()};
}

/// Where the value comes from, and whether somebody waits for it.
std::string note_of(const settings::Snapshot& snapshot, const settings::Field& field)
{
    if (const auto pin = snapshot.pins.find(field.key); pin != snapshot.pins.end())
        return "fixed in " + pin->second.place;
    if (!snapshot.schema.applies(field, snapshot.values)) return "does not matter with the other settings as they are";
    const auto missing = snapshot.missing();
    if (std::find(missing.begin(), missing.end(), field.key) != missing.end())
        return field.example.empty() ? "required" : "required, e.g. " + field.example;
    if (std::find(snapshot.unreadable.begin(), snapshot.unreadable.end(), field.key) != snapshot.unreadable.end())
        return "stored under another server secret; set it again";
    return snapshot.values.at(field.key) == field.fallback ? "as delivered" : "";
}

int list(const settings::Snapshot& snapshot, const std::string& plugin)
{
    if (snapshot.schema.fields().empty()) std::cout << plugin << " has no settings.\n";
    for (const auto& field : snapshot.schema.fields())
        std::printf("%-24s %-9s %-28s %s\n", field.key.c_str(), settings::name_of(field.type),
                    text_of(field, snapshot.values.at(field.key)).c_str(), note_of(snapshot, field).c_str());
    return 0;
}

/// One line from the terminal, unseen, or from a pipe.
std::string read_secret(const std::string& prompt)
{
    const bool terminal = ::isatty(STDIN_FILENO) == 1;
    termios before{};
    if (terminal && ::tcgetattr(STDIN_FILENO, &before) == 0) {
        auto unseen = before;
        unseen.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        std::cerr << prompt << std::flush;
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &unseen);
    }
    std::string line;
    std::getline(std::cin, line);
    if (terminal) {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
        std::cerr << '\n';
    }
    return line;
}

int refuse(const std::string& why)
{
    std::cerr << "hurtrock: " << why << '\n';
    return 1;
}

int save(Desk& desk, const SettingsWanted& wanted, const Value& value)
{
    const auto changes = desk.save(wanted.plugin, wanted.key, value);
    if (!changes) return refuse(wanted.plugin + "." + wanted.key + ": " + desk.sentence(changes.problem()));
    const auto snapshot = desk.snapshot(wanted.plugin);
    const auto& field = *snapshot->schema.find(wanted.key);
    std::cout << wanted.plugin << "." << wanted.key << (changes->after.empty() ? " was already " : " is now ")
              << text_of(field, snapshot->values.at(wanted.key)) << '\n';
    for (const auto& key : snapshot->missing())
        std::cout << "still missing: " << key << '\n';
    return 0;
}

} // namespace

int settings_command(const SettingsWanted& wanted)
{
    log::setup(log::Level::warning, log::Format::automatic);
    Desk desk{wanted.plugin};
    const auto snapshot = desk.snapshot(wanted.plugin);
    if (wanted.key.empty()) return list(*snapshot, wanted.plugin);

    const auto* field = snapshot->schema.find(wanted.key);
    std::vector<std::string> keys;
    for (const auto& known : snapshot->schema.fields())
        keys.push_back(known.key);
    if (!field)
        return refuse(wanted.plugin + " has no setting \"" + wanted.key + '"' + base::did_you_mean(wanted.key, keys));
    const bool secret = field->type == settings::Type::secret;
    if (wanted.unset) return save(desk, wanted, field->fallback);
    if (secret && wanted.value_given)
        return refuse(wanted.key + " is a secret: leave the value out and it is asked for, or pipe it in; here it "
                                   "would stay in the shell's history");
    if (wanted.value_given) return save(desk, wanted, wanted.value);
    if (!secret) {
        std::cout << text_of(*field, snapshot->values.at(wanted.key)) << '\n';
        return 0;
    }
    const auto value = read_secret(wanted.plugin + "." + wanted.key + ": ");
    if (value.empty()) return refuse("nothing was entered; " + wanted.key + " stays as it is");
    return save(desk, wanted, value);
}

} // namespace hurtrock::cli
