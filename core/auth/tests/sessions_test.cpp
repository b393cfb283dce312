#include "fixture.hpp"

#include "core/auth/encoding.hpp"

namespace hurtrock::auth {
namespace {

using namespace std::chrono_literals;

TEST_F(Auth, a_login_rotates_the_session)
{
    const auto user = make("rotate@example.com");
    const auto first = sessions.start(user.id, "10.0.1.1", "Firefox");
    const auto second = sessions.start(user.id, "10.0.1.1", "Firefox", first.token);
    EXPECT_FALSE(sessions.find(first.token));
    const auto found = sessions.find(second.token);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->user.id, user.id);
    EXPECT_EQ(found->key, sha256_hex(second.token));
    EXPECT_EQ(found->id, second.session.id);
    EXPECT_FALSE(sessions.find("nonsense"));
    EXPECT_FALSE(sessions.find(random_token()));
}

TEST_F(Auth, a_session_ends_when_idle_when_old_and_when_asked)
{
    const auto user = make("expiry@example.com");
    const auto idle = sessions.start(user.id, "", "");
    clock.advance(24h * 29);
    EXPECT_TRUE(sessions.find(idle.token)); // the visit counts
    clock.advance(24h * 29);
    EXPECT_TRUE(sessions.find(idle.token));
    clock.advance(24h * 31);
    EXPECT_FALSE(sessions.find(idle.token));

    const auto busy = sessions.start(user.id, "", "");
    for (int day = 0; day < 89; ++day) {
        clock.advance(24h);
        EXPECT_TRUE(sessions.find(busy.token));
    }
    clock.advance(24h);
    EXPECT_FALSE(sessions.find(busy.token));

    const auto ended = sessions.start(user.id, "", "");
    ASSERT_TRUE(sessions.find(ended.token));
    sessions.end(ended.token);
    EXPECT_FALSE(sessions.find(ended.token));
    EXPECT_GE(sessions.tidy(), 2u);
}

TEST_F(Auth, who_did_not_ask_to_stay_is_asked_again_after_a_day)
{
    const auto user = make("public-computer@example.com");
    const auto stays = sessions.start(user.id, "", "", {}, hurtrock::Stay::thirty_days);
    const auto leaves = sessions.start(user.id, "", "", {}, hurtrock::Stay::until_closed);
    clock.advance(23h);
    EXPECT_TRUE(sessions.find(leaves.token)); // a visit, which keeps it for another day
    clock.advance(23h);
    EXPECT_TRUE(sessions.find(leaves.token));
    clock.advance(25h);
    EXPECT_FALSE(sessions.find(leaves.token));
    EXPECT_TRUE(sessions.find(stays.token));
}

TEST_F(Auth, all_sessions_but_one_are_ended)
{
    const auto user = make("everywhere@example.com");
    const auto kept = sessions.start(user.id, "10.0.1.2", ""), other = sessions.start(user.id, "10.0.1.3", "");
    ASSERT_TRUE(sessions.find(other.token));
    ASSERT_TRUE(change([&](Transaction& tx) -> Result<Done> {
        sessions.end_others(tx, user.id, kept.session.id);
        return Done{};
    }));
    EXPECT_FALSE(sessions.find(other.token));
    EXPECT_TRUE(sessions.find(kept.token));
}

TEST_F(Auth, a_session_knows_the_language_its_user_chose)
{
    const auto user = make("english@example.com", "staff");
    const auto session = sessions.start(user.id, "", "");
    EXPECT_EQ(sessions.find(session.token)->locale, "");
    for (const char* chosen : {"en", "id", ""}) {
        ASSERT_TRUE(change([&](Transaction& tx) -> Result<Done> {
            sessions.set_locale(tx, user.id, chosen);
            return Done{};
        }));
        EXPECT_EQ(sessions.find(session.token)->locale, chosen);
    }
}

TEST_F(Auth, staff_are_asked_again_after_a_day)
{
    const auto user = make("staffidle@example.com", "staff");
    const auto session = sessions.start(user.id, "", "");
    clock.advance(25h);
    EXPECT_FALSE(sessions.find(session.token));
}

TEST_F(Auth, another_node_learns_of_a_revocation_within_five_seconds)
{
    const auto user = make("nodes@example.com");
    Sessions other{database, clock};
    const auto session = sessions.start(user.id, "", "");
    ASSERT_TRUE(other.find(session.token));
    sessions.end(session.token);
    clock.advance(4s);
    EXPECT_TRUE(other.find(session.token));
    clock.advance(1s);
    EXPECT_FALSE(other.find(session.token));
}

TEST_F(Auth, sessions_are_listed_and_ended_one_by_one)
{
    const auto user = make("list@example.com"), stranger = make("stranger@example.com");
    const auto phone = sessions.start(user.id, "10.0.1.2", "Phone"), desk = sessions.start(user.id, "10.0.1.3", "Desk");
    const auto lines = sessions.list(database, user.id);
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_FALSE(change([&](Transaction& tx) { return sessions.end(tx, stranger.id, phone.session.id); }));
    EXPECT_TRUE(change([&](Transaction& tx) { return sessions.end(tx, user.id, phone.session.id); }));
    EXPECT_FALSE(sessions.find(phone.token));
    EXPECT_TRUE(sessions.find(desk.token));
}

TEST_F(Auth, an_inactive_user_is_out_at_once)
{
    const auto user = make("inactive@example.com");
    const auto session = sessions.start(user.id, "", "");
    ASSERT_TRUE(sessions.find(session.token));
    EXPECT_TRUE(change([&](Transaction& tx) { return accounts.set_active(tx, user.id, false); }));
    EXPECT_FALSE(sessions.find(session.token));
}

} // namespace
} // namespace hurtrock::auth
