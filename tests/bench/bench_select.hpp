#pragma once
// One prepared statement by primary key over libpq, answered as JSON: a handler as bare as one can be written.

#include <memory>
#include <string>
#include <string_view>

struct pg_conn;

namespace hurtrock::bench {

// One connection, one thread.
class BareSelect {
public:
    // Throws std::runtime_error when the server cannot be reached or the statement cannot be prepared.
    explicit BareSelect(const std::string& connection);
    ~BareSelect();
    BareSelect(const BareSelect&) = delete;
    BareSelect& operator=(const BareSelect&) = delete;

    // {"id":7,"name":"Thing 7","amount":7000}; empty when there is no such row. Throws std::runtime_error.
    std::string thing(std::string_view id);

private:
    pg_conn* session_;
};

} // namespace hurtrock::bench
