#pragma once
/// One connection to PostgreSQL: connects when made, prepares lazily, never reconnects by itself. Not thread-safe.

#include "statistics.hpp"

#include <hurtrock/database.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace hurtrock::db
{

struct SessionOptions {
    /// A libpq connection string or postgresql:// address.
    std::string connection;
    std::string application_name{"hurtrock"};
    std::chrono::milliseconds statement_timeout{5'000};
    std::chrono::milliseconds idle_in_transaction_timeout{60'000};
    std::chrono::seconds connect_timeout{5};
    /// Prepared statements need a server session: off behind PgBouncer's transaction mode.
    bool prepared{true};
    /// Statements outside an explicit READ WRITE transaction may only read.
    bool read_only{true};
};

/// The server refused more rows than this in one result (SQLSTATE 54000).
inline constexpr std::size_t rows_max = 100'000;

class Connection
{
public:
    /// Throws ConnectionLost when the server cannot be reached, DatabaseError when it refuses.
    explicit Connection(const SessionOptions& options, std::uint64_t generation = 0);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    /// Throws DatabaseError; ConnectionLost leaves this connection unusable.
    Rows run(const Query& query, const std::vector<Param>& params);
    /// One statement without parameters or result; `name` is used in errors.
    void command(const char* name, const std::string& sql);
    /// Has the server parse and plan the statement without running it. Throws DatabaseError.
    void check(const Query& query);
    /// The count of this query; lives as long as the process.
    StatementStatistics& statistics(const Query& query);

    /// False once the server closed the connection or sent something unasked (a goodbye); asks the socket only.
    bool is_usable() const noexcept;
    /// A statement met the end of the connection. Asks nobody.
    bool is_broken() const noexcept { return broken_; }
    /// Marks the connection as not to be used again.
    void give_up() noexcept { broken_ = true; }
    /// The pool's count of renewals when this was opened.
    std::uint64_t generation() const noexcept { return generation_; }

private:
    struct Session;
    struct Prepared;
    Prepared& prepared(const Query& query);
    [[noreturn]] void rethrow(const char* name);

    std::unique_ptr<Session> session_;
    const std::uint64_t generation_;
    const bool use_prepared_;
    bool broken_{false};
};

} // namespace hurtrock::db
