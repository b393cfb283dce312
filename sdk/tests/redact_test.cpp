#include <hurtrock/crypto.hpp>
#include <hurtrock/redact.hpp>

#include <gtest/gtest.h>

namespace hurtrock {
namespace {

TEST(Redact, HidesHeadersThatSpeakOfCredentials)
{
    EXPECT_EQ(
        redacted(
            "POST https://a.example/\nAuthorization: Basic c2s6\nX-Callback-Token: abcdefghij\nAccept: text/plain"),
        "POST https://a.example/\nAuthorization: [hidden]\nX-Callback-Token: [hidden]\nAccept: text/plain");
    EXPECT_EQ(redacted("Set-Cookie: id=1; Path=/\nContent-Length: 3"), "Set-Cookie: [hidden]\nContent-Length: 3");
}

TEST(Redact, HidesFieldsOfJsonAndForms)
{
    EXPECT_EQ(
        redacted(R"({"client_secret": "pi_1_secret_x\"y", "amount":15000, "signature_key":"abc", "token_id" : 12})"),
        R"({"client_secret": "[hidden]", "amount":15000, "signature_key":"[hidden]", "token_id" : [hidden]})");
    EXPECT_EQ(redacted("amount=1&card[cvc]=123&api_key=xyz&email=a%40b.example"),
              "amount=1&card[cvc]=[hidden]&api_key=[hidden]&email=a%40b.example");
    EXPECT_EQ(redacted("https://a.example/x?access_token=abc&page=2"),
              "https://a.example/x?access_token=[hidden]&page=2");
    EXPECT_EQ(redacted(R"({"secret":{"inner_password":"abc"},"cvv":null})"),
              R"({"secret":{"inner_password":"[hidden]"},"cvv":[hidden]})");
}

TEST(Redact, HidesWhatAFieldGaveAwayEverywhere)
{
    EXPECT_EQ(redacted(R"({"token":"66e4fa55-fdac","redirect_url":"https://pay.example/66e4fa55-fdac"})"),
              R"({"token":"[hidden]","redirect_url":"https://pay.example/[hidden]"})");
}

TEST(Redact, HidesGivenSecretsAlsoInBase64)
{
    const std::string key = "sk_test_123";
    EXPECT_EQ(redacted("a sk_test_123 b " + to_base64(key + ":") + " c " + to_base64(key), {key}),
              "a [hidden] b [hidden] c [hidden]");
    EXPECT_EQ(redacted("cat", {"a", ""}), "cat") << "hiding single letters would hide nothing and everything";
}

TEST(Redact, HidesCardsAndKeepsOtherNumbers)
{
    EXPECT_EQ(redacted("4111111111111111"), "[card …1111]");
    EXPECT_EQ(redacted("card 4111 1111 1111 1111, 5555-5555-5555-4444 and 378282246310005!"),
              "card [card …1111], [card …4444] and [card …0005]!");
    EXPECT_EQ(redacted("4111+1111+1111+1111&x=1"), "[card …1111]&x=1");
    EXPECT_EQ(redacted("q=a%204111111111111111&x"), "q=a%20[card …1111]&x");
    EXPECT_EQ(redacted(R"({"card":{"number":"4242424242424242"}})"), R"({"card":{"number":"[card …4242]"}})");
    for (const auto* kept : {"4111111111111112", "1700000000000", "HR-2026-000123", "order 12345678",
                             "x4111111111111111", "0000000000000000"})
        EXPECT_EQ(redacted(kept), kept);
}

TEST(Redact, SurvivesBrokenText)
{
    for (const auto* text : {"", "\"secret\":", "\"secret\":\"", "secret=", "secret: ", "\"token\":\"a\\", "=:=\":\"",
                             "token", "\"password\""})
        EXPECT_NO_THROW((void)redacted(text, {"abcd"})) << text;
}

} // namespace
} // namespace hurtrock
