#include "migrations.hpp"

#include "errors.hpp"
#include "pqxx_bridge.hpp"
#include "sql_split.hpp"

#include <pqxx/pqxx>

#include <array>
#include <chrono>
#include <map>

namespace hurtrock::db
{
namespace
{

/// "hurtrock" in ASCII: the advisory lock all migrating processes share.
constexpr std::int64_t lock_key = 0x68757274726f636b;

struct AppliedMigration {
    std::string name;
    std::string checksum;
    std::string applied_at;
};
using Applied = std::map<int, AppliedMigration>;

std::string set_timeout(const char* setting, int timeout_ms)
{
    return std::string{"SET "} + setting + " = " + std::to_string(timeout_ms) + ";";
}

/// A session of its own: no statement timeout, because building an index may take its time.
class Session
{
public:
    explicit Session(const std::string& connection)
    try : connection_{with_client_options(connection, "hurtrock migrate", 10)} {
        connection_.set_verbosity(pqxx::connection_base::verbose);
        pqxx::nontransaction{connection_}.exec(
            "SET client_min_messages = 'warning'; SET timezone = 'UTC'; SET statement_timeout = 0");
    } catch (const pqxx::failure&) {
        rethrow_database_error("migrate", false);
    }

    pqxx::connection& operator*() noexcept { return connection_; }
    bool open() const noexcept { return connection_.is_open(); }

private:
    pqxx::connection connection_;
    pqxx::quiet_errorhandler quiet_{connection_};
};

/// Ends with the session at the latest, also when this process is killed.
void take_lock(Session& session, const MigrationOptions& options)
{
    pqxx::nontransaction work{*session};
    try {
        work.exec(set_timeout("lock_timeout", options.lock_timeout_ms) + "SELECT pg_advisory_lock(" +
                  std::to_string(lock_key) + ")");
    } catch (const pqxx::sql_error& error) {
        if (error.sqlstate() != "55P03") throw;
        throw MigrationError{"another process has been migrating this database for more than " +
                             std::to_string(options.lock_timeout_ms / 1000) + " s"};
    }
    work.exec(set_timeout("lock_timeout", options.table_lock_timeout_ms));
}

void make_ledger(Session& session)
{
    pqxx::work work{*session};
    work.exec("CREATE SCHEMA IF NOT EXISTS core");
    work.exec(R"(CREATE TABLE IF NOT EXISTS core.migrations (
                     owner      text        NOT NULL,
                     number     integer     NOT NULL,
                     name       text        NOT NULL,
                     checksum   text        NOT NULL,
                     applied_at timestamptz NOT NULL DEFAULT now(),
                     took_ms    bigint      NOT NULL,
                     PRIMARY KEY (owner, number)))");
    work.commit();
}

Applied read_ledger(Session& session, const std::string& owner)
{
    pqxx::nontransaction work{*session};
    Applied applied;
    if (work.exec("SELECT to_regclass('core.migrations') IS NOT NULL")[0][0].as<bool>())
        for (const auto& row : work.exec_params(
                 "SELECT number, name, checksum, applied_at::text FROM core.migrations WHERE owner = $1", owner))
            applied[row[0].as<int>()] = {row[1].c_str(), row[2].c_str(), row[3].c_str()};
    return applied;
}

void check_history(const MigrationOwner& owner, const Applied& applied, const std::vector<MigrationFile>& files)
{
    const auto where = owner.folder.string() + "/";
    for (const auto& [number, row] : applied) {
        if (number > static_cast<int>(files.size()))
            throw MigrationError{where + row.name + " is missing: it was applied on " + row.applied_at +
                                 " (an older version of " + owner.id + " meets a newer database)"};
        const auto& file = files[static_cast<std::size_t>(number - 1)];
        if (file.name != row.name)
            throw MigrationError{where + file.name + ": migration " + std::to_string(number) + " was applied on " +
                                 row.applied_at + " under the name " + row.name};
        if (file.checksum != row.checksum)
            throw MigrationError{where + file.name + " was edited after it was applied on " + row.applied_at +
                                 ": put the old text back and write a new migration (was " +
                                 row.checksum.substr(0, 12) + ", is " + file.checksum.substr(0, 12) + ")"};
    }
}

std::vector<PendingMigration> pending_of(Session& session, const MigrationOwner& owner)
{
    (void)schema_of(owner.id);
    auto files = read_migrations(owner.folder);
    const auto applied = read_ledger(session, owner.id);
    check_history(owner, applied, files);
    std::vector<PendingMigration> pending;
    for (auto& file : files)
        if (!applied.contains(file.number)) pending.push_back({owner.id, std::move(file)});
    return pending;
}

[[noreturn]] void fail(const PendingMigration& migration, int line, const std::string& reason)
{
    throw MigrationError{migration.file.path.string() + ':' + std::to_string(line) + ": " + reason +
                         "; nothing of this file was applied"};
}

void refuse_transaction_control(const PendingMigration& migration, const SqlStatement& statement)
{
    static constexpr std::array<std::string_view, 8> forbidden{"begin", "commit", "end",       "rollback",
                                                               "abort", "start",  "savepoint", "release"};
    const auto word = first_word(statement.text);
    for (const auto& each : forbidden)
        if (word == each)
            fail(migration, statement.line,
                 "\"" + word + "\": a migration already runs inside a transaction of its own");
}

void run_statement(Session& session, pqxx::work& work, const PendingMigration& migration, const SqlStatement& statement)
{
    refuse_transaction_control(migration, statement);
    try {
        work.exec(std::string{statement.text});
    } catch (const pqxx::failure& error) {
        const auto parsed = parse_server_message(error.what());
        if (!session.open()) throw ConnectionLost{migration.file.name, parsed.text};
        fail(migration, statement.line + std::max(parsed.line - 1, 0),
             parsed.text + (parsed.hint.empty() ? "" : " (" + parsed.hint + ")") + " [SQLSTATE " + parsed.sqlstate +
                 "]");
    }
}

void apply(Session& session, const PendingMigration& migration)
{
    const auto started = std::chrono::steady_clock::now();
    const auto schema = schema_of(migration.owner);
    pqxx::work work{*session};
    work.exec("CREATE SCHEMA IF NOT EXISTS \"" + schema + '"');
    work.exec("SET LOCAL search_path TO \"" + schema + "\", public");
    for (const auto& statement : split_sql(migration.file.sql))
        run_statement(session, work, migration, statement);

    const auto took = std::chrono::steady_clock::now() - started;
    work.exec_params("INSERT INTO core.migrations (owner, number, name, checksum, took_ms) VALUES ($1, $2, $3, $4, $5)",
                     migration.owner, migration.file.number, migration.file.name, migration.file.checksum,
                     std::chrono::duration_cast<std::chrono::milliseconds>(took).count());
    work.commit();
}

} // namespace

