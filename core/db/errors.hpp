#pragma once
/// What can go wrong with the database besides a refused statement (that is hurtrock::DatabaseError itself).

#include <hurtrock/database.hpp>

#include <stdexcept>

namespace hurtrock::db
{

/// Every connection of the pool stayed busy for the whole acquire timeout: the process is overloaded. Answer 503.
class PoolExhausted final : public std::runtime_error
{
public:
    using std::runtime_error::runtime_error;
};

/// The server could not be reached, or went away. A DatabaseError with an empty SQLSTATE.
class ConnectionLost final : public DatabaseError
{
public:
    ConnectionLost(std::string query, std::string message) : DatabaseError{std::move(query), {}, std::move(message), {}}
    {
    }
};

/// A migration changed a table under a prepared statement: it works again on a fresh connection.
bool is_outdated_plan(const DatabaseError& error) noexcept;

/// PostgreSQL's verbose error text, taken apart. DETAIL is left out on purpose: it repeats the values of the failed
/// row.
struct ServerMessage {
    std::string sqlstate;
    std::string text;
    std::string hint;
    std::string constraint;
    /// Line within the statement (from 1); 0 when the server named no position.
    int line{0};
};
ServerMessage parse_server_message(std::string_view message);

} // namespace hurtrock::db
