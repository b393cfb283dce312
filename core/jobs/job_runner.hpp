#pragma once
/// Runs jobs and schedules: at least once, on threads of its own, with no transaction open; failed jobs are tried ten
/// times over about a day, then kept as dead letters. A job is leased for a minute and the lease renewed while it runs,
/// so that the work of a killed node is taken over soon. A schedule runs on one node at a time. Thread-safe.

#include "handlers.hpp"
#include "repository.hpp"

#include "core/work/loop.hpp"

#include <hurtrock/log.hpp>

#include <atomic>
#include <map>
#include <memory>

namespace hurtrock::jobs {

struct RunnerStatistics {
    std::uint64_t done, failed, buried;
};

class JobRunner {
public:
    JobRunner(Database& database, Clock& clock, Log& log, Handlers handlers, std::size_t threads = 2,
              std::chrono::milliseconds leases_renewed_every = std::chrono::seconds{10});
    /// Waits for what runs.
    ~JobRunner();

    /// In the caller's transaction; runs after its commit and the delay.
    void enqueue(Transaction& tx, const std::string& plugin, const std::string& name, const Value& payload,
                 std::chrono::seconds delay = {});
    void wake() noexcept;
    /// Begins nothing further; true when what runs ended in time.
    bool stop(std::chrono::milliseconds patience);
    RunnerStatistics statistics() const noexcept;
    /// One due schedule, one due job on this thread; false when none was due. For tests, which give no threads.
    bool run_schedule();
    bool run_job();

    /// For admin: what was given up, newest first.
    std::vector<repository::Job> dead_letters(Reader& reader, std::int64_t before_id, int limit);
    std::int64_t count_dead_letters(Reader& reader) { return repository::count_dead(reader); }
    /// Problem "jobs.unknown_letter" for both.
    Result<Done> revive(Transaction& tx, std::int64_t letter);
    Result<Done> discard(Transaction& tx, std::int64_t letter);

private:
    struct Running {
        std::chrono::steady_clock::time_point since;
        std::function<void(Transaction&, Time lease_until)> extend;
    };
    class Mark;

    bool work();
    void conclude(const repository::Job& job, const Result<Done>& outcome);
    Result<Done> call(const std::string& plugin, const std::string& name, const std::function<Result<Done>()>& run);
    bool renew_leases();

    Database& database_;
    Clock& clock_;
    Log& log_;
    const Handlers handlers_;
    std::atomic<std::uint64_t> done_{0}, failed_{0}, buried_{0};
    std::mutex mutex_;
    std::map<std::uint64_t, Running> running_;
    std::uint64_t next_mark_{0};
    std::vector<std::unique_ptr<work::Loop>> loops_;
    std::unique_ptr<work::Loop> heartbeat_;
};

} // namespace hurtrock::jobs
