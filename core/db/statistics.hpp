#pragma once
/// How often each named statement and transaction ran, and how long it took. Written without locks, read by /metrics.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::db
{

/// Counters of one name. Entries are never freed, so a reference stays valid for the life of the process.
struct StatementStatistics {
    std::atomic<std::uint64_t> count{0};
    std::atomic<std::uint64_t> errors{0};
    /// Transactions only: how often the body ran again.
    std::atomic<std::uint64_t> retries{0};
    std::atomic<std::uint64_t> total_us{0};

    void record(std::chrono::steady_clock::duration took, bool failed) noexcept;
};

enum class StatementKind { query, transaction };

/// The counters of a name, made on first use. Thread-safe; takes a lock, so keep the reference where it matters.
StatementStatistics& statistics_of(StatementKind kind, std::string_view name);

struct StatisticsLine {
    StatementKind kind;
    std::string name;
    std::uint64_t count, errors, retries, total_us;
};
/// All counters, ordered by kind and name. Thread-safe.
std::vector<StatisticsLine> statistics_snapshot();

/// Counts the statements this thread sends while the counter lives: how tests and pages learn what a request cost.
class QueryCounter
{
public:
    QueryCounter() noexcept;
    std::uint64_t count() const noexcept;

    /// Called by the pool for every statement.
    static void add() noexcept;

private:
    std::uint64_t start_;
};

} // namespace hurtrock::db
