#include "repository.hpp"

namespace hurtrock::jobs::repository {
namespace {

#define JOB_COLUMNS "j.id, j.plugin, j.name, j.payload, j.tries, j.run_at, j.last_error, j.created_at"

Job read_job(const Row& row)
{
    return {row.integer("id"),
            std::string{row.text("plugin")},
            std::string{row.text("name")},
            row.json("payload"),
            static_cast<int>(row.integer("tries")),
            row.time("run_at"),
            std::string{row.text("last_error")},
            row.time("created_at")};
}

} // namespace

const Query insert_query{"core.insert_job", R"(
    INSERT INTO core.jobs (plugin, name, payload, run_at, created_at) VALUES ($1, $2, $3::jsonb, $4::timestamptz, $5::timestamptz))"};

void insert(Transaction& tx, const std::string& plugin, const std::string& name, const Value& payload, Time run_at,
            Time now)
{
    tx.run(insert_query, {plugin, name, payload, run_at, now});
}

const Query lease_query{"core.lease_job", R"(
    UPDATE core.jobs j
       SET tries = tries + 1, run_at = $2::timestamptz
     WHERE id = (SELECT id FROM core.jobs
                  WHERE state = 'pending' AND run_at <= $1::timestamptz
                  ORDER BY run_at
                  LIMIT 1
                    FOR UPDATE SKIP LOCKED)
 RETURNING )" JOB_COLUMNS};

std::optional<Job> lease(Transaction& tx, Time now, Time lease_until)
{
    const auto rows = tx.run(lease_query, {now, lease_until});
    if (rows.empty()) return std::nullopt;
    return read_job(rows.front());
}

const Query extend_query{
    "core.extend_jobs",
    "UPDATE core.jobs SET run_at = $2::timestamptz WHERE id = ANY($1::bigint[]) AND state = 'pending'"};

void extend(Transaction& tx, const std::vector<std::int64_t>& jobs, Time lease_until)
{
    tx.run(extend_query, {jobs, lease_until});
}

const Query finish_query{"core.finish_job", "DELETE FROM core.jobs WHERE id = $1 AND tries = $2 AND state = 'pending'"};

void finish(Transaction& tx, const Job& job) { tx.run(finish_query, {job.id, job.tries}); }

const Query try_again_query{"core.try_job_again", R"(
    UPDATE core.jobs SET run_at = $3::timestamptz, last_error = $4 WHERE id = $1 AND tries = $2 AND state = 'pending')"};

void try_again(Transaction& tx, const Job& job, const std::string& error, Time run_at)
{
    tx.run(try_again_query, {job.id, job.tries, run_at, error});
}

const Query bury_query{"core.bury_job", R"(
    UPDATE core.jobs SET state = 'dead', last_error = $3 WHERE id = $1 AND tries = $2 AND state = 'pending')"};

void bury(Transaction& tx, const Job& job, const std::string& error) { tx.run(bury_query, {job.id, job.tries, error}); }

const Query postpone_query{"core.postpone_job", R"(
    UPDATE core.jobs SET run_at = $3::timestamptz, tries = tries - 1 WHERE id = $1 AND tries = $2 AND state = 'pending')"};

void postpone(Transaction& tx, const Job& job, Time run_at) { tx.run(postpone_query, {job.id, job.tries, run_at}); }

const Query dead_query{"core.dead_jobs", "SELECT " JOB_COLUMNS R"(
      FROM core.jobs j
     WHERE j.state = 'dead' AND ($1::bigint = 0 OR j.id < $1::bigint)
     ORDER BY j.id DESC LIMIT $2::int)"};

std::vector<Job> dead(Reader& reader, std::int64_t before_id, int limit)
{
    std::vector<Job> jobs;
    for (const auto& row : reader.run(dead_query, {before_id, limit})) jobs.push_back(read_job(row));
    return jobs;
}

const Query count_dead_query{"core.count_dead_jobs", "SELECT count(*) AS dead FROM core.jobs WHERE state = 'dead'"};

std::int64_t count_dead(Reader& reader) { return reader.run(count_dead_query).front().integer("dead"); }

const Query oldest_due_query{"core.oldest_due_job", R"(
    SELECT run_at FROM core.jobs WHERE state = 'pending' AND run_at <= $1::timestamptz ORDER BY run_at LIMIT 1)"};

std::optional<Time> oldest_due(Reader& reader, Time now)
{
    const auto rows = reader.run(oldest_due_query, {now});
    if (rows.empty()) return std::nullopt;
    return rows.front().time("run_at");
}

const Query revive_query{"core.revive_job", R"(
    UPDATE core.jobs SET state = 'pending', tries = 0, run_at = $2::timestamptz WHERE id = $1 AND state = 'dead')"};

bool revive(Transaction& tx, std::int64_t job, Time now) { return tx.run(revive_query, {job, now}).affected() == 1; }

const Query discard_query{"core.discard_job", "DELETE FROM core.jobs WHERE id = $1 AND state = 'dead'"};

bool discard(Transaction& tx, std::int64_t job) { return tx.run(discard_query, {job}).affected() == 1; }

const Query remove_jobs_query{"core.remove_jobs_of", "DELETE FROM core.jobs WHERE plugin = $1"};
const Query remove_schedules_query{"core.remove_schedules_of", "DELETE FROM core.job_schedules WHERE plugin = $1"};

void remove_plugin(Transaction& tx, const std::string& plugin)
{
    tx.run(remove_jobs_query, {plugin});
    tx.run(remove_schedules_query, {plugin});
}

const Query know_schedules_query{"core.know_schedules", R"(
    INSERT INTO core.job_schedules (plugin, name, next_run_at, leased_until)
    SELECT w.plugin, w.name, $3::timestamptz, $3::timestamptz FROM unnest($1::text[], $2::text[]) AS w (plugin, name)
        ON CONFLICT DO NOTHING)"};

void know_schedules(Transaction& tx, const ScheduleKeys& schedules, Time now)
{
    tx.run(know_schedules_query, {schedules.plugins, schedules.names, now});
}

/// A shortened interval counts from the last run: next_run_at may lie further ahead than one interval from now.
const Query claim_schedule_query{"core.claim_schedule", R"(
    WITH wanted AS (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[]) AS w (plugin, name, interval_s)),
         due AS (SELECT s.plugin, s.name, w.interval_s
                   FROM core.job_schedules s JOIN wanted w USING (plugin, name)
                  WHERE s.leased_until <= $4::timestamptz
                    AND (s.next_run_at <= $4::timestamptz OR s.next_run_at > $4::timestamptz + make_interval(secs => w.interval_s))
                  ORDER BY s.next_run_at
                  LIMIT 1
                    FOR UPDATE OF s SKIP LOCKED)
    UPDATE core.job_schedules s
       SET next_run_at = $4::timestamptz + make_interval(secs => due.interval_s), leased_until = $5::timestamptz, runs = s.runs + 1
      FROM due
     WHERE s.plugin = due.plugin AND s.name = due.name
 RETURNING s.plugin, s.name, s.runs)"};

