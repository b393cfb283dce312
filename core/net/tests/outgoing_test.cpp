#include "core/net/outgoing.hpp"
#include "core/net/page_thread.hpp"
#include "small_server.hpp"

#include <hurtrock/crypto.hpp>

#include <gtest/gtest.h>
#include <stdexcept>

namespace hurtrock::net {
namespace {

using namespace std::chrono_literals;
using test::http_answer;
using test::SmallServer;

struct MovedClock final : Clock {
    Time now() const override { return time; }
    Time time{std::chrono::hours{500'000}};
};

struct Outgoing_ : ::testing::Test {
    MovedClock clock;
    int counted{0}, failed{0};
    std::vector<std::chrono::milliseconds> pauses;
    bool thread_may_wait{true};
    std::string base_url;
    Outgoing shared{clock,
                    {},
                    {.check_thread =
                         [this] {
                             if (!thread_may_wait) throw std::logic_error{"not here"};
                         },
                     .counted = [this](const std::string&, auto, bool bad) { ++counted, failed += bad ? 1 : 0; },
                     .pause = [this](auto time) { pauses.push_back(time); }}};
    OutgoingClient http{
        shared,
        {.plugin = "pay",
         .rules = {parse_host_rule("${setting:base_url}").value(), parse_host_rule("127.0.0.1:1").value(),
                   parse_host_rule("no-such-host.invalid").value()},
         .setting = [this](const std::string&) { return base_url; },
         .secrets = [] { return std::vector<std::string>{"sk_live_configured"}; }}};

    void use(const SmallServer& server) { base_url = server.url(); }
};

TEST_F(Outgoing_, SendsAndHears)
{
    std::string heard;
    SmallServer server{[&](const std::string& request) {
        heard = request;
        return http_answer(201, R"({"id":"x1"})", "X-Kind: test\r\n");
    }};
    use(server);
    const auto answer =
        http.post(server.url("/v1/charges?a=1")).bearer("tok").idempotency_key("k1").json({{"amount", 15000}}).send();
    EXPECT_TRUE(answer.ok()) << answer.summary();
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.text("id"), "x1");
    EXPECT_EQ(answer.header("x-kind"), "test");
    EXPECT_EQ(answer.attempts, 1);
    EXPECT_TRUE(heard.starts_with("POST /v1/charges?a=1 HTTP/1.1\r\n"));
    EXPECT_NE(heard.find("Authorization: Bearer tok\r\n"), std::string::npos);
    EXPECT_NE(heard.find("Idempotency-Key: k1\r\n"), std::string::npos);
    EXPECT_TRUE(heard.ends_with("\r\n\r\n{\"amount\":15000}"));
    EXPECT_EQ(heard.find("Expect:"), std::string::npos);
    EXPECT_EQ(counted, 1);
    EXPECT_EQ(failed, 0);
}

TEST_F(Outgoing_, EveryMethodKeepsItsName)
{
    std::string line;
    SmallServer server{[&](const std::string& request) {
        line = request.substr(0, request.find(' '));
        return http_answer(200, "");
    }};
    use(server);
    (void)http.get(server.url()).send();
    EXPECT_EQ(line, "GET");
    (void)http.put(server.url()).json({{"a", 1}}).send();
    EXPECT_EQ(line, "PUT");
    (void)http.patch(server.url()).json({{"a", 1}}).send();
    EXPECT_EQ(line, "PATCH");
    (void)http.remove(server.url()).send();
    EXPECT_EQ(line, "DELETE");
    (void)http.post(server.url()).send();
    EXPECT_EQ(line, "POST");
}

TEST_F(Outgoing_, CallsNobodyThatIsNotDeclared)
{
    SmallServer server{[](const std::string&) { return http_answer(200, ""); }};
    const auto answer = http.get(server.url()).send();
    EXPECT_EQ(answer.failure, CallFailure::not_declared);
    EXPECT_NE(answer.reason.find("127.0.0.1:"), std::string::npos);
    EXPECT_NE(answer.reason.find("plugin.yaml"), std::string::npos);
    EXPECT_FALSE(answer.may_have_arrived());
    EXPECT_EQ(http.get("file:///etc/passwd").send().failure, CallFailure::not_declared);
    EXPECT_EQ(server.requests(), 0);
    EXPECT_EQ(counted, 0);
}

TEST_F(Outgoing_, FollowsNoRedirect)
{
    SmallServer elsewhere{[](const std::string&) { return http_answer(200, ""); }};
    SmallServer server{
        [&](const std::string&) { return http_answer(302, "", "Location: " + elsewhere.url() + "\r\n"); }};
    use(server);
    const auto answer = http.get(server.url()).send();
    EXPECT_EQ(answer.status, 302);
    EXPECT_FALSE(answer.ok());
    EXPECT_EQ(elsewhere.requests(), 0);
}

TEST_F(Outgoing_, IgnoresProxiesOfTheEnvironment)
{
    SmallServer proxy{[](const std::string&) { return http_answer(200, "proxy"); }};
    SmallServer server{[](const std::string&) { return http_answer(200, "server"); }};
    use(server);
    ::setenv("http_proxy", proxy.url().c_str(), 1);
    EXPECT_EQ(http.get(server.url()).send().body, "server");
    ::unsetenv("http_proxy");
    EXPECT_EQ(proxy.requests(), 0);
}

TEST_F(Outgoing_, TellsFailuresApart)
{
    const auto refused = http.get("http://127.0.0.1:1/").send();
    EXPECT_EQ(refused.failure, CallFailure::refused) << refused.reason;
    EXPECT_FALSE(refused.may_have_arrived());
    EXPECT_EQ(http.get("https://no-such-host.invalid/").timeout(2s, 3s).send().failure, CallFailure::dns);

    SmallServer silent{[](const std::string&) { return std::string{"hang"}; }};
    use(silent);
    const auto late = http.post(silent.url()).timeout(1s, 200ms).send();
    EXPECT_EQ(late.failure, CallFailure::timeout_read) << late.reason;
    EXPECT_TRUE(late.may_have_arrived());
    EXPECT_NE(late.reason.find("did not answer within 0.2 s"), std::string::npos) << late.reason;

    SmallServer rude{[](const std::string&) { return std::string{}; }};
    use(rude);
    const auto broken = http.post(rude.url()).send();
    EXPECT_EQ(broken.failure, CallFailure::broken) << broken.reason;
    EXPECT_TRUE(broken.may_have_arrived());
    EXPECT_EQ(rude.requests(), 1) << "a plain POST is sent once";
    EXPECT_EQ(broken.status, 0);
}

TEST_F(Outgoing_, SpeaksTlsOrFails)
{
    SmallServer plain{[](const std::string&) { return http_answer(200, ""); }};
    base_url = "https" + plain.url().substr(4);
    const auto answer = http.get(base_url).timeout(1s, 2s).send();
    EXPECT_EQ(answer.failure, CallFailure::tls) << answer.reason;
    EXPECT_FALSE(answer.may_have_arrived());
}

TEST_F(Outgoing_, StopsReadingAtTheLimit)
{
    SmallServer server{[](const std::string&) { return http_answer(200, std::string(5000, 'x')); }};
    use(server);
    EXPECT_EQ(http.get(server.url()).answer_bytes_max(5000).send().body.size(), 5000u);
    const auto large = http.get(server.url()).answer_bytes_max(4999).send();
    EXPECT_EQ(large.failure, CallFailure::too_large);
    EXPECT_TRUE(large.body.empty());
    SmallServer chatty{
        [](const std::string&) { return http_answer(200, "", "X: " + std::string(70'000, 'x') + "\r\n"); }};
    use(chatty);
    EXPECT_FALSE(http.get(chatty.url()).send().ok());
}

TEST_F(Outgoing_, TriesAgainWhatMayBeRepeated)
{
    int calls = 0;
    SmallServer server{[&](const std::string&) {
        return ++calls < 3 ? http_answer(503, "", "Retry-After: 2\r\n") : http_answer(200, "done");
    }};
    use(server);
    const auto answer = http.get(server.url()).retry({.attempts = 3}).send();
    EXPECT_TRUE(answer.ok());
    EXPECT_EQ(answer.attempts, 3);
    EXPECT_EQ(pauses, (std::vector<std::chrono::milliseconds>{2000ms, 2000ms}));
    calls = 0;
    EXPECT_EQ(http.post(server.url()).retry({.attempts = 3}).send().status, 503);
    EXPECT_EQ(calls, 1);
}

TEST_F(Outgoing_, OpensTheCircuitAndProbes)
{
    bool healthy = false;
    SmallServer server{[&](const std::string&) { return http_answer(healthy ? 200 : 500, ""); }};
    use(server);
    for (int at = 0; at < circuit_failures; ++at)
        EXPECT_EQ(http.get(server.url()).send().status, 500);
    const auto refused = http.get(server.url()).send();
    EXPECT_EQ(refused.failure, CallFailure::circuit_open);
    EXPECT_NE(refused.reason.find("status 500"), std::string::npos) << refused.reason;
    EXPECT_EQ(server.requests(), circuit_failures);
    EXPECT_EQ(http.state(server.url("/any")).circuit, Circuit::open);
    EXPECT_EQ(http.state(parse_address(server.url())->place()).circuit, Circuit::open);
    clock.time += circuit_open_for;
    healthy = true;
    EXPECT_TRUE(http.get(server.url()).send().ok());
    EXPECT_EQ(http.state(server.url()).circuit, Circuit::closed);
}

TEST_F(Outgoing_, GivesExchangesWithoutSecrets)
{
    SmallServer server{[](const std::string&) {
        return http_answer(200, R"({"client_secret":"cs_abcdefgh","echo":"sk_live_configured"})",
                           "Set-Cookie: a=b\r\n");
    }};
    use(server);
    std::vector<Exchange> heard;
    const ExchangeScope scope{[&](const Exchange& exchange) { heard.push_back(exchange); }};
    (void)http.post(server.url("/x?api_key=abc"))
        .basic_auth("sk_live_configured")
        .form({{"card[number]", "4242424242424242"}, {"cvc", "123"}, {"amount", "15000"}})
        .send();
    ASSERT_EQ(heard.size(), 1u);
    const auto& one = heard[0];
    const auto all = one.url + one.request + one.answer;
    for (const auto* secret : {"sk_live_configured", "4242424242424242", "cs_abcdefgh", "=abc", "=123", "a=b"})
        EXPECT_EQ(all.find(secret), std::string::npos) << secret << " in " << all;
    EXPECT_EQ(all.find(to_base64("sk_live_configured:")), std::string::npos);
    EXPECT_EQ(one.plugin, "pay");
    EXPECT_EQ(one.method, "POST");
    EXPECT_EQ(one.status, 200);
    EXPECT_TRUE(one.request.starts_with("POST http://127.0.0.1:")) << one.request;
    EXPECT_NE(one.request.find("amount=15000"), std::string::npos);
    EXPECT_TRUE(one.answer.starts_with("HTTP/1.1 200\n")) << one.answer;
}

TEST_F(Outgoing_, WaitsOnNoThreadThatMayNot)
{
    SmallServer server{[](const std::string&) { return http_answer(200, ""); }};
    use(server);
    thread_may_wait = false;
    EXPECT_THROW((void)http.get(server.url()).send(), std::logic_error);
    EXPECT_EQ(server.requests(), 0);
}

TEST(PageThread_, IsMarkedWhileItLives)
{
    EXPECT_FALSE(PageThread::here());
    {
        const PageThread mark;
        const PageThread inner;
        EXPECT_TRUE(PageThread::here());
    }
    EXPECT_FALSE(PageThread::here());
}

} // namespace
} // namespace hurtrock::net
