#include <hurtrock/http_client.hpp>
#include <hurtrock/testing/fake_http.hpp>

#include <gtest/gtest.h>

namespace hurtrock {
namespace {

using testing::FakeHttpClient;
constexpr const char* url = "https://api.example.com/v1/charges";

std::string header_of(const HttpRequest& request, std::string_view name)
{
    for (const auto& [key, value] : request.headers)
        if (key == name) return value;
    return {};
}

TEST(HttpCall, SendsWhatWasBuilt)
{
    FakeHttpClient http;
    http.on(Method::post, url).answer(201, R"({"id":"ch_1","amount":15000,"nested":{}})");
    const auto answer = http.post(url)
                            .basic_auth("sk_1")
                            .idempotency_key("attempt-1")
                            .header("X-One", "1")
                            .header("x-one", "2")
                            .json({{"amount", 15000}})
                            .send();
    ASSERT_TRUE(answer.ok());
    EXPECT_EQ(answer.text("id"), "ch_1");
    EXPECT_EQ(answer.text("amount"), "15000");
    EXPECT_EQ(answer.text("nested"), "");
    EXPECT_EQ(answer.text("absent"), "");
    EXPECT_TRUE(answer.may_have_arrived());
    const auto sent = http.calls().at(0);
    EXPECT_EQ(header_of(sent, "Authorization"), "Basic c2tfMTo=");
    EXPECT_EQ(header_of(sent, "Idempotency-Key"), "attempt-1");
    EXPECT_EQ(header_of(sent, "x-one"), "2");
    EXPECT_EQ(header_of(sent, "X-One"), "");
    EXPECT_EQ(header_of(sent, "Content-Type"), "application/json");
    EXPECT_EQ(sent.body, R"({"amount":15000})");
}

TEST(HttpCall, EncodesForms)
{
    FakeHttpClient http;
    http.on(Method::post, url).answer(200);
    (void)http.post(url).form({{"items[0][name]", "Gitar & senar é"}, {"note", "a+b=c"}}).send();
    EXPECT_EQ(http.calls().at(0).body, "items%5B0%5D%5Bname%5D=Gitar+%26+senar+%C3%A9&note=a%2Bb%3Dc");
}

TEST(HttpCall, RefusesHeadersThatWouldSplitTheRequest)
{
    FakeHttpClient http;
    auto call = http.get(url);
    EXPECT_THROW(call.header("X", "a\r\nHost: evil"), std::invalid_argument);
    EXPECT_THROW(call.header("X Y", "a"), std::invalid_argument);
    EXPECT_THROW(call.header("", "a"), std::invalid_argument);
    EXPECT_THROW(call.header("host", "a"), std::invalid_argument);
    EXPECT_THROW(call.header("Content-Length", "1"), std::invalid_argument);
    EXPECT_THROW(call.idempotency_key("a\nb"), std::invalid_argument);
    EXPECT_THROW(call.bearer("a\rb"), std::invalid_argument);
}

TEST(HttpCall, KeepsLimits)
{
    FakeHttpClient http;
    auto call = http.get(url);
    call.timeout(std::chrono::hours{1}, std::chrono::milliseconds{-5})
        .answer_bytes_max(1u << 30)
        .retry({.attempts = 1000});
    EXPECT_EQ(call.request().connect_timeout, std::chrono::seconds{60});
    EXPECT_EQ(call.request().total_timeout, std::chrono::milliseconds{1});
    EXPECT_EQ(call.request().answer_bytes_max, 8u << 20);
    EXPECT_EQ(call.request().retry.attempts, 10);
}

TEST(HttpAnswer, SaysWhyThereIsNone)
{
    FakeHttpClient http;
    http.on(Method::get, url).fail(CallFailure::timeout_read).fail(CallFailure::refused);
    const auto late = http.get(url).send();
    EXPECT_FALSE(late.ok());
    EXPECT_TRUE(late.may_have_arrived());
    EXPECT_EQ(late.json().problem().code, "http.no_answer");
    EXPECT_EQ(late.text("id"), "");
    const auto refused = http.get(url).send();
    EXPECT_FALSE(refused.may_have_arrived());
    EXPECT_NE(refused.summary().find("refused"), std::string::npos);
    EXPECT_EQ((HttpAnswer{.status = 402}.summary()), "answered with status 402");
    HttpAnswer named{.status = 200, .headers = {{"Retry-After", "3"}}};
    EXPECT_EQ(named.header("retry-after"), "3");
    EXPECT_EQ(named.header("absent"), "");
}

TEST(FakeHttp, AnswersNothingUnscriptedAndCounts)
{
    FakeHttpClient http;
    http.on(Method::get, "https://api.example.com/v1/*").answer(503).answer(200);
    EXPECT_EQ(http.get("https://other.example/").send().failure, CallFailure::not_declared);
    EXPECT_EQ(http.get(url).retry({.attempts = 2}).send().attempts, 2);
    EXPECT_EQ(http.count(Method::get, url), 2u);
    EXPECT_EQ(http.post(url).send().failure, CallFailure::not_declared) << "another method is another call";
    http.set_state("api.example.com", {.circuit = Circuit::open});
    EXPECT_EQ(http.state(url).circuit, Circuit::open);
    EXPECT_EQ(http.state("other.example").circuit, Circuit::closed);
}

TEST(ExchangeScope, HearsItsThreadAndInnerScopesDoNotHideOuterOnes)
{
    FakeHttpClient http;
    http.on(Method::post, url).answer(200, R"({"token":"abcdefghijkl"})");
    int outer = 0, inner = 0, own = 0;
    std::string answer;
    {
        const ExchangeScope one{[&](const Exchange& exchange) { ++outer, answer = exchange.answer; }};
        {
            const ExchangeScope two{[&](const Exchange&) {
                ++inner;
                throw std::runtime_error{"full disk"};
            }};
            EXPECT_TRUE(http.post(url).on_exchange([&](const Exchange&) { ++own; }).send().ok())
                << "a listener cannot break the call";
        }
        (void)http.post(url).send();
    }
    (void)http.post(url).send();
    EXPECT_EQ(outer, 2);
    EXPECT_EQ(inner, 1);
    EXPECT_EQ(own, 1);
    EXPECT_EQ(answer, R"({"token":"[hidden]"})");
}

} // namespace
} // namespace hurtrock