std::optional<ClaimedSchedule> claim_schedule(Transaction& tx, const ScheduleKeys& schedules, Time now,
                                              Time lease_until)
{
    const auto rows =
        tx.run(claim_schedule_query, {schedules.plugins, schedules.names, schedules.intervals_s, now, lease_until});
    if (rows.empty()) return std::nullopt;
    const auto row = rows.front();
    return ClaimedSchedule{std::string{row.text("plugin")}, std::string{row.text("name")}, row.integer("runs")};
}

const Query extend_schedule_query{"core.extend_schedule", R"(
    UPDATE core.job_schedules SET leased_until = $4::timestamptz WHERE plugin = $1 AND name = $2 AND runs = $3)"};

void extend_schedule(Transaction& tx, const ClaimedSchedule& claimed, Time lease_until)
{
    tx.run(extend_schedule_query, {claimed.plugin, claimed.name, claimed.runs, lease_until});
}

const Query release_schedule_query{"core.release_schedule", R"(
    UPDATE core.job_schedules SET leased_until = $5::timestamptz, last_error = $4 WHERE plugin = $1 AND name = $2 AND runs = $3)"};

void release_schedule(Transaction& tx, const ClaimedSchedule& claimed, const std::string& error, Time now)
{
    tx.run(release_schedule_query, {claimed.plugin, claimed.name, claimed.runs, error, now});
}

} // namespace hurtrock::jobs::repository
