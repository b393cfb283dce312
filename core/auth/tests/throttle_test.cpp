#include "fixture.hpp"

namespace hurtrock::auth {
namespace {

using namespace std::chrono_literals;

TEST_F(Auth, guessing_gets_slower_and_the_owner_elsewhere_does_not_notice)
{
    make("owner@example.com");
    for (int at = 0; at < 6; ++at)
        EXPECT_EQ(accounts.authenticate("owner@example.com", "salah-sekali", "10.1.0.1").problem().code,
                  "accounts.wrong_login")
            << at;
    const auto refused = accounts.authenticate("owner@example.com", "lantang-sekali", "10.1.0.1");
    EXPECT_EQ(refused.problem().code, "accounts.throttled");
    EXPECT_EQ(refused.problem().arguments["seconds"].integer(), 1);
    EXPECT_EQ(refused.problem().status, 429);
    EXPECT_TRUE(accounts.authenticate("owner@example.com", "lantang-sekali", "10.1.0.2"));

    clock.advance(1s);
    EXPECT_EQ(accounts.authenticate("owner@example.com", "salah-sekali", "10.1.0.1").problem().code,
              "accounts.wrong_login");
    EXPECT_EQ(accounts.authenticate("owner@example.com", "x", "10.1.0.1").problem().arguments["seconds"].integer(), 2);
    clock.advance(2s);
    EXPECT_TRUE(accounts.authenticate("owner@example.com", "lantang-sekali", "10.1.0.1"));
    EXPECT_EQ(accounts.authenticate("owner@example.com", "salah-sekali", "10.1.0.1").problem().code,
              "accounts.wrong_login");
}

TEST_F(Auth, the_wait_never_exceeds_a_quarter_of_an_hour_and_is_forgotten)
{
    LoginThrottle throttle{database, clock};
    std::int64_t longest = 0;
    for (int at = 0; at < 60; ++at) {
        const auto admitted = throttle.admit("far@example.com", "10.2.0.1");
        if (admitted) continue;
        const auto seconds = admitted.problem().arguments["seconds"].integer();
        longest = std::max(longest, seconds);
        clock.advance(std::chrono::seconds{seconds});
    }
    EXPECT_EQ(longest, 900);
    clock.advance(2h);
    for (int at = 0; at < 5; ++at) EXPECT_TRUE(throttle.admit("far@example.com", "10.2.0.1"));
}

TEST_F(Auth, one_address_cannot_try_one_password_on_everybody)
{
    LoginThrottle throttle{database, clock};
    int admitted = 0;
    for (int at = 0; at < 80; ++at)
        admitted += throttle.admit("user" + std::to_string(at) + "@example.com", "10.3.0.1").ok();
    EXPECT_GE(admitted, 50);
    EXPECT_LE(admitted, 52);
    throttle.tidy();
    EXPECT_FALSE(throttle.admit("one.more@example.com", "10.3.0.1"));
}

TEST(LoginThrottle, counts_an_ipv6_household_as_one)
{
    EXPECT_EQ(network_of("2001:db8:1:2:aaaa::1"), network_of("2001:db8:1:2:bbbb::2"));
    EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
    EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
}

} // namespace
} // namespace hurtrock::auth
