#include "connection.hpp"

#include "errors.hpp"
#include "pqxx_bridge.hpp"

#include <pqxx/pqxx>

#include <sys/socket.h>

#include <cstring>
#include <unordered_map>

namespace hurtrock::db
{
namespace
{

/// Statement names are cut to 63 bytes by the server; the hash keeps two versions of one plugin's query apart.
std::string statement_name(const Query& query)
{
    std::uint64_t hash = 14695981039346656037ULL; // FNV-1a
    for (const char* at = query.sql(); *at; ++at)
        hash = (hash ^ static_cast<unsigned char>(*at)) * 1099511628211ULL;
    char suffix[18];
    std::snprintf(suffix, sizeof suffix, "_%016llx", static_cast<unsigned long long>(hash));
    return std::string{query.name()}.substr(0, 46) + suffix;
}

class ResultSource final : public RowSource
{
public:
    ResultSource(pqxx::result result, const char* query) : result_{std::move(result)}, query_{query}
    {
        names_.reserve(result_.columns());
        for (pqxx::row_size_type column = 0; column < result_.columns(); ++column)
            names_.push_back(result_.column_name(column));
    }

    std::size_t size() const noexcept override { return result_.size(); }
    std::size_t affected() const noexcept override { return result_.affected_rows(); }
    std::size_t column(std::string_view name) const override
    {
        for (std::size_t at = 0; at < names_.size(); ++at)
            if (names_[at] == name) return at;
        throw std::out_of_range{query_ + " has no column \"" + std::string{name} + '"'};
    }
    std::optional<std::string_view> cell(std::size_t row, std::size_t column) const noexcept override
    {
        const pqxx::row line = result_[static_cast<pqxx::result_size_type>(row)];
        const pqxx::field field = line[static_cast<pqxx::row_size_type>(column)];
        if (field.is_null()) return std::nullopt;
        return std::string_view{field.c_str(), field.size()};
    }

private:
    pqxx::result result_;
    std::string query_;
    std::vector<std::string_view> names_{}; // owned by result_
};

/// libpqxx takes C strings, which would cut a text at a NUL in silence; PostgreSQL itself would refuse it.
std::vector<const char*> as_pointers(const Query& query, const std::vector<Param>& params)
{
    std::vector<const char*> pointers;
    pointers.reserve(params.size());
    for (const auto& param : params) {
        const auto& text = param.text();
        if (text && text->find('\0') != std::string::npos)
            throw DatabaseError{query.name(), "22021", "a parameter contains a NUL character", {}};
        pointers.push_back(text ? text->c_str() : nullptr);
    }
    return pointers;
}

std::string session_settings(const SessionOptions& options)
{
    std::string sql = "SET datestyle = 'ISO, YMD'; SET timezone = 'UTC'; SET standard_conforming_strings = on; SET "
                      "bytea_output = 'hex'; "
                      "SET client_min_messages = 'warning'";
    sql += "; SET statement_timeout = " + std::to_string(options.statement_timeout.count());
    sql += "; SET idle_in_transaction_session_timeout = " + std::to_string(options.idle_in_transaction_timeout.count());
    if (options.read_only) sql += "; SET default_transaction_read_only = on";
    return sql;
}

} // namespace

struct Connection::Prepared {
    std::string sql;
    std::string name;
    StatementStatistics* statistics;
};

struct Connection::Session {
    explicit Session(const std::string& options) : connection{options}
    {
        connection.set_verbosity(pqxx::connection_base::verbose);
    }

    pqxx::connection connection;
    pqxx::quiet_errorhandler quiet{connection};
    std::optional<pqxx::nontransaction> statements{};
    std::unordered_map<const Query*, Prepared> prepared{};
};

Connection::Connection(const SessionOptions& options, std::uint64_t generation)
    : generation_{generation}, use_prepared_{options.prepared}
{
    try {
        session_ = std::make_unique<Session>(with_client_options(options.connection, options.application_name,
                                                                 static_cast<int>(options.connect_timeout.count())));
        session_->statements.emplace(session_->connection);
        session_->statements->exec(session_settings(options));
    } catch (const std::exception&) {
        session_.reset();
        rethrow_database_error("connect", false);
    }
}

Connection::~Connection() = default;

/// Queries are told apart by address; the text is compared too, because an unloaded library's address may come back.
Connection::Prepared& Connection::prepared(const Query& query)
{
    auto& entry = session_->prepared[&query];
    if (!entry.statistics || entry.sql != query.sql()) {
        entry = {query.sql(), statement_name(query), &statistics_of(StatementKind::query, query.name())};
        if (use_prepared_) session_->connection.prepare(entry.name, entry.sql);
    }
    return entry;
}

StatementStatistics& Connection::statistics(const Query& query)
{
    return *prepared(query).statistics;
}

/// Inside a catch block.
void Connection::rethrow(const char* name)
{
    broken_ = broken_ || !session_->connection.is_open();
    try {
        rethrow_database_error(name, !broken_);
    } catch (const ConnectionLost&) {
        broken_ = true;
        throw;
    }
}

void Connection::check(const Query& query)
{
    const Prepared statement = prepared(query);
    try {
        if (!use_prepared_) session_->connection.prepare(statement.name, statement.sql);
        session_->connection.prepare_now(statement.name);
    } catch (const pqxx::pqxx_exception&) {
        rethrow(query.name());
    }
}

Rows Connection::run(const Query& query, const std::vector<Param>& params)
{
    if (broken_) throw ConnectionLost{query.name(), "the connection was lost"};
    const auto pointers = as_pointers(query, params);
    const auto& statement = prepared(query);
    QueryCounter::add();
    try {
        const auto arguments = pqxx::prepare::make_dynamic_params(pointers);
        auto result = use_prepared_ ? session_->statements->exec_prepared(statement.name, arguments)
                                    : session_->statements->exec_params(statement.sql, arguments);
        if (result.size() > rows_max)
            throw DatabaseError{query.name(), "54000", "more than " + std::to_string(rows_max) + " rows", {}};
        return Rows{std::make_shared<ResultSource>(std::move(result), query.name())};
    } catch (const pqxx::pqxx_exception&) {
        rethrow(query.name());
    }
}

void Connection::command(const char* name, const std::string& sql)
{
    if (broken_) throw ConnectionLost{name, "the connection was lost"};
    try {
        session_->statements->exec(sql);
    } catch (const pqxx::pqxx_exception&) {
        rethrow(name);
    }
}

bool Connection::is_usable() const noexcept
{
    if (broken_) return false;
    char byte;
    const auto got = ::recv(session_->connection.sock(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

} // namespace hurtrock::db
