#include "core/jobs/job_runner.hpp"
#include "core/testing/test_database.hpp"

#include <gtest/gtest.h>

#include <set>

namespace hurtrock::jobs {
namespace {

using namespace std::chrono_literals;
using hurtrock::testing::database;
using hurtrock::testing::eventually;

const Query empty_jobs{"test.empty_jobs", "DELETE FROM core.jobs"};
const Query empty_schedules{"test.empty_schedules", "DELETE FROM core.job_schedules"};
const Query count_jobs{"test.count_jobs", "SELECT count(*) AS jobs FROM core.jobs WHERE state = 'pending'"};

struct Jobs : ::testing::Test {
    hurtrock::testing::TestClock clock;
    hurtrock::testing::TestLog log;
    std::mutex mutex;
    std::map<std::string, JobFunction> runs;
    std::vector<Schedule> schedules;
    Handlers handlers{
        .find = [this](const std::string&, const std::string& name) -> std::optional<JobFunction> {
            const std::lock_guard lock{mutex};
            const auto found = runs.find(name);
            return found == runs.end() ? std::nullopt : std::optional{found->second};
        },
        .schedules =
            [this] {
                const std::lock_guard lock{mutex};
                return schedules;
            },
        .guard = [](const std::string&, const char*, const std::function<Result<Done>()>& call) { return call(); },
    };

