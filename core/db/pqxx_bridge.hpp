#pragma once
/// For this folder's .cpp files that talk to libpqxx.

#include <string>

namespace hurtrock::db
{

/// Adds our client options to a libpq connection string or address, whichever form it has.
std::string with_client_options(const std::string& connection, const std::string& application_name,
                                int connect_timeout_s);

/// Inside a catch block: turns libpqxx's exception into DatabaseError or ConnectionLost; lets other exceptions pass.
/// `connection_open` tells a refused statement from a server that said goodbye.
[[noreturn]] void rethrow_database_error(const char* query_name, bool connection_open);

} // namespace hurtrock::db
