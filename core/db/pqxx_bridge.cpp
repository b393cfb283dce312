#include "pqxx_bridge.hpp"

#include "errors.hpp"

#include <pqxx/except>

namespace hurtrock::db
{
namespace
{

/// 57P01 to 57P05: shut down, crash of another backend, starting up, database dropped, idle session ended; 08:
/// connection trouble. 08P01 is a mistake of ours (a wrong number of parameters), after which the connection goes on.
bool says_goodbye(std::string_view sqlstate) noexcept
{
    return sqlstate.starts_with("57P") || (sqlstate.starts_with("08") && sqlstate != "08P01");
}

std::string quoted(const std::string& value)
{
    std::string text = "'";
    for (const char letter : value) {
        if (letter == '\'' || letter == '\\') text += '\\';
        text += letter;
    }
    return text += '\'';
}

std::string percent_encoded(const std::string& value)
{
    static constexpr char hex[] = "0123456789ABCDEF";
    std::string text;
    for (const unsigned char letter : value) {
        const bool plain =
            (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
        if (plain) {
            text += static_cast<char>(letter);
            continue;
        }
        text += '%';
        text += hex[letter >> 4];
        text += hex[letter & 15];
    }
    return text;
}

} // namespace

std::string with_client_options(const std::string& connection, const std::string& application_name,
                                int connect_timeout_s)
{
    const auto timeout = std::to_string(connect_timeout_s);
    const bool is_address = connection.starts_with("postgresql://") || connection.starts_with("postgres://");
    if (!is_address)
        return connection + " application_name=" + quoted(application_name) + " connect_timeout=" + timeout +
               " client_encoding=UTF8";
    return connection + (connection.find('?') == std::string::npos ? '?' : '&') +
           "application_name=" + percent_encoded(application_name) + "&connect_timeout=" + timeout +
           "&client_encoding=UTF8";
}

void rethrow_database_error(const char* query_name, bool connection_open)
{
    try {
        throw;
    } catch (const DatabaseError&) {
        throw;
    } catch (const pqxx::failure& failure) {
        auto parsed = parse_server_message(failure.what());
        if (const auto* sql = dynamic_cast<const pqxx::sql_error*>(&failure); sql && !sql->sqlstate().empty())
            parsed.sqlstate = sql->sqlstate();
        if (!connection_open || says_goodbye(parsed.sqlstate) || parsed.sqlstate.empty())
            throw ConnectionLost{query_name, "no connection: " + parsed.text};
        if (!parsed.hint.empty()) parsed.text += " (" + parsed.hint + ")";
        throw DatabaseError{query_name, parsed.sqlstate, parsed.text, parsed.constraint};
    }
}

} // namespace hurtrock::db
