#include "core/supervise/restart_policy.hpp"

#include <gtest/gtest.h>

namespace hurtrock::supervise
{
namespace
{

using namespace std::chrono_literals;

TEST(RestartPolicyTest, waits_longer_each_time_but_at_most_a_second)
{
    RestartPolicy policy;
    policy.ready();
    RestartPolicy::Time now{};
    for (const auto expected : {200ms, 400ms, 800ms, 1'000ms, 1'000ms}) {
        policy.failed(now += 1s);
        EXPECT_EQ(policy.pause(), expected);
    }
    policy.failed(now += 61s);
    EXPECT_EQ(policy.pause(), 200ms);
}

TEST(RestartPolicyTest, slows_down_in_a_storm_but_goes_on)
{
    RestartPolicy policy;
    policy.ready();
    for (int failure = 0; failure < 12; ++failure)
        policy.failed(RestartPolicy::Time{});
    EXPECT_EQ(policy.pause(), RestartPolicy::pause_storm);
    EXPECT_FALSE(policy.pointless());
}

TEST(RestartPolicyTest, is_pointless_after_five_failures_in_a_minute_without_ever_being_ready)
{
    RestartPolicy policy;
    RestartPolicy::Time now{};
    for (int failure = 0; failure < 4; ++failure)
        policy.failed(now += 1s);
    EXPECT_FALSE(policy.pointless());
    policy.failed(now += 58s); // the first one is out of the window by now
    EXPECT_FALSE(policy.pointless());
    policy.failed(now += 1s);
    EXPECT_FALSE(policy.pointless());
    RestartPolicy quick;
    for (int failure = 0; failure < 5; ++failure)
        quick.failed(now);
    EXPECT_TRUE(quick.pointless());
}

} // namespace
} // namespace hurtrock::supervise
