#include "core/plugins/generation.hpp"
#include "core/plugins/guard.hpp"
#include "core/plugins/limited.hpp"

#include <gtest/gtest.h>

#include <future>

namespace hurtrock::plugins {
namespace {

using namespace std::chrono_literals;

TEST(GuardTest, ClosesWhateverIsThrown)
{
    const std::string id{"thrower"};
    const auto failures = [&] { return counters_of(id).failures.load(); };
    const auto before = failures();
    EXPECT_EQ(guarded(id, "hook", -1, [] { return 7; }), 7);
    EXPECT_EQ(guarded(id, "hook", -1, []() -> int { throw std::runtime_error{"no"}; }), -1);
    EXPECT_EQ(guarded(id, "hook", -1, []() -> int { throw 42; }), -1);
    struct Foreign {};
    EXPECT_EQ(guarded(id, "hook", -1, []() -> int { throw Foreign{}; }), -1);
    EXPECT_EQ(failures(), before + 3);
    EXPECT_EQ(plugin_running(), nullptr);
}

TEST(GuardTest, LetsThroughWhatTheCallerMustSee)
{
    EXPECT_THROW(watched("thrower", []() -> int { throw 42; }), int);
    EXPECT_EQ(plugin_running(), nullptr);
}

TEST(GuardTest, MarksTheInnermostPluginAndComesBack)
{
    watched("outer", [] {
        EXPECT_STREQ(plugin_running(), "outer");
        watched("inner", [] { EXPECT_STREQ(plugin_running(), "inner"); });
        EXPECT_STREQ(plugin_running(), "outer");
    });
    EXPECT_EQ(plugin_running(), nullptr);
}

TEST(GuardTest, TheMarkOutlivesTheNameItWasMadeFrom)
{
    auto name = std::make_unique<std::string>("a-plugin-with-a-name-too-long-for-the-small-buffer");
    watched(*name, [&] {
        name.reset();
        EXPECT_STREQ(plugin_running(), "a-plugin-with-a-name-too-long-for-the-small-buffer");
    });
}

TEST(GuardTest, SeesCallsThatTakeLong)
{
    std::promise<void> inside, leave;
    std::thread busy{[&] {
        watched("slow-outer", [&] {
            watched("slow-inner", [&] {
                inside.set_value();
                leave.get_future().wait();
            });
        });
    }};
    inside.get_future().wait();
    EXPECT_TRUE(busy_calls(1h).empty());
    std::this_thread::sleep_for(20ms);
    const auto calls = busy_calls(10ms);
    ASSERT_EQ(calls.size(), 1U);
    EXPECT_EQ(calls[0].plugin, "slow-inner");
    EXPECT_GE(calls[0].busy, 10ms);
    leave.set_value();
    busy.join();
    EXPECT_TRUE(busy_calls(0ms).empty());
}

TEST(GuardTest, LeavesOutTheUnhurried)
{
    const Unhurried unhurried;
    watched("job", [] { EXPECT_TRUE(busy_calls(0ms).empty()); });
}

TEST(LimitedTest, TellsHowACallEnded)
{
    EXPECT_EQ(run_limited(1s, [] {}).ended, Ended::returned);
    const auto threw = run_limited(1s, [] { throw std::runtime_error{"no"}; });
    EXPECT_EQ(threw.ended, Ended::threw);
    EXPECT_EQ(threw.reason, "no");
    EXPECT_EQ(run_limited(1s, [] { throw 42; }).ended, Ended::threw);
}

TEST(LimitedTest, WritesOffWhatHangsAndCountsItUntilItComesBack)
{
    auto leave = std::make_shared<std::promise<void>>();
    auto held = std::make_shared<int>(1);
    const std::weak_ptr<int> alive = held;
    const auto outcome = run_limited(10ms, [future = leave->get_future().share(), held = std::move(held)] { future.wait(); });
    EXPECT_EQ(outcome.ended, Ended::hung);
    EXPECT_EQ(written_off_calls(), 1);
    EXPECT_FALSE(alive.expired()) << "what it uses stays";
    leave->set_value();
    for (int i = 0; i < 500 && written_off_calls() > 0; ++i) std::this_thread::sleep_for(10ms);
    EXPECT_EQ(written_off_calls(), 0);
    EXPECT_TRUE(alive.expired());
}

struct Noted {
    std::atomic<int> stopped{0}, destroyed{0};
    std::atomic<std::thread::id> destroyed_on{};
};
class NotingPlugin final : public Plugin {
public:
    explicit NotingPlugin(Noted& noted) : noted_{noted} {}
    ~NotingPlugin() override
    {
        noted_.destroyed_on = std::this_thread::get_id();
        ++noted_.destroyed;
    }
    void start(Host&) override {}
    void stop() override
    {
        ++noted_.stopped;
        throw 42; // must not keep it from being destroyed
    }

private:
    Noted& noted_;
};

TEST(JanitorTest, StopsAndDestroysAwayFromTheThreadThatLetGo)
{
    Noted noted;
    Janitor janitor;
    const auto farewell = std::make_shared<Farewell>();
    auto generation = janitor.adopt(std::make_unique<Generation>(), farewell);
    generation->manifest.id = "noted";
    generation->plugin = std::make_shared<NotingPlugin>(noted);
    generation->started = true;
    auto other = generation;
    generation.reset();
    EXPECT_FALSE(farewell->wait_until(std::chrono::steady_clock::now() + 20ms)) << "somebody still uses it";
    std::thread request{[&] { other.reset(); }};
    request.join();
    ASSERT_TRUE(farewell->wait_until(std::chrono::steady_clock::now() + 10s));
    EXPECT_EQ(noted.stopped, 1);
    EXPECT_EQ(noted.destroyed, 1);
    EXPECT_NE(noted.destroyed_on.load(), std::this_thread::get_id());
}

TEST(JanitorTest, OwesNoStopToWhatNeverStarted)
{
    Noted noted;
    {
        Janitor janitor;
        auto generation = janitor.adopt(std::make_unique<Generation>(), std::make_shared<Farewell>());
        generation->plugin = std::make_shared<NotingPlugin>(noted);
    }
    EXPECT_EQ(noted.stopped, 0);
    EXPECT_EQ(noted.destroyed, 1);
}

} // namespace
} // namespace hurtrock::plugins
