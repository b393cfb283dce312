#include "core/auth/csrf.hpp"
#include "core/auth/encoding.hpp"
#include "core/auth/signed_value.hpp"
#include "core/testing/test_database.hpp"

#include <gtest/gtest.h>

#include <fstream>

namespace hurtrock::auth {
namespace {

const ServerSecret secret{"a secret of the server"};

TEST(HmacSha256, agrees_with_rfc_4231)
{
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
              "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Csrf, a_token_fits_its_owner_only_and_looks_new_each_time)
{
    const Csrf csrf{secret};
    const auto token = csrf.token("session one");
    EXPECT_NE(token, csrf.token("session one"));
    EXPECT_TRUE(csrf.verify("session one", token));
    EXPECT_FALSE(csrf.verify("session two", token));
    EXPECT_FALSE(Csrf{ServerSecret{"another secret of a server"}}.verify("session one", token));
    EXPECT_FALSE(csrf.verify("session one", ""));
    EXPECT_FALSE(csrf.verify("session one", token + "AAAA"));
    EXPECT_FALSE(csrf.verify("session one", std::string(86, 'A')));
    for (std::size_t at = 0; at < token.size(); at += 7) {
        auto changed = token;
        changed[at] = changed[at] == 'A' ? 'B' : 'A';
        EXPECT_FALSE(csrf.verify("session one", changed)) << at;
    }
}

TEST(SignedValues, are_read_back_and_refused_when_changed_or_meant_for_something_else)
{
    const SignedValues flash{secret, "flash"}, other{secret, "other"};
    const auto text = flash.sign(R"([{"kind":"good","text":"Terima kasih, ü"}])");
    EXPECT_EQ(flash.open(text), R"([{"kind":"good","text":"Terima kasih, ü"}])");
    EXPECT_FALSE(other.open(text));
    auto changed = text;
    changed[3] = changed[3] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(flash.open(changed));
    EXPECT_FALSE(flash.open(""));
    EXPECT_FALSE(flash.open("."));
    EXPECT_EQ(flash.open(flash.sign("")), "");
}

TEST(Guests, a_cookie_becomes_a_stable_key)
{
    const Guests guests{secret};
    const auto cookie = random_token();
    EXPECT_EQ(guests.key_of(cookie).size(), 64u);
    EXPECT_EQ(guests.key_of(cookie), guests.key_of(cookie));
    EXPECT_NE(guests.key_of(cookie), guests.key_of(random_token()));
    EXPECT_EQ(guests.key_of("short"), "");
    EXPECT_EQ(guests.key_of(std::string(43, '%')), "");
}

TEST(ServerSecret, is_made_once_kept_and_private)
{
    const auto file = hurtrock::testing::scratch_folder() / "secret";
    const auto made = ServerSecret::load("", file);
    EXPECT_EQ(made.key("csrf"), ServerSecret::load("", file).key("csrf"));
    EXPECT_NE(made.key("csrf"), made.key("settings"));
    EXPECT_EQ(std::filesystem::status(file).permissions(), std::filesystem::perms{0600});
    EXPECT_EQ(ServerSecret::load("a secret of the server", file).key("csrf"), secret.key("csrf"));
    EXPECT_THROW(ServerSecret::load("too short", file), std::invalid_argument);
    std::ofstream{file} << "x\n";
    EXPECT_THROW(ServerSecret::load("", file), std::runtime_error);
}

} // namespace
} // namespace hurtrock::auth
