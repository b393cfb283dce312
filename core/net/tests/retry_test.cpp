#include "core/net/retry.hpp"

#include <gtest/gtest.h>

namespace hurtrock::net {
namespace {

using std::chrono::milliseconds;
const Time now{std::chrono::seconds{784'111'777}}; // Sun, 06 Nov 1994 08:49:37 GMT

HttpRequest request_of(Method method, std::string key = {})
{
    HttpRequest request;
    request.method = method;
    request.idempotency_key = std::move(key);
    request.retry = {.attempts = 4};
    return request;
}
HttpAnswer status(int code, HttpHeaders headers = {})
{
    return {.status = code, .headers = std::move(headers), .sent = true};
}
HttpAnswer failure(CallFailure kind) { return {.failure = kind}; }
bool again(const HttpRequest& request, const HttpAnswer& answer)
{
    return pause_before_retry(request, answer, 1, milliseconds{0}, 0.5, now).has_value();
}

TEST(Retry, NeverSendsAPlainPostTwice)
{
    for (const auto kind :
         {CallFailure::refused, CallFailure::timeout_connect, CallFailure::timeout_read, CallFailure::broken}) {
        EXPECT_FALSE(again(request_of(Method::post), failure(kind)));
        EXPECT_FALSE(again(request_of(Method::patch), failure(kind)));
        EXPECT_TRUE(again(request_of(Method::post, "key"), failure(kind)));
        EXPECT_TRUE(again(request_of(Method::get), failure(kind)));
    }
    auto eager = request_of(Method::post);
    eager.retry.decide = [](const HttpAnswer&) { return true; };
    EXPECT_FALSE(again(eager, status(503)));
}

TEST(Retry, KnowsWhatPasses)
{
    for (const int code : {429, 500, 502, 503, 504})
        EXPECT_TRUE(again(request_of(Method::get), status(code))) << code;
    for (const int code : {200, 302, 400, 401, 402, 404, 409, 501})
        EXPECT_FALSE(again(request_of(Method::get), status(code))) << code;
    EXPECT_TRUE(again(request_of(Method::post, "key"), status(409)));
    for (const auto kind :
         {CallFailure::tls, CallFailure::too_large, CallFailure::not_declared, CallFailure::circuit_open})
        EXPECT_FALSE(again(request_of(Method::get), failure(kind)));
}

TEST(Retry, AServerMaySayItself)
{
    auto request = request_of(Method::post, "key");
    request.retry.decide = [](const HttpAnswer& answer) -> std::optional<bool> {
        const auto said = answer.header("Should-Retry");
        return said.empty() ? std::nullopt : std::optional{said == "true"};
    };
    EXPECT_TRUE(again(request, status(400, {{"Should-Retry", "true"}})));
    EXPECT_FALSE(again(request, status(500, {{"Should-Retry", "false"}})));
    EXPECT_TRUE(again(request, status(500)));
}

TEST(Retry, PausesDoubleAndAreHalfRandom)
{
    const auto pause = [](int attempt, double chance) {
        return pause_before_retry(request_of(Method::get), status(503), attempt, milliseconds{0}, chance, now).value();
    };
    EXPECT_EQ(pause(1, 0), milliseconds{250});
    EXPECT_EQ(pause(1, 1), milliseconds{500});
    EXPECT_EQ(pause(2, 0), milliseconds{500});
    EXPECT_EQ(pause(3, 1), milliseconds{2000});
    EXPECT_FALSE(pause_before_retry(request_of(Method::get), status(503), 4, milliseconds{0}, 0, now))
        << "four tries were allowed";
    auto long_one = request_of(Method::get);
    long_one.retry = {.attempts = 10};
    EXPECT_EQ(pause_before_retry(long_one, status(503), 9, milliseconds{0}, 1, now), milliseconds{4000});
    EXPECT_FALSE(pause_before_retry(long_one, status(503), 2, milliseconds{19'700}, 0, now))
        << "nothing begins after `overall`";
}

TEST(Retry, HonoursRetryAfterUpToABound)
{
    const auto pause = [](const char* after) {
        return pause_before_retry(request_of(Method::get), status(429, {{"retry-after", after}}), 1, milliseconds{0}, 0,
                                  now);
    };
    EXPECT_EQ(pause("3"), milliseconds{3000});
    EXPECT_EQ(pause("0"), milliseconds{250});
    EXPECT_EQ(pause("8"), milliseconds{8000});
    EXPECT_FALSE(pause("9"));
    EXPECT_FALSE(pause("99999999999999"));
    EXPECT_EQ(pause("Sun, 06 Nov 1994 08:49:42 GMT"), milliseconds{5000});
    EXPECT_EQ(pause("Sun, 06 Nov 1994 08:49:00 GMT"), milliseconds{250});
    EXPECT_EQ(pause("soon"), milliseconds{250});
    EXPECT_EQ(pause("-1"), milliseconds{250});
}

} // namespace
} // namespace hurtrock::net
