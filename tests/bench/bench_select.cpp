#include "bench_select.hpp"

#include <libpq-fe.h>

#include <stdexcept>

namespace hurtrock::bench {
namespace {

constexpr const char* statement_name = "thing";
// The statement of plugin/src/plugin.cpp.
constexpr const char* statement = "SELECT id, name, amount FROM bench.things WHERE id = $1";

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Result = std::unique_ptr<PGresult, Clear>;

Result checked(PGconn* session, PGresult* result, ExecStatusType wanted)
{
    Result owned(result);
    if (PQresultStatus(result) != wanted) throw std::runtime_error(PQerrorMessage(session));
    return owned;
}

} // namespace

BareSelect::BareSelect(const std::string& connection) : session_(PQconnectdb(connection.c_str()))
{
    if (PQstatus(session_) != CONNECTION_OK) {
        const std::string reason = PQerrorMessage(session_);
        PQfinish(session_);
        throw std::runtime_error(reason);
    }
    checked(session_, PQprepare(session_, statement_name, statement, 1, nullptr), PGRES_COMMAND_OK);
}

BareSelect::~BareSelect() { PQfinish(session_); }

std::string BareSelect::thing(std::string_view id)
{
    const std::string text(id);
    const char* const values[] = {text.c_str()};
    const auto rows =
        checked(session_, PQexecPrepared(session_, statement_name, 1, values, nullptr, nullptr, 0), PGRES_TUPLES_OK);
    if (PQntuples(rows.get()) == 0) return {};
    const auto cell = [&rows](int column) { return std::string(PQgetvalue(rows.get(), 0, column)); };
    return "{\"id\":" + cell(0) + ",\"name\":\"" + cell(1) + "\",\"amount\":" + cell(2) + "}";
}

} // namespace hurtrock::bench
