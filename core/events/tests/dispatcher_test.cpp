#include "fixture.hpp"

#include <algorithm>

namespace hurtrock::events {
namespace {

using namespace std::chrono_literals;
using hurtrock::testing::database;
using hurtrock::testing::eventually;

struct Seen {
    std::mutex mutex;
    std::vector<std::int64_t> numbers;
    Result<Done> operator()(const Value& payload)
    {
        const std::lock_guard lock{mutex};
        numbers.push_back(payload["n"].integer());
        return Done{};
    }
    std::size_t count()
    {
        const std::lock_guard lock{mutex};
        return numbers.size();
    }
};

TEST_F(Events, arrive_after_the_commit_in_order_per_aggregate)
{
    std::map<std::string, Seen> seen;
    for (int at = 0; at < 4; ++at) seen["note:" + std::to_string(at)];
    after["changed"] = {{"one", "index", [&](const Value& payload) {
                             std::this_thread::sleep_for(1ms);
                             return seen["note:" + std::to_string(payload["n"].integer() % 4)](payload);
                         }}};
    Dispatcher first{database(), clock, log, listeners, 3}, second{database(), clock, log, listeners, 3};
    committed = [&] { first.wake(); };
    for (int n = 0; n < 100; ++n) ASSERT_TRUE(raise("changed", "note:" + std::to_string(n % 4), {{"n", n}}));
    ASSERT_TRUE(eventually([] { return waiting_rows() == 0; }));
    for (auto& [aggregate, listener] : seen) {
        EXPECT_EQ(listener.numbers.size(), 25u) << aggregate;
        EXPECT_TRUE(std::is_sorted(listener.numbers.begin(), listener.numbers.end())) << aggregate;
    }
    EXPECT_EQ(first.statistics().delivered + second.statistics().delivered, 100u);
}

TEST_F(Events, a_failing_listener_is_called_ten_times_in_a_day_then_kept_and_holds_up_nobody_else)
{
    std::atomic<int> calls{0};
    Seen other;
    after["failing"] = {{"one", "mail",
                         [&](const Value& payload) -> Result<Done> {
                             if (payload["n"].integer() != 1) return Done{};
                             if (++calls % 2) throw std::runtime_error{"cannot reach it"};
                             return Problem{"mail.unwell"};
                         }},
                        {"two", "index", [&](const Value& payload) { return other(payload); }}};
    Dispatcher dispatcher{database(), clock, log, listeners};
    ASSERT_TRUE(raise("failing", "note:1", {{"n", 1}}));
    ASSERT_TRUE(raise("failing", "note:1", {{"n", 2}}));
    ASSERT_TRUE(raise("failing", "note:2", {{"n", 3}}));
    dispatcher.wake();
    ASSERT_TRUE(eventually([&] { return other.count() == 3 && calls == 1 && waiting_rows() == 2; }));

    const auto start = clock.now();
    std::chrono::seconds waits[]{10s, 30s, 2min, 5min, 15min, 45min, 2h, 5h, 12h};
    int tries = 1;
    for (const auto wait : waits) {
        ASSERT_TRUE(eventually([&] { return dispatcher.statistics().failed == static_cast<std::uint64_t>(tries); }));
        clock.advance(wait);
        dispatcher.wake();
        ASSERT_TRUE(eventually([&] { return calls == tries + 1; })) << tries;
        ++tries;
    }
    ASSERT_TRUE(eventually([&] { return waiting_rows() == 0; })); // the second event of the aggregate went on
    EXPECT_EQ(calls, 10);
    EXPECT_GT(clock.now() - start, 20h);
    const auto letters = dispatcher.dead_letters(database(), 0, 10);
    ASSERT_EQ(letters.size(), 1u);
    EXPECT_EQ(letters.front().last_error, "mail.unwell");
    EXPECT_EQ(letters.front().plugin, "one");
    EXPECT_EQ(dispatcher.count_dead_letters(database()), 1);

    const auto change = [&](auto&& body) { return database().transaction("test.letters", body); };
    EXPECT_TRUE(change([&](Transaction& tx) { return dispatcher.revive(tx, letters.front().id); }));
    ASSERT_TRUE(eventually([&] { return calls == 11; }));
    EXPECT_FALSE(change([&](Transaction& tx) { return dispatcher.discard(tx, letters.front().id); })); // it waits again
}

TEST_F(Events, rows_of_a_plugin_that_is_off_wait_until_it_is_back)
{
    Seen seen;
    after["parked"] = {{"one", "mail", [&](const Value& payload) { return seen(payload); }}};
    ASSERT_TRUE(raise("parked"));
    const auto kept = after["parked"];
    {
        const std::lock_guard lock{mutex};
        after.clear();
    }
    Dispatcher dispatcher{database(), clock, log, listeners};
    for (int at = 0; at < 15; ++at) {
        clock.advance(61s);
        dispatcher.wake();
        std::this_thread::sleep_for(10ms);
    }
    EXPECT_EQ(waiting_rows(), 1);
    {
        const std::lock_guard lock{mutex};
        after["parked"] = kept;
    }
    clock.advance(61s);
    dispatcher.wake();
    EXPECT_TRUE(eventually([&] { return seen.count() == 1 && waiting_rows() == 0; }));
}

TEST_F(Events, what_a_killed_node_left_is_delivered_by_another)
{
    Seen seen;
    after["orphan"] = {{"one", "mail", [&](const Value& payload) { return seen(payload); }}};
    ASSERT_TRUE(raise("orphan"));
    database().run_transaction("test.lease", [&](Transaction& tx) {
        return repository::lease(tx, clock.now(), clock.now() + 5min).has_value(); // and then it died
    });
    Dispatcher dispatcher{database(), clock, log, listeners};
    dispatcher.wake();
    std::this_thread::sleep_for(100ms);
    EXPECT_EQ(seen.count(), 0u);
    clock.advance(5min);
    EXPECT_TRUE(eventually([&] { return seen.count() == 1; })); // found without a signal
}

TEST_F(Events, stopping_waits_for_the_listener_that_runs_up_to_its_patience)
{
    std::atomic<bool> running{false}, release{false};
    after["slow"] = {{"one", "mail", [&](const Value&) -> Result<Done> {
                          running = true;
                          while (!release) std::this_thread::sleep_for(1ms);
                          return Done{};
                      }}};
    Dispatcher dispatcher{database(), clock, log, listeners};
    ASSERT_TRUE(raise("slow"));
    dispatcher.wake();
    ASSERT_TRUE(eventually([&] { return running.load(); }));
    EXPECT_FALSE(dispatcher.stop(50ms));
    release = true;
    EXPECT_TRUE(dispatcher.stop(5s));
    EXPECT_EQ(waiting_rows(), 0);
}

} // namespace
} // namespace hurtrock::events
