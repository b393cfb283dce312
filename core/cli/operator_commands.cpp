#include "operator_commands.hpp"

#include "booted.hpp"

#include "core/db/errors.hpp"
#include "core/events/repository.hpp"
#include "core/jobs/repository.hpp"
#include "core/themes/theme_check.hpp"
#include "core/themes/themes_host.hpp"

#include <cstdio>
#include <iostream>

namespace hurtrock::cli {
namespace {

const Query server_version{"core.server_version", "SELECT current_setting('server_version') AS version"};

/// One line a subject; remembers whether anything needs attention.
class Findings {
public:
    void say(const char* subject, const std::string& line, bool well)
    {
        std::printf("%-10s %s%s\n", subject, well ? "" : "! ", line.c_str());
        all_well_ = all_well_ && well;
    }
    bool all_well() const noexcept { return all_well_; }

private:
    bool all_well_{true};
};

void examine_database(Booted& booted, Findings& findings)
{
    const auto version = std::string{booted.application.database().run(server_version).front().text("version")};
    db::Migrations migrations{booted.database.url()};
    const auto pending = migrations.pending(app::migration_owners(booted.layout));
    findings.say("database", "PostgreSQL " + version + " · " + (pending.empty() ? "migrations current" : std::to_string(pending.size()) + " migrations to run (hurtrock migrate)"),
                 pending.empty());
}

/// Every statement the core and the running plugins may ever send is prepared once, and thrown away.
void examine_statements(Booted& booted, Findings& findings)
{
    auto queries = booted.application.plugins().queries();
    for (const auto* query = Query::head(); query; query = query->next()) queries.push_back(query);
    std::size_t wrong = 0;
    for (const auto* query : queries) {
        try {
            booted.application.database().check(*query);
        } catch (const db::ConnectionLost&) {
            throw;
        } catch (const DatabaseError& error) {
            ++wrong;
            findings.say("statements", error.what(), false);
        }
    }
    if (wrong == 0) findings.say("statements", "all " + std::to_string(queries.size()) + " can be prepared", true);
}

void examine_plugins(Booted& booted, Findings& findings)
{
    std::size_t enabled = 0, disabled = 0;
    const auto all = booted.application.plugins().status();
    for (const auto& status : all) {
        enabled += status.state == plugins::PluginState::enabled ? 1 : 0;
        disabled += status.state == plugins::PluginState::disabled ? 1 : 0;
    }
    findings.say("plugins", std::to_string(enabled) + " enabled, " + std::to_string(disabled) + " disabled, " +
                                std::to_string(all.size() - enabled - disabled) + " with problems",
                 enabled + disabled == all.size());
    for (const auto& status : all)
        if (!status.reason.empty()) findings.say("", status.id + ": " + status.reason, false);
}

void examine_work(Booted& booted, Findings& findings)
{
    auto& database = booted.application.database();
    const auto letters = events::repository::count_dead(database) + jobs::repository::count_dead(database);
    findings.say("work", letters == 0 ? "no event or job was given up" : std::to_string(letters) + " events or jobs were given up; see /admin/jobs", letters == 0);
    const auto failed = booted.application.mail().count(database, mail::State::failed);
    const auto where = booted.config.smtp_url.empty() ? std::string{"kept for /admin/mail (no SMTP server is set)"} : std::string{"sent by SMTP"};
    findings.say("mail", where + (failed == 0 ? "" : " · " + std::to_string(failed) + " could not be sent"), failed == 0);
}

void examine_disk(const Booted& booted, Findings& findings)
{
    constexpr std::uintmax_t bytes_needed = 1'000'000'000;
    const auto space = std::filesystem::space(booted.layout.data);
    findings.say("disk", std::to_string(space.available / 1'000'000'000) + " GB free at " + booted.layout.data.string(), space.available > bytes_needed);
}

} // namespace

int list_themes()
{
    Booted booted;
    for (const auto& theme : booted.application.themes().list().items())
        std::printf("%s %-16s %-8s %s\n", theme["active"].boolean() ? "*" : " ", std::string{theme["id"].text()}.c_str(),
                    std::string{theme["version"].text()}.c_str(), std::string{theme["description"]["en"].text()}.c_str());
    return 0;
}

int use_theme(const std::string& id)
{
    Booted booted;
    const auto used = booted.application.themes().use(id);
    if (!used) {
        std::cerr << "hurtrock: " << booted.application.translate("en", used.problem().code, used.problem().arguments) << '\n';
        return 1;
    }
    std::cout << "The theme is " << id << " in " << booted.layout.plugins_file().string() << "; a running shop follows at its next start.\n";
    return 0;
}

int check_theme(const std::string& id)
{
    Booted booted;
    const auto folder = booted.layout.themes / id;
    if (!std::filesystem::exists(folder / "theme.yaml")) {
        std::cerr << "hurtrock: there is no theme in " << folder.string() << '\n';
        return 1;
    }
    const auto report = themes::check_theme(folder, booted.application.web_services().templates);
    for (const auto& problem : report.problems) std::cout << problem.place << "  " << problem.message << '\n';
    std::cout << report.problems.size() << " problems in " << report.files << " files\n";
    return report.problems.empty() ? 0 : 1;
}

int doctor()
{
    Booted booted;
    Findings findings;
    examine_database(booted, findings);
    examine_statements(booted, findings);
    examine_plugins(booted, findings);
    examine_work(booted, findings);
    examine_disk(booted, findings);
    return findings.all_well() ? 0 : 1;
}

} // namespace hurtrock::cli
