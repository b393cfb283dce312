#include "fixture.hpp"

#include "core/auth/password_rules.hpp"
#include "core/auth/readable_password.hpp"

#include <future>
#include <set>

namespace hurtrock::auth {
namespace {

using namespace std::chrono_literals;

TEST_F(Auth, a_created_user_signs_in_whatever_the_case_of_the_email)
{
    make("Dewi@Example.com");
    const auto user = accounts.authenticate(" dewi@EXAMPLE.com ", "lantang-sekali", "10.0.0.1");
    ASSERT_TRUE(user) << user.problem().code;
    EXPECT_EQ(user->email, "dewi@example.com");
    EXPECT_FALSE(user->staff);
    EXPECT_EQ(user->public_id.size(), 22u);
}

TEST_F(Auth, wrong_password_and_unknown_email_look_the_same)
{
    make("budi@example.com");
    EXPECT_EQ(accounts.authenticate("budi@example.com", "salah-sekali", "10.0.0.2").problem().code,
              "accounts.wrong_login");
    EXPECT_EQ(accounts.authenticate("nobody@example.com", "salah-sekali", "10.0.0.2").problem().code,
              "accounts.wrong_login");
    EXPECT_EQ(accounts.authenticate("no address", "salah-sekali", "10.0.0.2").problem().code, "accounts.wrong_login");
}

TEST(PasswordPool, an_unknown_email_costs_as_much_time_as_a_known_one)
{
    hurtrock::testing::TestClock clock;
    PasswordPool pool;
    Sessions sessions{hurtrock::testing::database(), clock};
    Roles roles{hurtrock::testing::database(), clock};
    AccountsHost accounts{hurtrock::testing::database(), clock, pool, sessions};
    ASSERT_TRUE(create_user(hurtrock::testing::database(), accounts, roles, {"timing@example.com", "lantang-sekali"}));
    const auto measure = [&](const char* email) {
        const auto start = std::chrono::steady_clock::now();
        EXPECT_FALSE(accounts.authenticate(email, "salah-sekali", email));
        return std::chrono::steady_clock::now() - start;
    };
    measure("first@example.com"); // makes the decoy
    const auto known = measure("timing@example.com"), unknown = measure("unknown@example.com");
    EXPECT_GT(unknown, known / 3);
    EXPECT_LT(unknown, known * 3);
}

TEST_F(Auth, an_email_is_taken_once)
{
    make("taken@example.com");
    const auto again = create_user(database, accounts, roles, {"TAKEN@example.com", "lantang-sekali"});
    EXPECT_EQ(again.problem().code, "accounts.email_taken");
    EXPECT_EQ(again.problem().field, "email");
    EXPECT_EQ(create_user(database, accounts, roles, {"no address", "lantang-sekali"}).problem().code, "form.email");
}

TEST_F(Auth, the_unconfirmed_and_the_inactive_are_told_apart_only_with_the_right_password)
{
    const auto hash = accounts.hash_password("lantang-sekali");
    auto user = change([&](Transaction& tx) { return accounts.create(tx, {"new@example.com", "Baru", "", *hash}); });
    ASSERT_TRUE(user);
    EXPECT_EQ(accounts.authenticate("new@example.com", "salah-sekali", "10.0.0.3").problem().code,
              "accounts.wrong_login");
    EXPECT_EQ(accounts.authenticate("new@example.com", "lantang-sekali", "10.0.0.3").problem().code,
              "accounts.not_confirmed");
    (void)change([&](Transaction& tx) -> Result<Done> {
        accounts.confirm(tx, user->id);
        return accounts.set_active(tx, user->id, false);
    });
    EXPECT_EQ(accounts.authenticate("new@example.com", "lantang-sekali", "10.0.0.3").problem().code,
              "accounts.inactive");
}

TEST(PasswordRules, refuse_short_long_and_common_ones)
{
    EXPECT_EQ(check_password("1234567").problem().code, "accounts.password_short");
    EXPECT_EQ(check_password("ßßßßßßß").problem().code, "accounts.password_short");
    EXPECT_TRUE(check_password("ßßßßßßßß"));
    EXPECT_TRUE(check_password(std::string(200, 'x')));
    EXPECT_EQ(check_password(std::string(201, 'x')).problem().code, "accounts.password_long");
    EXPECT_EQ(check_password("PassWord123").problem().code, "accounts.password_common");
    EXPECT_EQ(check_password("bismillah").problem().code, "accounts.password_common");
}

TEST(PasswordRules, generated_passwords_are_readable_and_differ)
{
    std::set<std::string> seen;
    for (int at = 0; at < 100; ++at) {
        const auto password = readable_password();
        EXPECT_TRUE(check_password(password));
        EXPECT_EQ(std::count(password.begin(), password.end(), '-'), 3) << password;
        seen.insert(password);
    }
    EXPECT_EQ(seen.size(), 100u);
}

TEST_F(Auth, a_token_works_once_for_its_purpose_until_it_expires)
{
    const auto user = make("token@example.com");
    const auto fresh = [&](TokenPurpose purpose) {
        return *change(
            [&](Transaction& tx) -> Result<std::string> { return accounts.make_token(tx, user.id, purpose); });
    };
    const auto use = [&](const std::string& token, TokenPurpose purpose) {
        return change([&](Transaction& tx) { return accounts.use_token(tx, token, purpose); });
    };
    const auto token = fresh(TokenPurpose::reset_password);
    EXPECT_FALSE(use(token, TokenPurpose::confirm_email));
    EXPECT_EQ(use(token, TokenPurpose::reset_password).value(), user.id);
    EXPECT_EQ(use(token, TokenPurpose::reset_password).problem().code, "accounts.token_invalid");

    const auto replaced = fresh(TokenPurpose::reset_password);
    const auto late = fresh(TokenPurpose::reset_password);
    EXPECT_FALSE(use(replaced, TokenPurpose::reset_password));
    clock.advance(61min);
    EXPECT_FALSE(use(late, TokenPurpose::reset_password));

    const auto confirm = fresh(TokenPurpose::confirm_email);
    clock.advance(23h);
    EXPECT_TRUE(use(confirm, TokenPurpose::confirm_email));
    EXPECT_FALSE(use("' OR 1=1 --", TokenPurpose::confirm_email));
}

TEST_F(Auth, a_hash_made_with_other_costs_is_renewed_at_login)
{
    const auto user = make("renew@example.com");
    PasswordPool dearer{{.threads = 1, .queue = 4, .cost = {2, 65'536}}};
    AccountsHost later{database, clock, dearer, sessions};
    ASSERT_TRUE(later.authenticate("renew@example.com", "lantang-sekali", "10.0.0.4"));
    const auto stored = repository::user_with_hash(database, "renew@example.com");
    EXPECT_NE(stored->password_hash.find("t=2"), std::string::npos) << stored->password_hash;
    EXPECT_TRUE(later.authenticate("renew@example.com", "lantang-sekali", "10.0.0.4"));
}

TEST_F(Auth, a_new_password_ends_every_session)
{
    const auto user = make("reset@example.com");
    const auto session = sessions.start(user.id, "10.0.0.5", "test");
    ASSERT_TRUE(sessions.find(session.token));
    const auto password = reset_password(database, accounts, "reset@example.com");
    ASSERT_TRUE(password);
    EXPECT_FALSE(sessions.find(session.token));
    EXPECT_TRUE(accounts.authenticate("reset@example.com", *password, "10.0.0.5"));
    EXPECT_EQ(reset_password(database, accounts, "unknown@example.com").problem().code, "accounts.unknown");
}

TEST_F(Auth, finds_many_at_once_and_pages_through_all)
{
    const auto first = make("page1@paging.example"), second = make("page2@paging.example");
    EXPECT_EQ(accounts.find(database, std::vector<UserId>{second.id, first.id, UserId{999'999}}).size(), 2u);
    EXPECT_FALSE(accounts.find(database, UserId{999'999}));
    EXPECT_EQ(accounts.find(database, "PAGE1@paging.example")->id, first.id);
    const auto page = accounts.page(database, "paging.", {}, 1);
    ASSERT_EQ(page.size(), 1u);
    EXPECT_EQ(page.front().id, second.id);
    EXPECT_EQ(accounts.page(database, "paging.", page.front().id, 10).front().id, first.id);
    EXPECT_TRUE(accounts.page(database, "p_ging", {}, 10).empty());
    EXPECT_GE(accounts.count(database), 2);
}

TEST(PasswordPool, refuses_more_than_its_queue_holds)
{
    PasswordPool pool{{.threads = 1, .queue = 1, .cost = {2, 19'922'944}}};
    std::vector<std::future<bool>> attempts;
    for (int at = 0; at < 6; ++at)
        attempts.push_back(std::async(std::launch::async, [&] {
            try {
                (void)pool.hash("anything");
                return true;
            } catch (const Overloaded&) {
                return false;
            }
        }));
    int done = 0;
    for (auto& attempt : attempts) done += attempt.get();
    EXPECT_GE(done, 1);
    EXPECT_LT(done, 6);
    EXPECT_FALSE(pool.hash("after the rush").empty());
}

} // namespace
} // namespace hurtrock::auth
