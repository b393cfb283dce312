#include "statistics.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace hurtrock::db
{
namespace
{

struct Registry {
    std::mutex mutex;
    std::map<std::pair<StatementKind, std::string>, std::unique_ptr<StatementStatistics>> entries;
};

Registry& registry()
{
    static auto* const made = new Registry; // never freed: threads may still count while the process ends
    return *made;
}

thread_local std::uint64_t statements_of_thread = 0;

} // namespace

void StatementStatistics::record(std::chrono::steady_clock::duration took, bool failed) noexcept
{
    const auto took_us = std::chrono::duration_cast<std::chrono::microseconds>(took).count();
    count.fetch_add(1, std::memory_order_relaxed);
    total_us.fetch_add(static_cast<std::uint64_t>(took_us), std::memory_order_relaxed);
    if (failed) errors.fetch_add(1, std::memory_order_relaxed);
}

StatementStatistics& statistics_of(StatementKind kind, std::string_view name)
{
    auto& all = registry();
    const std::lock_guard lock{all.mutex};
    auto& entry = all.entries[{kind, std::string{name}}];
    if (!entry) entry = std::make_unique<StatementStatistics>();
    return *entry;
}

std::vector<StatisticsLine> statistics_snapshot()
{
    auto& all = registry();
    const std::lock_guard lock{all.mutex};
    std::vector<StatisticsLine> lines;
    lines.reserve(all.entries.size());
    for (const auto& [key, entry] : all.entries)
        lines.push_back({key.first, key.second, entry->count.load(std::memory_order_relaxed),
                         entry->errors.load(std::memory_order_relaxed), entry->retries.load(std::memory_order_relaxed),
                         entry->total_us.load(std::memory_order_relaxed)});
    return lines;
}

QueryCounter::QueryCounter() noexcept : start_{statements_of_thread} {}
std::uint64_t QueryCounter::count() const noexcept
{
    return statements_of_thread - start_;
}
void QueryCounter::add() noexcept
{
    ++statements_of_thread;
}

} // namespace hurtrock::db