    void SetUp() override
    {
        hurtrock::testing::run(empty_jobs);
        hurtrock::testing::run(empty_schedules);
    }
    void enqueue(JobRunner& runner, const char* name, const Value& payload = {{"n", 1}},
                 std::chrono::seconds delay = {})
    {
        database().run_transaction("test.enqueue", [&](Transaction& tx) {
            runner.enqueue(tx, "notes", name, payload, delay);
            return true;
        });
    }
    static std::int64_t waiting() { return database().run(count_jobs).front().integer("jobs"); }
};

TEST_F(Jobs, run_once_each_after_the_commit_whichever_node_takes_them)
{
    std::multiset<std::int64_t> seen;
    std::mutex seen_mutex;
    runs["count"] = [&](const Value& payload) -> Result<Done> {
        const std::lock_guard lock{seen_mutex};
        seen.insert(payload["n"].integer());
        return Done{};
    };
    JobRunner first{database(), clock, log, handlers, 3}, second{database(), clock, log, handlers, 3};
    for (int n = 0; n < 60; ++n) enqueue(first, "count", {{"n", n}});
    (void)database().transaction("test.rollback", [&](Transaction& tx) -> Result<Done> {
        first.enqueue(tx, "notes", "count", {{"n", 1000}});
        return Problem{"changed.mind"};
    });
    ASSERT_TRUE(eventually([] { return waiting() == 0; }));
    EXPECT_EQ(seen.size(), 60u);
    EXPECT_EQ(std::set<std::int64_t>(seen.begin(), seen.end()).size(), 60u);
    EXPECT_EQ(first.statistics().done + second.statistics().done, 60u);
}

TEST_F(Jobs, wait_for_their_delay)
{
    std::atomic<int> calls{0};
    runs["later"] = [&](const Value&) -> Result<Done> {
        ++calls;
        return Done{};
    };
    JobRunner runner{database(), clock, log, handlers};
    enqueue(runner, "later", {}, 60s);
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(calls, 0);
    clock.advance(60s);
    runner.wake();
    EXPECT_TRUE(eventually([&] { return calls == 1; }));
}

TEST_F(Jobs, are_tried_ten_times_then_kept_and_revived_by_hand)
{
    std::atomic<int> calls{0};
    runs["failing"] = [&](const Value&) -> Result<Done> {
        if (++calls % 2) throw std::runtime_error{"cannot reach it"};
        return Problem{"notes.unwell"};
    };
    JobRunner runner{database(), clock, log, handlers};
    enqueue(runner, "failing");
    for (std::uint64_t tries = 1; tries <= 10; ++tries) {
        ASSERT_TRUE(eventually([&] { return runner.statistics().failed + runner.statistics().buried == tries; }))
            << tries;
        clock.advance(12h);
        runner.wake();
    }
    EXPECT_EQ(calls, 10);
    const auto letters = runner.dead_letters(database(), 0, 10);
    ASSERT_EQ(letters.size(), 1u);
    EXPECT_EQ(letters[0].last_error, "notes.unwell");
    EXPECT_EQ(runner.count_dead_letters(database()), 1);
    EXPECT_TRUE(
        database().transaction("test.revive", [&](Transaction& tx) { return runner.revive(tx, letters[0].id); }));
    EXPECT_TRUE(eventually([&] { return calls == 11; }));
    EXPECT_FALSE(
        database().transaction("test.discard", [&](Transaction& tx) { return runner.discard(tx, letters[0].id); }));
}

TEST_F(Jobs, of_a_plugin_that_is_off_wait_without_losing_tries)
{
    JobRunner runner{database(), clock, log, handlers};
    enqueue(runner, "absent");
    for (int at = 0; at < 15; ++at) {
        clock.advance(61s);
        runner.wake();
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(waiting(), 1);
    std::atomic<int> calls{0};
    {
        const std::lock_guard lock{mutex};
        runs["absent"] = [&](const Value&) -> Result<Done> {
            ++calls;
            return Done{};
        };
    }
    clock.advance(61s);
    runner.wake();
    EXPECT_TRUE(eventually([&] { return calls == 1 && waiting() == 0; }));
}

TEST_F(Jobs, of_a_killed_node_are_taken_over_within_the_lease)
{
    std::atomic<int> calls{0};
    runs["orphan"] = [&](const Value&) -> Result<Done> {
        ++calls;
        return Done{};
    };
    {
        Handlers dead = handlers;
        dead.find = [](const std::string&, const std::string&) { return std::nullopt; };
        JobRunner gone{database(), clock, log, dead, 0};
        enqueue(gone, "orphan");
        database().run_transaction("test.lease", [&](Transaction& tx) {
            return repository::lease(tx, clock.now(), clock.now() + 1min).has_value(); // and then it died
        });
    }
    JobRunner runner{database(), clock, log, handlers};
    std::this_thread::sleep_for(50ms);
    EXPECT_EQ(calls, 0);
    clock.advance(61s);
    EXPECT_TRUE(eventually([&] { return calls == 1; }));
}

TEST_F(Jobs, that_take_long_keep_their_lease)
{
    std::atomic<int> calls{0};
    std::atomic<bool> release{false};
    runs["long"] = [&](const Value&) -> Result<Done> {
        ++calls;
        while (!release) std::this_thread::sleep_for(1ms);
        return Done{};
    };
    JobRunner runner{database(), clock, log, handlers, 2, 5ms};
    enqueue(runner, "long");
    ASSERT_TRUE(eventually([&] { return calls == 1; }));
    JobRunner rival{database(), clock, log, handlers};
    for (int at = 0; at < 10; ++at) {
        std::this_thread::sleep_for(50ms);
        clock.advance(40s);
        rival.wake();
    }
    EXPECT_EQ(calls, 1);
    release = true;
    EXPECT_TRUE(eventually([] { return waiting() == 0; }));
}

TEST_F(Jobs, schedules_run_on_one_node_at_a_time)
{
    std::atomic<int> calls{0}, at_once{0}, at_once_most{0};
    schedules = {{"notes", "sweep", 60s, [&]() -> Result<Done> {
                      at_once_most = std::max(at_once_most.load(), ++at_once);
                      std::this_thread::sleep_for(20ms);
                      --at_once;
                      if (++calls == 2) throw std::runtime_error{"once"};
                      return Done{};
                  }}};
    JobRunner first{database(), clock, log, handlers, 2}, second{database(), clock, log, handlers, 2};
    for (int round = 1; round <= 4; ++round) {
        ASSERT_TRUE(eventually([&] {
            return calls == round && first.statistics().done + second.statistics().done + first.statistics().failed +
                                             second.statistics().failed ==
                                         static_cast<std::uint64_t>(round);
        })) << round;
        first.wake();
        second.wake();
        std::this_thread::sleep_for(50ms);
        EXPECT_EQ(calls, round);
        clock.advance(60s);
        first.wake();
        second.wake();
    }
    EXPECT_EQ(at_once_most, 1);
    EXPECT_TRUE(log.contains("once"));
}

TEST_F(Jobs, stopping_drains_up_to_its_patience)
{
    std::atomic<bool> running{false}, release{false};
    runs["slow"] = [&](const Value&) -> Result<Done> {
        running = true;
        while (!release) std::this_thread::sleep_for(1ms);
        return Done{};
    };
    JobRunner runner{database(), clock, log, handlers};
    enqueue(runner, "slow");
    ASSERT_TRUE(eventually([&] { return running.load(); }));
    EXPECT_FALSE(runner.stop(50ms));
    release = true;
    EXPECT_TRUE(runner.stop(5s));
    EXPECT_EQ(waiting(), 0);
}

} // namespace
} // namespace hurtrock::jobs
