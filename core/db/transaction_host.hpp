#pragma once
/// One attempt at a transaction: takes a connection and sends BEGIN with its first statement, so that a body which
/// decides not to touch the database costs nothing.

#include "database_host.hpp"

#include <optional>

namespace hurtrock::db
{

class TransactionHost final : public Transaction
{
public:
    TransactionHost(DatabaseHost& host, const char* name) noexcept : host_{host}, name_{name} {}
    TransactionHost(const TransactionHost&) = delete;
    TransactionHost& operator=(const TransactionHost&) = delete;
    /// Rolls back what was not committed.
    ~TransactionHost();

    Rows run(const Query& query, const std::vector<Param>& params = {}) override;
    Result<Done> raise_event(std::string_view name, std::string_view aggregate, const Value& payload) override;
    void begin_savepoint() override;
    void end_savepoint(bool keep) override;
    void after_commit(std::function<void()> action) override;

    /// Throws DatabaseError, also when an earlier failed statement already lost the transaction.
    void commit();
    void rollback() noexcept;
    /// A deadlock, serialization failure or outdated plan lost this attempt: the body may run again.
    bool may_run_again() const noexcept;
    const std::string& lost_because() const noexcept { return lost_sqlstate_; }
    /// Names and aggregates of the events raised, those of undone savepoints too.
    std::vector<std::string> take_raised() noexcept { return std::move(raised_); }
    std::vector<std::function<void()>> take_after_commit() noexcept { return std::move(after_commit_); }

private:
    /// Savepoints open at the server; the others wait for their first statement.
    struct Savepoint {
        bool sent;
        std::size_t actions;
    };

    void check_thread() const;
    Rows first_run(const Query& query, const std::vector<Param>& params);
    void begin();
    void send_waiting_savepoints();
    void release_savepoint();
    void undo_savepoint();
    void note_failure(const DatabaseError& error);

    DatabaseHost& host_;
    const char* name_;
    std::optional<Pool::Lease> lease_;
    bool started_{false};
    bool lost_{false};
    bool outdated_plan_{false};
    std::size_t lost_at_depth_{0};
    std::string lost_sqlstate_;
    std::vector<Savepoint> savepoints_;
    std::vector<std::function<void()>> after_commit_;
    std::vector<std::string> raised_;
};

/// The transaction open on this thread, or null.
TransactionHost*& open_transaction() noexcept;

} // namespace hurtrock::db
