#pragma once
/// hurtrock::Database over a pool: retries, the guard against nested transactions, metrics. Thread-safe.

#include "pool.hpp"

namespace hurtrock::db
{

/// Receives Transaction::raise_event; set by the owner of the event machinery. Thread-safe.
class EventSink
{
public:
    virtual Result<Done> raised(Transaction& tx, std::string_view name, std::string_view aggregate,
                                const Value& payload) = 0;

protected:
    ~EventSink() = default;
};

struct SlowQuery {
    const char* name;
    std::chrono::microseconds took;
    bool failed;
};

struct DatabaseHooks {
    /// Called on the thread that ran the statement, after it; must not throw.
    std::function<void(const SlowQuery&)> slow_query{};
    /// Retries, lost connections, failing after_commit actions; must not throw.
    std::function<void(const std::string& message)> warning{};
    /// The names and aggregates of the events a transaction raised, once it has committed and its after_commit actions ran
    /// (which forget what plugins remember), before its caller goes on; must not throw.
    std::function<void(const std::vector<std::string>& tags)> events_committed{};
    std::chrono::milliseconds slow_after{200};
};

/// Whether this thread has a transaction open.
bool inside_transaction() noexcept;

class DatabaseHost final : public Database
{
public:
    explicit DatabaseHost(PoolOptions options, DatabaseHooks hooks = {});

    /// Before the first transaction that raises an event. `sink` must outlive this.
    void set_event_sink(EventSink* sink) noexcept { events_ = sink; }
    EventSink* event_sink() const noexcept { return events_; }

    void run_transaction(const char* name, const std::function<bool(Transaction&)>& body) override;
    /// Runs in a read-only session: a statement that writes is refused with SQLSTATE 25006.
    Rows run(const Query& query, const std::vector<Param>& params = {}) override;

    PoolStatus pool_status() const { return pool_.status(); }
    /// After a migration under a running shop; without it each connection notices at its next outdated plan.
    void renew_connections();
    /// Throws when no connection can be had or the server does not answer: for /readyz.
    void ping();
    /// Prepares the statement without running it. Throws DatabaseError: for the test that prepares them all.
    void check(const Query& query);

private:
    friend class TransactionHost;

    Rows timed_run(Connection& connection, const Query& query, const std::vector<Param>& params);
    void warn(const std::string& message) const;

    Pool pool_;
    const DatabaseHooks hooks_;
    EventSink* events_{nullptr};
};

} // namespace hurtrock::db
