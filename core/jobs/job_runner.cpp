#include "job_runner.hpp"

#include "core/work/backoff.hpp"

#include <algorithm>

namespace hurtrock::jobs {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 1s;
constexpr auto lease_for = 1min;
/// What runs longer is taken to hang: its lease is no longer renewed, and another thread or node may begin it anew.
constexpr auto running_max = 1h;
/// A job whose plugin is switched off is looked at again this often.
constexpr auto absent_for = 1min;

} // namespace

/// Keeps a lease for as long as it lives.
class JobRunner::Mark {
public:
    Mark(JobRunner& runner, std::function<void(Transaction&, Time)> extend) : runner_{runner}
    {
        const std::lock_guard lock{runner_.mutex_};
        id_ = runner_.next_mark_++;
        runner_.running_[id_] = {std::chrono::steady_clock::now(), std::move(extend)};
    }
    ~Mark()
    {
        const std::lock_guard lock{runner_.mutex_};
        runner_.running_.erase(id_);
    }
    Mark(const Mark&) = delete;
    Mark& operator=(const Mark&) = delete;

private:
    JobRunner& runner_;
    std::uint64_t id_;
};

JobRunner::JobRunner(Database& database, Clock& clock, Log& log, Handlers handlers, std::size_t threads,
                     std::chrono::milliseconds leases_renewed_every)
    : database_{database}, clock_{clock}, log_{log}, handlers_{std::move(handlers)}
{
    const auto failed = [this](const std::exception& error) {
        log_.error("jobs cannot run", {{"error", error.what()}});
    };
    for (std::size_t at = 0; at < threads; ++at)
        loops_.push_back(std::make_unique<work::Loop>(
            look_every, [this] { return work(); }, failed));
    if (threads > 0)
        heartbeat_ = std::make_unique<work::Loop>(
            leases_renewed_every, [this] { return renew_leases(); }, failed);
}

JobRunner::~JobRunner()
{
    for (auto& loop : loops_) loop->request_stop();
    for (auto& loop : loops_) loop->join();
}

void JobRunner::enqueue(Transaction& tx, const std::string& plugin, const std::string& name, const Value& payload,
                        std::chrono::seconds delay)
{
    const auto now = clock_.now();
    repository::insert(tx, plugin, name, payload, now + delay, now);
    tx.after_commit([this] { wake(); });
}

void JobRunner::wake() noexcept
{
    for (auto& loop : loops_) loop->wake();
}

bool JobRunner::stop(std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (auto& loop : loops_) loop->request_stop();
    return std::all_of(loops_.begin(), loops_.end(),
                       [deadline](auto& loop) { return loop->wait_until_stopped(deadline); });
}

RunnerStatistics JobRunner::statistics() const noexcept { return {done_, failed_, buried_}; }

bool JobRunner::work()
{
    const bool ran_schedule = run_schedule();
    return run_job() || ran_schedule;
}

bool JobRunner::run_schedule()
{
    const auto schedules = handlers_.schedules();
    if (schedules.empty()) return false;
    repository::ScheduleKeys keys;
    for (const auto& schedule : schedules) {
        keys.plugins.push_back(schedule.plugin);
        keys.names.push_back(schedule.name);
        keys.intervals_s.push_back(std::max<std::int64_t>(1, schedule.interval.count()));
    }
    std::optional<repository::ClaimedSchedule> claimed;
    database_.run_transaction("core.claim_schedule", [&](Transaction& tx) {
        const auto now = clock_.now();
        repository::know_schedules(tx, keys, now);
        claimed = repository::claim_schedule(tx, keys, now, now + lease_for);
        return true;
    });
    if (!claimed) return false;
    const auto schedule = std::find_if(schedules.begin(), schedules.end(), [&](const Schedule& known) {
        return known.plugin == claimed->plugin && known.name == claimed->name;
    });
    const auto outcome = [&] {
        const Mark mark{*this, [&](Transaction& tx, Time until) { repository::extend_schedule(tx, *claimed, until); }};
        return call(schedule->plugin, schedule->name, schedule->run);
    }();
    database_.run_transaction("core.release_schedule", [&](Transaction& tx) {
        repository::release_schedule(tx, *claimed, outcome ? std::string{} : outcome.problem().code, clock_.now());
        return true;
    });
    ++(outcome ? done_ : failed_);
    if (!outcome)
        log_.warning("a scheduled job failed; it runs again at its next time",
                     {{"plugin", claimed->plugin}, {"job", claimed->name}, {"reason", outcome.problem().code}});
    return true;
}

