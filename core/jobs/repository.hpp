#pragma once
/// The only SQL of this folder.

#include <hurtrock/database.hpp>

namespace hurtrock::jobs::repository {

struct Job {
    std::int64_t id{0};
    std::string plugin;
    std::string name;
    Value payload;
    int tries{0};
    Time run_at{};
    std::string last_error;
    Time created_at{};
};

void insert(Transaction& tx, const std::string& plugin, const std::string& name, const Value& payload, Time run_at,
            Time now);
/// Takes a due job and counts a try.
std::optional<Job> lease(Transaction& tx, Time now, Time lease_until);
/// Keeps the leases of running jobs.
void extend(Transaction& tx, const std::vector<std::int64_t>& jobs, Time lease_until);
/// These change nothing when the lease was lost (`tries` tells it).
void finish(Transaction& tx, const Job& job);
void try_again(Transaction& tx, const Job& job, const std::string& error, Time run_at);
void bury(Transaction& tx, const Job& job, const std::string& error);
/// Puts it back without counting the try.
void postpone(Transaction& tx, const Job& job, Time run_at);

std::vector<Job> dead(Reader& reader, std::int64_t before_id, int limit);
std::int64_t count_dead(Reader& reader);
/// When the longest waiting due job should have run; for metrics.
std::optional<Time> oldest_due(Reader& reader, Time now);
bool revive(Transaction& tx, std::int64_t job, Time now);
bool discard(Transaction& tx, std::int64_t job);
void remove_plugin(Transaction& tx, const std::string& plugin);

struct ScheduleKeys {
    std::vector<std::string> plugins, names;
    std::vector<std::int64_t> intervals_s;
};
struct ClaimedSchedule {
    std::string plugin;
    std::string name;
    /// Tells this run from every other.
    std::int64_t runs{0};
};
/// Makes the rows of schedules seen for the first time, due at once.
void know_schedules(Transaction& tx, const ScheduleKeys& schedules, Time now);
/// Takes one of them that is due and runs nowhere.
std::optional<ClaimedSchedule> claim_schedule(Transaction& tx, const ScheduleKeys& schedules, Time now,
                                              Time lease_until);
void extend_schedule(Transaction& tx, const ClaimedSchedule& claimed, Time lease_until);
void release_schedule(Transaction& tx, const ClaimedSchedule& claimed, const std::string& error, Time now);

} // namespace hurtrock::jobs::repository
