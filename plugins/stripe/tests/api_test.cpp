#include "api.hpp"

#include <hurtrock/testing/fake_http.hpp>

#include <gtest/gtest.h>

namespace hurtrock::stripe {
namespace {

using hurtrock::testing::FakeHttpClient;

const Account account{.secret_key = "sk_test_x", .webhook_secrets = {}, .base = "https://api.stripe.com"};

std::string error_body(std::string_view type, std::string_view code, std::string_view decline = {})
{
    Value error{{"type", type}, {"code", code}, {"message", "Something about sk_test_x."}};
    if (!decline.empty()) error.set("decline_code", decline);
    return to_json({{"error", error}});
}

HttpAnswer answer(int status, HttpHeaders headers = {})
{
    HttpAnswer made;
    made.status = status;
    made.headers = std::move(headers);
    made.sent = true;
    return made;
}

TEST(Api, sends_forms_with_key_version_and_idempotency_key)
{
    FakeHttpClient http;
    http.on(Method::post, "https://api.stripe.com/v1/refunds").answer(200, R"({"id":"re_1"})");
    const auto reply = Api{http, account}.post("/v1/refunds", {{"metadata[a b]", "Kopi & Teh"}}, "key-1");
    ASSERT_TRUE(reply.ok());
    EXPECT_EQ(reply.body["id"].text(), "re_1");
    const auto calls = http.calls();
    const auto& call = calls.at(0);
    EXPECT_EQ(call.body, "metadata%5Ba+b%5D=Kopi+%26+Teh");
    EXPECT_EQ(call.idempotency_key, "key-1");
    const auto header = [&](std::string_view name) {
        for (const auto& [known, value] : call.headers)
            if (known == name) return value;
        return std::string{};
    };
    EXPECT_EQ(header("Authorization"), "Bearer sk_test_x");
    EXPECT_EQ(header("Stripe-Version"), api_version);
    EXPECT_EQ(header("Content-Type"), "application/x-www-form-urlencoded");
}

TEST(Api, writes_queries_and_escapes_them)
{
    FakeHttpClient http;
    http.on(Method::get, "https://api.stripe.com/*").answer(200, "{}");
    Api{http, account}.get("/v1/x", {{"expand[0]", "payment_intent.latest_charge"}, {"q", "a b&c/é"}});
    EXPECT_EQ(http.calls().at(0).url,
              "https://api.stripe.com/v1/x?expand[0]=payment_intent.latest_charge&q=a%20b%26c%2F%C3%A9");
}

TEST(Api, tells_errors_apart)
{
    struct Case {
        int status;
        const char *type, *code, *decline;
        ErrorKind kind;
        bool final;
        const char* text;
    };
    const Case cases[]{
        {400, "invalid_request_error", "parameter_missing", "", ErrorKind::invalid, true, "stripe.not_available"},
        {400, "invalid_request_error", "amount_too_small", "", ErrorKind::invalid, true, "stripe.amount_too_small"},
        {400, "invalid_request_error", "amount_too_large", "", ErrorKind::invalid, true, "stripe.amount_too_large"},
        {400, "invalid_request_error", "email_invalid", "", ErrorKind::invalid, true, "stripe.email_refused"},
        {404, "invalid_request_error", "resource_missing", "", ErrorKind::missing, true, "stripe.not_available"},
        {400, "idempotency_error", "", "", ErrorKind::idempotency, true, "stripe.not_available"},
        {401, "invalid_request_error", "", "", ErrorKind::authentication, true, "stripe.not_available"},
        {403, "invalid_request_error", "", "", ErrorKind::permission, true, "stripe.not_available"},
        {402, "card_error", "card_declined", "insufficient_funds", ErrorKind::card, true, "stripe.insufficient_funds"},
        {402, "card_error", "expired_card", "", ErrorKind::card, true, "stripe.card_expired"},
        {402, "card_error", "card_declined", "generic_decline", ErrorKind::card, true, "stripe.card_declined"},
        {409, "invalid_request_error", "idempotency_key_in_use", "", ErrorKind::api, false, "stripe.try_later"},
        {429, "invalid_request_error", "rate_limit", "", ErrorKind::rate_limit, false, "stripe.try_later"},
        {500, "api_error", "", "", ErrorKind::api, false, "stripe.try_later"},
        {503, "api_error", "", "", ErrorKind::api, false, "stripe.try_later"},
    };
    for (const auto& one : cases) {
        FakeHttpClient http;
        http.on(Method::get, "https://api.stripe.com/v1/x")
            .answer(one.status, error_body(one.type, one.code, one.decline), {{"Request-Id", "req_9"}});
        const auto reply = Api{http, account}.get("/v1/x");
        ASSERT_FALSE(reply.ok());
        EXPECT_EQ(reply.error->kind, one.kind) << one.status << one.code;
        EXPECT_EQ(reply.error->is_final(), one.final) << one.status << one.code;
        EXPECT_EQ(reply.error->customer_text(), one.text) << one.status << one.code;
        EXPECT_NE(reply.error->reason().find("req_9"), std::string::npos);
        EXPECT_EQ(reply.error->reason().find("sk_test_x"), std::string::npos) << "a key in a message";
    }
}

TEST(Api, what_is_no_answer_may_have_arrived)
{
    for (const auto failure : {CallFailure::timeout_read, CallFailure::refused, CallFailure::circuit_open}) {
        FakeHttpClient http;
        http.on(Method::get, "https://api.stripe.com/v1/x").fail(failure);
        const auto reply = Api{http, account}.get("/v1/x");
        EXPECT_EQ(reply.error->kind, ErrorKind::unreachable);
        EXPECT_FALSE(reply.error->is_final());
    }
    for (const auto* body : {"", "<html>", "[]", "{", "null"}) {
        FakeHttpClient http;
        http.on(Method::get, "https://api.stripe.com/v1/x").answer(200, body);
        EXPECT_EQ(Api(http, account).get("/v1/x").error->kind, ErrorKind::api) << body;
    }
}

TEST(Api, tries_again_as_the_official_client_does)
{
    EXPECT_EQ(should_retry(answer(500)), true);
    EXPECT_EQ(should_retry(answer(501)), true);
    EXPECT_EQ(should_retry(answer(429)), false);
    EXPECT_EQ(should_retry(answer(409)), std::nullopt) << "decided by the host: under an idempotency key it is";
    EXPECT_EQ(should_retry(answer(402)), std::nullopt);
    EXPECT_EQ(should_retry(answer(400, {{"Stripe-Should-Retry", "true"}})), true);
    EXPECT_EQ(should_retry(answer(500, {{"Stripe-Should-Retry", "false"}})), false);
    EXPECT_EQ(should_retry(answer(500, {{"Idempotent-Replayed", "true"}})), false) << "it is stored, and stays";
    ApiError stored{.kind = ErrorKind::api, .status = 500, .replayed = true};
    EXPECT_TRUE(stored.is_final());
}

} // namespace
} // namespace hurtrock::stripe