bool JobRunner::run_job()
{
    std::optional<repository::Job> job;
    database_.run_transaction("core.lease_job", [&](Transaction& tx) {
        const auto now = clock_.now();
        job = repository::lease(tx, now, now + lease_for);
        return job.has_value();
    });
    if (!job) return false;
    if (const auto run = handlers_.find(job->plugin, job->name)) {
        const auto outcome = [&] {
            const Mark mark{*this, [&](Transaction& tx, Time until) { repository::extend(tx, {job->id}, until); }};
            return call(job->plugin, job->name, [&] { return (*run)(job->payload); });
        }();
        conclude(*job, outcome);
        return true;
    }
    database_.run_transaction("core.postpone_job", [&](Transaction& tx) {
        repository::postpone(tx, *job, clock_.now() + absent_for);
        return true;
    });
    return true;
}

Result<Done> JobRunner::call(const std::string& plugin, const std::string& name,
                             const std::function<Result<Done>()>& run)
{
    try {
        return handlers_.guard(plugin, name.c_str(), run);
    } catch (const std::exception& error) {
        return Problem{.code = error.what()};
    } catch (...) {
        return Problem{.code = "threw something that is no exception"};
    }
}

void JobRunner::conclude(const repository::Job& job, const Result<Done>& outcome)
{
    const auto wait = work::wait_after(job.tries);
    database_.run_transaction("core.conclude_job", [&](Transaction& tx) {
        if (outcome) repository::finish(tx, job);
        else if (wait) repository::try_again(tx, job, outcome.problem().code, clock_.now() + *wait);
        else repository::bury(tx, job, outcome.problem().code);
        return true;
    });
    if (outcome) {
        ++done_;
        return;
    }
    ++(wait ? failed_ : buried_);
    const Value fields{{"plugin", job.plugin},
                       {"job", job.name},
                       {"id", job.id},
                       {"tries", job.tries},
                       {"reason", outcome.problem().code}};
    if (wait) log_.warning("a job failed and will run again", fields);
    else log_.error("a job failed for the last time and is kept as a dead letter", fields);
}

bool JobRunner::renew_leases()
{
    // Locked throughout: a job that ends now is concluded after its lease was renewed, never before.
    const std::lock_guard lock{mutex_};
    if (running_.empty()) return false;
    database_.run_transaction("core.renew_leases", [&](Transaction& tx) {
        for (const auto& [id, running] : running_)
            if (std::chrono::steady_clock::now() - running.since < running_max)
                running.extend(tx, clock_.now() + lease_for);
        return true;
    });
    return false;
}

std::vector<repository::Job> JobRunner::dead_letters(Reader& reader, std::int64_t before_id, int limit)
{
    return repository::dead(reader, before_id, limit);
}

Result<Done> JobRunner::revive(Transaction& tx, std::int64_t letter)
{
    if (!repository::revive(tx, letter, clock_.now())) return Problem{.code = "jobs.unknown_letter", .status = 404};
    tx.after_commit([this] { wake(); });
    return Done{};
}

Result<Done> JobRunner::discard(Transaction& tx, std::int64_t letter)
{
    if (!repository::discard(tx, letter)) return Problem{.code = "jobs.unknown_letter", .status = 404};
    return Done{};
}

} // namespace hurtrock::jobs
