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

#include <hurtrock/clock.hpp>
#include <hurtrock/events.hpp>
#include <hurtrock/ids.hpp>
#include <hurtrock/money.hpp>
#include <hurtrock/result.hpp>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace hurtrock {

/// One SQL statement with a name ("plugin.what_it_does") that shows up in logs, metrics and pg_stat_statements. Define it as
/// a namespace-scope constant directly above the function that runs it. It is prepared on first use on each connection; a
/// test prepares every Query of every plugin. Parameters are $1, $2 …; add casts where PostgreSQL cannot infer the type.
class Query {
public:
    Query(const char* name, const char* sql) noexcept : name_{name}, sql_{sql}, next_{head()} { head() = this; }
    Query(const Query&) = delete;
    Query& operator=(const Query&) = delete;

    const char* name() const noexcept { return name_; }
    const char* sql() const noexcept { return sql_; }

    /// The list of this library's queries, for the host's checks.
    const Query* next() const noexcept { return next_; }
    HURTROCK_LOCAL static const Query*& head() noexcept
    {
        static const Query* first = nullptr;
        return first;
    }

private:
    const char* name_;
    const char* sql_;
    const Query* next_;
};

/// A statement's argument, in PostgreSQL's text form; made implicitly from the types below.
class HURTROCK_API Param {
public:
    Param(std::nullptr_t) {}
    Param(std::string text) : text_{std::move(text)} {}
    Param(std::string_view text) : text_{std::string{text}} {}
    Param(const char* text) : text_{std::string{text}} {}
    template <std::same_as<bool> Boolean>
    Param(Boolean boolean) : text_{boolean ? "true" : "false"}
    {
    }
    template <std::integral Integer>
        requires(!std::same_as<Integer, bool>)
    Param(Integer integer) : text_{std::to_string(integer)}
    {
    }
    Param(double decimal);
    template <class Tag>
    Param(Id<Tag> id) : text_{std::to_string(id.value)}
    {
    }
    Param(Time time) : text_{to_rfc3339(time)} {}
    /// As jsonb (cast the parameter: $3::jsonb).
    Param(const Value& json);
    /// As an array literal: `= ANY($1::bigint[])`.
    Param(const std::vector<std::int64_t>& integers);
    Param(const std::vector<std::string>& texts);
    template <class Type>
    Param(const std::optional<Type>& optional)
    {
        if (optional) text_ = Param{*optional}.text();
    }
    /// NULL for a null Param.
    const std::optional<std::string>& text() const noexcept { return text_; }

private:
    std::optional<std::string> text_{};
};

/// What the host keeps of a result. Columns are found by name; cells are PostgreSQL's text form, valid while this lives.
class RowSource {
public:
    virtual ~RowSource() = default;
    virtual std::size_t size() const noexcept = 0;
    /// Rows an INSERT, UPDATE or DELETE touched.
    virtual std::size_t affected() const noexcept = 0;
    /// Throws std::out_of_range naming the query and the column when there is no such column.
    virtual std::size_t column(std::string_view name) const = 0;
    /// nullopt is SQL NULL.
    virtual std::optional<std::string_view> cell(std::size_t row, std::size_t column) const noexcept = 0;
};

/// One row, valid while its Rows lives. The typed readers answer zero or empty for NULL; ask is_null where it matters.
class HURTROCK_API Row {
public:
    Row(const RowSource& source, std::size_t row) noexcept : source_{&source}, row_{row} {}

    bool is_null(std::string_view column) const;
    std::string_view text(std::string_view column) const;
    std::int64_t integer(std::string_view column) const;
    bool boolean(std::string_view column) const;
    double decimal(std::string_view column) const;
    /// For timestamptz columns (the connection speaks ISO and UTC).
    Time time(std::string_view column) const;
    /// For json and jsonb columns.
    Value json(std::string_view column) const;
    /// A bigint column as whole units of the shop's currency.
    Money money(std::string_view column) const { return Money{integer(column)}; }
    template <class IdType>
    IdType id(std::string_view column) const
    {
        return IdType{integer(column)};
    }

private:
    std::optional<std::string_view> cell(std::string_view column) const;
    const RowSource* source_;
    std::size_t row_;
};

/// The whole result of a statement, in memory (a stated limit of the host refuses more than 100,000 rows).
class HURTROCK_API Rows {
public:
    explicit Rows(std::shared_ptr<const RowSource> source) noexcept : source_{std::move(source)} {}

    std::size_t size() const noexcept { return source_->size(); }
    bool empty() const noexcept { return size() == 0; }
    std::size_t affected() const noexcept { return source_->affected(); }
    Row operator[](std::size_t row) const noexcept { return Row{*source_, row}; }
    /// Precondition: !empty().
    Row front() const noexcept { return Row{*source_, 0}; }

    class Iterator {
    public:
        Iterator(const RowSource& source, std::size_t row) noexcept : source_{&source}, row_{row} {}
        Row operator*() const noexcept { return Row{*source_, row_}; }
        Iterator& operator++() noexcept
        {
            ++row_;
            return *this;
        }
        bool operator!=(const Iterator& other) const noexcept { return row_ != other.row_; }

    private:
        const RowSource* source_;
        std::size_t row_;
    };
    Iterator begin() const noexcept { return {*source_, 0}; }
    Iterator end() const noexcept { return {*source_, size()}; }

private:
    std::shared_ptr<const RowSource> source_;
};

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
