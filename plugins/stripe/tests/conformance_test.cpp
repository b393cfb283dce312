#include "fake_stripe.hpp"
#include "provider.hpp"

#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

namespace hurtrock::stripe {
namespace {

kit::Options with(FakeStripe& gateway, Value more = Value::map())
{
    Value settings{{"secret_key", "sk_test_fake"}, {"webhook_secret", FakeStripe::webhook_secret}};
    auto options = kit::this_plugin(settings.merge(more));
    options.http = &gateway;
    return options;
}

struct Desk {
    explicit Desk(Value more = Value::map()) : shop{with(gateway, std::move(more))}
    {
        shop.clock().set(gateway.now());
        provider = shop.find<shop::PaymentProvider>("stripe");
    }

    shop::PaymentRequest request(std::string attempt = "HR-1-abc")
    {
        shop::PaymentRequest made;
        made.attempt_id = attempt;
        made.order_number = "HR-1";
        made.amount = Money{125'000};
        made.locale = "id";
        made.return_url = "https://shop.example/r";
        made.expires_at = gateway.now() + std::chrono::hours{1};
        made.idempotency_key = attempt + "-start";
        made.lines = {{shop::LineKind::product, "S", "Senar", Money{125'000}, 1}};
        return made;
    }
    shop::PaymentReference reference(const std::string& attempt = "HR-1-abc")
    {
        return {.attempt_id = attempt,
                .gateway_reference = std::string{gateway.session(attempt)["id"].text()},
                .amount = Money{125'000},
                .idempotency_key = attempt + "-x"};
    }
    std::vector<shop::PaymentFact> facts()
    {
        const auto fetched = provider->fetch(reference());
        const auto* found = std::get_if<std::vector<shop::PaymentFact>>(&fetched);
        return found ? *found : std::vector<shop::PaymentFact>{};
    }

    FakeStripe gateway;
    kit::Shop shop;
    std::shared_ptr<shop::PaymentProvider> provider;
};

TEST(Conformance, of_the_provider)
{
    Desk desk;
    ASSERT_TRUE(desk.provider);
    int tried = 0;
    for (const auto& check : kit::payment_conformance(*desk.provider, desk.gateway)) {
        EXPECT_TRUE(check.passed()) << check;
        if (check.skipped.empty()) ++tried;
    }
    EXPECT_GE(tried, 30) << "too much was skipped";
}

TEST(Provider, is_hidden_with_a_reason)
{
    struct Case {
        const char *key, *mode, *reason;
    };
    for (const auto& one : {Case{"", "test", "missing"}, Case{"pk_test_x", "test", "publishable"},
                            Case{"whsec_x", "test", "webhook"}, Case{"hello", "test", "no secret key"},
                            Case{"sk_live_x", "test", "live key"}, Case{"rk_test_x", "live", "test key"}}) {
        Desk desk{{{"secret_key", one.key}, {"mode", one.mode}}};
        EXPECT_NE(desk.provider->unavailable_reason().find(one.reason), std::string::npos) << one.key;
        const auto started = desk.provider->start(desk.request());
        EXPECT_TRUE(std::holds_alternative<shop::PaymentDeclined>(started));
        EXPECT_TRUE(desk.gateway.asked.empty()) << "nothing is asked with a key of the other mode";
    }
    Desk off{{{"active", false}}};
    EXPECT_NE(off.provider->unavailable_reason(), "");
    Desk live{{{"secret_key", "rk_live_x"}, {"mode", "live"}}};
    EXPECT_EQ(live.provider->unavailable_reason(), "");
    EXPECT_TRUE(live.provider->capabilities().live);
    live.gateway.host = {.circuit = Circuit::open, .reason = "api.stripe.com did not answer within 11 s"};
    EXPECT_NE(live.provider->unavailable_reason().find("did not answer"), std::string::npos);
    live.gateway.host.circuit = Circuit::half_open;
    EXPECT_EQ(live.provider->unavailable_reason(), "") << "somebody has to try";
}

TEST(Provider, says_which_orders_it_cannot_take)
{
    Desk desk;
    EXPECT_NE(desk.provider->unfit_reason({.amount = Money{9'999}}, "id"), "");
    EXPECT_EQ(desk.provider->unfit_reason({.amount = Money{10'000}}, "id"), "");
    EXPECT_NE(desk.provider->unfit_reason({.amount = Money{10'000'000'000}}, "id"), "");
}

TEST(Provider, a_session_in_another_mode_or_of_another_amount_is_not_used)
{
    Desk desk{{{"secret_key", "sk_live_x"}, {"mode", "live"}}};
    const auto started = desk.provider->start(desk.request());
    const auto* declined = std::get_if<shop::PaymentDeclined>(&started);
    ASSERT_TRUE(declined);
    EXPECT_FALSE(declined->temporary);
}

TEST(Provider, a_server_error_at_start_is_temporary_and_repeats_nothing)
{
    Desk desk;
    desk.gateway.broken_status = 503;
    const auto first = desk.provider->start(desk.request());
    ASSERT_TRUE(std::holds_alternative<shop::PaymentDeclined>(first));
    EXPECT_TRUE(std::get<shop::PaymentDeclined>(first).temporary);
    desk.gateway.broken_status = 0;
    EXPECT_TRUE(std::holds_alternative<shop::PayByRedirect>(desk.provider->start(desk.request())));
    EXPECT_EQ(desk.gateway.begun("HR-1-abc"), 1);
    for (const auto& call : desk.gateway.asked)
        EXPECT_EQ(call.idempotency_key, "HR-1-abc-start") << "one key for one business action";
}

TEST(Provider, a_refused_key_is_told_in_the_customers_language)
{
    Desk desk;
    desk.gateway.broken_status = 401;
    const auto started = desk.provider->start(desk.request());
    const auto* declined = std::get_if<shop::PaymentDeclined>(&started);
    ASSERT_TRUE(declined);
    EXPECT_EQ(declined->message, "Pembayaran dengan kartu sedang tidak tersedia. Pilih cara bayar lain.");
    EXPECT_TRUE(std::holds_alternative<shop::Unreachable>(
        desk.provider->fetch({.attempt_id = "x", .gateway_reference = "cs_1"})));
}

TEST(Provider, begun_again_with_another_end_is_another_page)
{
    Desk desk;
    auto wanted = desk.request();
    wanted.expires_at = desk.gateway.now() + std::chrono::minutes{40};
    ASSERT_TRUE(std::holds_alternative<shop::PayByRedirect>(desk.provider->start(wanted)));
    desk.shop.clock().advance(std::chrono::minutes{15});
    EXPECT_TRUE(std::holds_alternative<shop::PayByRedirect>(desk.provider->start(wanted)));
}

TEST(Provider, a_refund_is_found_again_after_stripe_forgot_its_key)
{
    Desk desk;
    desk.provider->start(desk.request());
    desk.gateway.pay("HR-1-abc");
    shop::RefundRequest wanted{.idempotency_key = "HR-1-abc-R1",
                               .payment = desk.reference(),
                               .amount = Money{25'000},
                               .captured = Money{125'000},
                               .refunded = Money{},
                               .reason = "Retur"};
    const auto first = desk.provider->refund(wanted);
    EXPECT_EQ(first.outcome, shop::RefundResult::Outcome::done);
    const auto before = desk.gateway.asked.size();
    const auto second = desk.provider->refund(wanted);
    EXPECT_EQ(second.reference, first.reference);
    for (auto i = before; i < desk.gateway.asked.size(); ++i)
        EXPECT_EQ(desk.gateway.asked[i].method, Method::get) << "nothing is posted again";
    EXPECT_EQ(desk.gateway.refunded("HR-1-abc"), Money{25'000});
}

TEST(Provider, a_refund_may_take_its_time_or_fail)
{
    Desk desk;
    desk.provider->start(desk.request());
    desk.gateway.pay("HR-1-abc");
    desk.gateway.set_refund_status("pending");
    shop::RefundRequest wanted{.idempotency_key = "HR-1-abc-R1", .payment = desk.reference(), .amount = Money{1'000}};
    EXPECT_EQ(desk.provider->refund(wanted).outcome, shop::RefundResult::Outcome::pending);
    desk.gateway.set_refund_status("failed");
    wanted.idempotency_key = "HR-1-abc-R2";
    EXPECT_EQ(desk.provider->refund(wanted).outcome, shop::RefundResult::Outcome::refused);
}

TEST(Provider, disputes_are_told_when_asked)
{
    Desk desk;
    desk.provider->start(desk.request());
    desk.gateway.pay("HR-1-abc");
    EXPECT_EQ(desk.facts().size(), 1u);
    desk.gateway.dispute("HR-1-abc", "lost");
    const auto facts = desk.facts();
    ASSERT_EQ(facts.size(), 3u);
    EXPECT_EQ(facts[1].kind, shop::FactKind::disputed);
    EXPECT_EQ(facts[2].kind, shop::FactKind::dispute_closed);
}

TEST(Provider, without_a_signing_secret_webhooks_wait)
{
    Desk desk{{{"webhook_secret", ""}}};
    EXPECT_TRUE(std::holds_alternative<shop::WebhookNotReady>(desk.provider->read_webhook({.body = "{}"})));
}

TEST(Provider, both_secrets_count_while_one_is_replaced)
{
    for (const auto* secrets : {"whsec_new whsec_fake", "whsec_new,whsec_fake", "whsec_fake"}) {
        Desk desk{{{"webhook_secret", secrets}}};
        desk.provider->start(desk.request());
        desk.gateway.pay("HR-1-abc");
        const auto sent = desk.gateway.next_webhook().value();
        EXPECT_TRUE(std::holds_alternative<shop::WebhookFacts>(
            desk.provider->read_webhook({sent.body, sent.headers, desk.gateway.now()})));
    }
    Desk rolled{{{"webhook_secret", "whsec_new"}, {"webhook_secret_old", FakeStripe::webhook_secret}}};
    rolled.provider->start(rolled.request());
    rolled.gateway.pay("HR-1-abc");
    const auto sent = rolled.gateway.next_webhook().value();
    EXPECT_TRUE(std::holds_alternative<shop::WebhookFacts>(
        rolled.provider->read_webhook({sent.body, sent.headers, rolled.gateway.now()})));
}

/// Presses the button and reads the page that follows.
std::string tested(Desk& desk, kit::Browser& admin)
{
    desk.shop.clock().advance(std::chrono::minutes{1});
    EXPECT_EQ(admin.post("/admin/stripe/check", {}).status, 303);
    return admin.get("/admin/plugins/stripe/settings").body;
}

TEST(Connection, says_what_is_wrong)
{
    Desk desk;
    auto admin = desk.shop.admin();
    const auto says = [&](std::string_view text) {
        const auto page = tested(desk, admin);
        EXPECT_NE(page.find(text), std::string::npos) << text << "\n" << page;
    };
    says("belum ada webhook untuk");
    const auto page = admin.get("/admin/plugins/stripe/settings").body;
    EXPECT_NE(page.find("/webhooks/stripe</code>"), std::string::npos) << "what to enter at Stripe";
    EXPECT_EQ(page.find("sk_test_fake"), std::string::npos) << "a key is never shown";

    const auto url = desk.shop.host().absolute_url("id", "/webhooks/stripe");
    Value endpoint{{"url", url}, {"status", "enabled"}};
    desk.gateway.endpoints = {endpoint.set("enabled_events", Value::list({"checkout.session.completed"}))};
    says("checkout.session.expired, payment_intent.payment_failed");
    desk.gateway.endpoints = {endpoint.set("enabled_events", Value::list({"*"}))};
    EXPECT_EQ(tested(desk, admin).find("belum mengirim"), std::string::npos);
    desk.gateway.endpoints = {endpoint.set("status", "disabled")};
    says("Webhook dimatikan di Stripe");

    for (const auto& [status, text] :
         {std::pair{401, "tidak menerima kunci"}, std::pair{403, "tidak diizinkan"},
          std::pair{500, "tidak bisa dihubungi"}, std::pair{400, "menjawab dengan galat"}}) {
        desk.gateway.broken_status = status;
        says(text);
    }
    desk.gateway.broken_status = 0;
    desk.gateway.refuse_calls(true);
    says("api.stripe.com did not answer");
}

TEST(Connection, is_tried_by_those_who_may_edit_the_settings)
{
    Desk desk;
    auto staff = desk.shop.staff({"payments.transfers.confirm"});
    EXPECT_EQ(staff.post("/admin/stripe/check", {}).status, 403);
    auto keeper = desk.shop.staff({"stripe.settings.edit"});
    EXPECT_EQ(keeper.post("/admin/stripe/check", {}).status, 303);
    auto visitor = desk.shop.browser();
    EXPECT_NE(visitor.post("/admin/stripe/check", {}).status, 200);
    EXPECT_TRUE(desk.gateway.asked.size() <= 4);
}

} // namespace
} // namespace hurtrock::stripe
