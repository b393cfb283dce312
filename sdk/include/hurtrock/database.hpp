#pragma once
/// PostgreSQL for plugins: named queries, transactions, rows.
///
/// Only a handler, job, webhook or command opens a transaction; service functions that take part are given the
/// `Transaction&`. That is how one checkout spans the tables of several plugins. Opening a second transaction, or reading
/// outside the open one, on the same thread throws std::logic_error at once, before it can deadlock.
///
///     const Query take{"inventory.take", "UPDATE inventory.levels SET on_hand = on_hand - $2 WHERE … RETURNING on_hand"};
///     auto taken = host.database().transaction("inventory.take", [&](Transaction& tx) -> Result<Done> {
///         if (tx.run(take, {variant, quantity}).empty()) return Problem{"inventory.short"};
///         return Done{};                                       // commits; a Problem rolls back
///     });

#include <hurtrock/events.hpp>
#include <hurtrock/query.hpp>
#include <hurtrock/result.hpp>
#include <hurtrock/rows.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace hurtrock {

/// Thrown by run and read when the statement failed. Ends the request unless caught; the transaction is then lost.
class HURTROCK_API DatabaseError : public std::exception {
public:
    DatabaseError(std::string query, std::string sqlstate, std::string message, std::string constraint);
    ~DatabaseError() override;
    const char* what() const noexcept override { return what_.c_str(); }
    const std::string& query() const noexcept { return query_; }
    /// Five characters, PostgreSQL manual, Appendix A ("23505" is unique_violation); empty when the connection was lost.
    const std::string& sqlstate() const noexcept { return sqlstate_; }
    const std::string& constraint() const noexcept { return constraint_; }
    bool is_unique_violation() const noexcept { return sqlstate_ == "23505"; }

private:
    std::string query_, sqlstate_, constraint_, what_;
};

/// Where a statement can run: inside an open Transaction, or on its own through Database. Repository functions that only
/// read take this, so that they serve both.
class Reader {
public:
    /// Throws DatabaseError. Statements run longer than the configured timeout (5 s by default) are cancelled.
    virtual Rows run(const Query& query, const std::vector<Param>& params = {}) = 0;

protected:
    ~Reader() = default;
};

/// An open transaction (READ COMMITTED). Owned by the host, used on the thread that opened it only.
class Transaction : public Reader {
public:
    /// Raises an event inside this transaction: listeners registered with `during` run now, on this thread and in this
    /// transaction; the outbox row that later feeds the `after` listeners commits with it. A required listener's Problem
    /// comes back here: return it, so that the transaction rolls back.
    template <class Event>
    [[nodiscard]] Result<Done> raise(const Event& event)
    {
        return raise_event(Event::event_name, event.aggregate(), event.to_value());
    }
    virtual Result<Done> raise_event(std::string_view name, std::string_view aggregate, const Value& payload) = 0;

    /// Runs body in a savepoint: when it throws or returns a Problem, only its own writes are undone; a throw goes on.
    template <class Body>
    auto savepoint(Body&& body) -> std::invoke_result_t<Body>
    {
        begin_savepoint();
        try {
            auto outcome = body();
            end_savepoint(outcome.ok());
            return outcome;
        } catch (...) {
            end_savepoint(false);
            throw;
        }
    }
    virtual void begin_savepoint() = 0;
    virtual void end_savepoint(bool keep) = 0;

    /// Runs after the commit succeeded, on the same thread; never after a rollback. Must not throw.
    virtual void after_commit(std::function<void()> action) = 0;

protected:
    ~Transaction() = default;
};

/// The host's connection pool. Thread-safe. As a Reader it runs one statement on its own, for reading; a lost connection
/// is retried once.
class Database : public Reader {
public:
    /// Opens a transaction, runs `body(Transaction&)`, commits when its Result is ok, rolls back on a Problem or an
    /// exception. On a deadlock or serialization failure body runs again, up to 3 times in all, so it must have no effect
    /// outside the transaction. `name` ("plugin.what") appears in logs and metrics.
    template <class Body>
    auto transaction(const char* name, Body&& body) -> std::invoke_result_t<Body, Transaction&>
    {
        std::optional<std::invoke_result_t<Body, Transaction&>> outcome;
        run_transaction(name, [&](Transaction& tx) {
            outcome.emplace(body(tx));
            return outcome->ok();
        });
        return std::move(*outcome);
    }
    virtual void run_transaction(const char* name, const std::function<bool(Transaction&)>& body) = 0;

protected:
    ~Database() = default;
};

} // namespace hurtrock