Migrations::Migrations(std::string connection, MigrationOptions options)
    : connection_{std::move(connection)}, options_{std::move(options)}
{
}

std::vector<PendingMigration> Migrations::run(const std::vector<MigrationOwner>& owners)
{
    Session session{connection_};
    try {
        take_lock(session, options_);
        make_ledger(session);
        std::vector<PendingMigration> applied;
        for (const auto& owner : owners) {
            for (auto& migration : pending_of(session, owner)) {
                if (options_.log) options_.log("applying migration " + migration.owner + "/" + migration.file.name);
                apply(session, migration);
                applied.push_back(std::move(migration));
            }
        }
        return applied;
    } catch (const pqxx::failure&) {
        rethrow_database_error("migrate", session.open());
    }
}

std::vector<PendingMigration> Migrations::pending(const std::vector<MigrationOwner>& owners)
{
    Session session{connection_};
    try {
        std::vector<PendingMigration> all;
        for (const auto& owner : owners)
            for (auto& migration : pending_of(session, owner))
                all.push_back(std::move(migration));
        return all;
    } catch (const pqxx::failure&) {
        rethrow_database_error("migrate", session.open());
    }
}

std::string Migrations::plan(const std::vector<MigrationOwner>& owners)
{
    std::string text;
    for (const auto& migration : pending(owners)) {
        text += "-- " + migration.owner + '/' + migration.file.name + " (schema " + schema_of(migration.owner) + ")\n" +
                migration.file.sql;
        if (!text.ends_with('\n')) text += '\n';
    }
    return text;
}

void Migrations::drop(const std::string& owner, const std::vector<std::string>& also)
{
    const auto schema = schema_of(owner);
    if (owner == "core") throw MigrationError{"the core's tables cannot be dropped"};
    Session session{connection_};
    try {
        take_lock(session, options_);
        make_ledger(session);
        pqxx::work work{*session};
        work.exec("DROP SCHEMA IF EXISTS \"" + schema + "\" CASCADE");
        work.exec_params("DELETE FROM core.migrations WHERE owner = $1", owner);
        for (const auto& statement : also)
            work.exec_params(statement, owner);
        work.commit();
    } catch (const pqxx::failure&) {
        rethrow_database_error("migrate", session.open());
    }
}

} // namespace hurtrock::db
