#include "database_host.hpp"

#include "errors.hpp"
#include "transaction_host.hpp"

#include <random>
#include <stdexcept>
#include <thread>

namespace hurtrock::db
{
namespace
{

constexpr int attempts_max = 3;
constexpr int retry_pause_ms = 20; // times the attempt, plus the same again at random

const Query ping_query{"core.ping", "SELECT 1 AS one"};

/// Marks this thread as inside a transaction; refuses a second one.
class ThreadGuard
{
public:
    ThreadGuard(const char* name, TransactionHost& transaction)
    {
        if (open_transaction())
            throw std::logic_error{std::string{name} +
                                   ": a second transaction was opened inside another one on this thread"};
        open_transaction() = &transaction;
    }
    ThreadGuard(const ThreadGuard&) = delete;
    ThreadGuard& operator=(const ThreadGuard&) = delete;
    ~ThreadGuard() { open_transaction() = nullptr; }
};

void pause_before(int attempt)
{
    static thread_local std::minstd_rand random{std::random_device{}()};
    const int longest_ms = retry_pause_ms * attempt;
    const auto jitter_ms = std::uniform_int_distribution<int>{0, longest_ms}(random);
    std::this_thread::sleep_for(std::chrono::milliseconds{longest_ms + jitter_ms});
}

} // namespace

bool inside_transaction() noexcept
{
    return open_transaction() != nullptr;
}

DatabaseHost::DatabaseHost(PoolOptions options, DatabaseHooks hooks)
    : pool_{std::move(options)}, hooks_{std::move(hooks)}
{
}

void DatabaseHost::warn(const std::string& message) const
{
    if (hooks_.warning) hooks_.warning(message);
}

Rows DatabaseHost::timed_run(Connection& connection, const Query& query, const std::vector<Param>& params)
{
    auto& statistics = connection.statistics(query);
    const auto started = std::chrono::steady_clock::now();
    const auto note = [&](bool failed) {
        const auto took = std::chrono::steady_clock::now() - started;
        statistics.record(took, failed);
        if (took >= hooks_.slow_after && hooks_.slow_query)
            hooks_.slow_query({query.name(), std::chrono::duration_cast<std::chrono::microseconds>(took), failed});
    };
    try {
        auto rows = connection.run(query, params);
        note(false);
        return rows;
    } catch (...) {
        note(true);
        throw;
    }
}

Rows DatabaseHost::run(const Query& query, const std::vector<Param>& params)
{
    if (open_transaction())
        throw std::logic_error{std::string{query.name()} +
                               ": read outside the transaction that is open on this thread"};
    for (int attempt = 1;; ++attempt) {
        auto lease = pool_.acquire();
        try {
            return timed_run(*lease, query, params);
        } catch (const DatabaseError& error) {
            const bool outdated = is_outdated_plan(error);
            if (outdated) pool_.renew();
            if (attempt == 2 || !(outdated || error.sqlstate().empty())) throw;
            warn(std::string{error.what()} + "; reading again on a new connection");
        }
    }
}

void DatabaseHost::run_transaction(const char* name, const std::function<bool(Transaction&)>& body)
{
    auto& statistics = statistics_of(StatementKind::transaction, name);
    const auto started = std::chrono::steady_clock::now();
    std::vector<std::function<void()>> actions;
    std::vector<std::string> raised;

    /// True when the attempt is the last one, whatever its outcome.
    const auto attempt_once = [&](int attempt) {
        TransactionHost transaction{*this, name};
        const ThreadGuard guard{name, transaction};
        const auto again = [&] { return transaction.may_run_again() && attempt < attempts_max; };
        try {
            if (body(transaction) && !again()) {
                transaction.commit();
                actions = transaction.take_after_commit();
                raised = transaction.take_raised();
            }
        } catch (...) {
            transaction.rollback();
            if (!again()) throw;
        }
        if (again())
            warn(std::string{name} + ": attempt " + std::to_string(attempt) + " lost, SQLSTATE " +
                 transaction.lost_because());
        return !again();
    };

    try {
        for (int attempt = 1; !attempt_once(attempt); ++attempt) {
            statistics.retries.fetch_add(1, std::memory_order_relaxed);
            pause_before(attempt);
        }
    } catch (...) {
        statistics.record(std::chrono::steady_clock::now() - started, true);
        throw;
    }
    statistics.record(std::chrono::steady_clock::now() - started, false);

    for (const auto& action : actions) {
        try {
            action();
        } catch (const std::exception& error) {
            warn(std::string{name} + ": an after_commit action failed: " + error.what());
        } catch (...) {
            warn(std::string{name} + ": an after_commit action failed");
        }
    }
    if (!raised.empty() && hooks_.events_committed) hooks_.events_committed(raised);
}

void DatabaseHost::renew_connections()
{
    pool_.renew();
}
void DatabaseHost::check(const Query& query)
{
    pool_.acquire()->check(query);
}
void DatabaseHost::ping()
{
    (void)run(ping_query);
}

} // namespace hurtrock::db
