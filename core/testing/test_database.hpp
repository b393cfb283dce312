#pragma once
/// What tests of services stand on: a fresh PostgreSQL with the core's tables, a clock that is moved by hand, a log
/// that is read. One server per test program, started by its main; tables keep their rows from test to test, so tests
/// use names of their own.

#include "core/db/database_host.hpp"

#include <hurtrock/log.hpp>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <functional>
#include <mutex>
#include <thread>

namespace hurtrock::testing {

class TestClock final : public Clock {
public:
    Time now() const override { return Time{std::chrono::microseconds{now_.load()}}; }
    void advance(std::chrono::microseconds by) { now_ += by.count(); }

private:
    /// 2026-11-21T03:00:00Z
    std::atomic<std::int64_t> now_{1'795'230'000'000'000};
};

class TestLog final : public Log {
public:
    void debug(std::string_view message, const Value& fields) override { keep(message, fields); }
    void info(std::string_view message, const Value& fields) override { keep(message, fields); }
    void warning(std::string_view message, const Value& fields) override { keep(message, fields); }
    void error(std::string_view message, const Value& fields) override { keep(message, fields); }
    bool contains(std::string_view text) const;

private:
    void keep(std::string_view message, const Value& fields);
    mutable std::mutex mutex_;
    std::vector<std::string> lines_;
};

/// The program's database. Thread-safe.
db::DatabaseHost& database();
/// A folder of this program, removed at its end.
const std::filesystem::path& scratch_folder();
/// Runs one statement in a transaction; for arranging and for looking.
Rows run(const Query& query, const std::vector<Param>& params = {});
/// Asks until it is true; false after the time.
bool eventually(const std::function<bool()>& condition, std::chrono::milliseconds longest = std::chrono::seconds{10});

} // namespace hurtrock::testing
