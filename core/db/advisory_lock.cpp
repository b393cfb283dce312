#include "advisory_lock.hpp"

#include "errors.hpp"
#include "pqxx_bridge.hpp"

#include <pqxx/pqxx>

namespace hurtrock::db {

struct AdvisoryLock::Session {
    explicit Session(const std::string& given) : connection{with_client_options(given, "hurtrock lock", 10)} {}
    pqxx::connection connection;
    pqxx::quiet_errorhandler quiet{connection};
};

AdvisoryLock::AdvisoryLock(const std::string& connection, const std::string& name, int patience_s)
{
    try {
        session_ = std::make_unique<Session>(connection);
        pqxx::nontransaction work{session_->connection};
        work.exec("SET statement_timeout = 0; SET lock_timeout = '" + std::to_string(patience_s) + "s'");
        work.exec_params("SELECT pg_advisory_lock(hashtextextended($1, 0))", name);
    } catch (const pqxx::failure&) {
        rethrow_database_error("lock", session_ && session_->connection.is_open());
    }
}

AdvisoryLock::~AdvisoryLock() = default;

} // namespace hurtrock::db
