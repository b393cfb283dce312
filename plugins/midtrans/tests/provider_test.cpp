#include "admin_pages.hpp"
#include "fake_midtrans.hpp"
#include "provider.hpp"

#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

#include <random>

namespace hurtrock::midtrans {
namespace {

using shop::FactKind;

struct Shopped : ::testing::Test {
    Shopped()
    {
        auto options = kit::this_plugin(
            {{"server_key", test_server_key}, {"client_key", "SB-Mid-client-x"}, {"direct_channels", "qris, bca_va"}});
        options.http = &gateway.http;
        shop = std::make_unique<kit::Shop>(options);
        gateway.clock = [this] { return shop->clock().now(); };
        provider = shop->find<shop::PaymentProvider>("midtrans");
    }

    shop::PaymentRequest request(const std::string& attempt, std::string_view channel = {})
    {
        shop::PaymentRequest made;
        made.attempt_id = attempt;
        made.order_number = "HR-1042";
        made.amount = Money{268'000};
        made.customer_name = "Siti";
        made.locale = "id";
        made.return_url = "https://shop.example/back";
        made.webhook_url = "https://shop.example/webhooks/midtrans";
        made.idempotency_key = attempt + "-start";
        made.expires_at = gateway.now() + std::chrono::hours{24};
        made.lines = {{shop::LineKind::product, "SKU-1", "Gitar", Money{268'000}, 1}};
        if (!channel.empty()) made.fields = Value{{"channel", channel}};
        return made;
    }
    shop::PaymentReference reference(const std::string& attempt)
    {
        return {.attempt_id = attempt, .gateway_reference = "", .amount = Money{268'000}};
    }
    shop::RefundResult give_back(const std::string& attempt, std::int64_t units, const std::string& key)
    {
        return provider->refund({.idempotency_key = key, .payment = reference(attempt), .amount = Money{units}});
    }
    std::vector<shop::PaymentFact> fetched(const std::string& attempt)
    {
        auto answer = provider->fetch(reference(attempt));
        auto* facts = std::get_if<std::vector<shop::PaymentFact>>(&answer);
        return facts ? *facts : std::vector<shop::PaymentFact>{};
    }

    FakeMidtrans gateway;
    std::unique_ptr<kit::Shop> shop;
    std::shared_ptr<shop::PaymentProvider> provider;
};

TEST_F(Shopped, passes_the_conformance_of_payment_providers)
{
    int tried = 0;
    for (const auto& check : kit::payment_conformance(*provider, gateway)) {
        EXPECT_TRUE(check.passed()) << check;
        if (check.skipped.empty())
            ++tried;
        else
            ADD_FAILURE() << check;
    }
    EXPECT_GE(tried, 30);
}

TEST_F(Shopped, keeps_no_secret_in_an_exchange)
{
    std::vector<Exchange> heard;
    {
        const ExchangeScope scope{[&](const Exchange& one) { heard.push_back(one); }};
        provider->start(request("HR-1-aaaaaaaa"));
        provider->fetch(reference("HR-1-aaaaaaaa"));
    }
    ASSERT_GE(heard.size(), 2U);
    for (const auto& one : heard)
        EXPECT_EQ((one.request + one.answer + one.url).find("HURTROCK-TEST"), std::string::npos);
    for (const auto& call : gateway.http.calls())
        EXPECT_FALSE(call.hidden.empty()) << "the log of the host hides the keys";
}

TEST_F(Shopped, tells_midtrans_where_to_notify)
{
    provider->start(request("HR-1-aaaaaaaa"));
    auto plain = request("HR-1-bbbbbbbb");
    plain.webhook_url = "http://127.0.0.1:5000/webhooks/midtrans";
    provider->start(plain);
    const auto calls = gateway.http.calls();
    const auto header = [](const HttpRequest& call) {
        for (const auto& [name, value] : call.headers)
            if (name == "X-Override-Notification") return value;
        return std::string{};
    };
    EXPECT_EQ(header(calls[0]), "https://shop.example/webhooks/midtrans");
    EXPECT_EQ(header(calls[1]), "") << "an address that nobody can reach overrides nothing";
}

TEST_F(Shopped, shows_an_account_or_a_code_without_the_hosted_page)
{
    const auto va = provider->start(request("HR-1-aaaaaaaa", "bca_va"));
    const auto* shown = std::get_if<shop::PayByInstructions>(&va);
    ASSERT_TRUE(shown);
    EXPECT_EQ(shown->rows.items()[1]["copy"].text(), "812785002530231");
    EXPECT_EQ(shown->amount, Money{268'000});
    const auto qr = provider->start(request("HR-1-bbbbbbbb", "qris"));
    ASSERT_TRUE(std::get_if<shop::PayByInstructions>(&qr));
    EXPECT_FALSE(std::get<shop::PayByInstructions>(qr).qr_payload.empty());
    EXPECT_FALSE(provider->check_fields({{"channel", "bni_va"}})) << "not offered in the settings";
    EXPECT_TRUE(provider->check_fields({{"channel", ""}}));
}

TEST_F(Shopped, whose_answer_to_a_charge_was_lost_shows_the_account_and_ends_the_code)
{
    gateway.http.on(Method::post, "https://api.sandbox.midtrans.com/v2/charge")
        .answer_json(200, {{"status_code", "406"}, {"status_message", "conflict"}});
    gateway.transactions["HR-1-aaaaaaaa"] = {.id = "t1", .type = "bank_transfer", .state = "pending", .gross = 268'000};
    gateway.transactions["HR-1-aaaaaaaa"].extra.set("va_numbers",
                                                    Value::list({{{"bank", "bca"}, {"va_number", "812"}}}));
    EXPECT_TRUE(std::holds_alternative<shop::PayByInstructions>(provider->start(request("HR-1-aaaaaaaa", "bca_va"))));

    gateway.transactions["HR-1-bbbbbbbb"] = {.id = "t2", .type = "qris", .state = "pending", .gross = 268'000};
    const auto qr = provider->start(request("HR-1-bbbbbbbb", "qris"));
    ASSERT_TRUE(std::holds_alternative<shop::PaymentDeclined>(qr));
    EXPECT_FALSE(std::get<shop::PaymentDeclined>(qr).temporary);
    EXPECT_EQ(gateway.transactions["HR-1-bbbbbbbb"].state, "cancel") << "nobody can pay what is not shown";
}

TEST_F(Shopped, shows_an_account_chosen_on_the_hosted_page)
{
    provider->start(request("HR-1-aaaaaaaa"));
    EXPECT_TRUE(std::holds_alternative<shop::NotStarted>(provider->fetch(reference("HR-1-aaaaaaaa"))));
    gateway.transactions["HR-1-aaaaaaaa"] = {.id = "t1", .type = "bank_transfer", .state = "pending", .gross = 268'000};
    gateway.transactions["HR-1-aaaaaaaa"].extra.set("va_numbers",
                                                    Value::list({{{"bank", "bri"}, {"va_number", "1234567"}}}));
    const auto facts = fetched("HR-1-aaaaaaaa");
    ASSERT_EQ(facts.size(), 1U);
    ASSERT_TRUE(facts[0].how);
    EXPECT_EQ(facts[0].how->rows.items()[1]["copy"].text(), "1234567");
    EXPECT_EQ(facts[0].method, "BRI virtual account");
}

TEST_F(Shopped, begins_one_page_for_two_visitors_of_one_attempt)
{
    const auto first = provider->start(request("HR-1-aaaaaaaa")), second = provider->start(request("HR-1-aaaaaaaa"));
    EXPECT_EQ(std::get<shop::PayByRedirect>(first).url, std::get<shop::PayByRedirect>(second).url)
        << "Midtrans switches the first token off when it gives a second";
}

TEST_F(Shopped, does_not_believe_what_a_signed_notification_says)
{
    provider->start(request("HR-1-aaaaaaaa"));
    gateway.happen("HR-1-aaaaaaaa", "settlement");
    const auto sent = gateway.next_webhook();
    const auto result = provider->read_webhook({sent->body, sent->headers, gateway.now()});
    ASSERT_TRUE(std::holds_alternative<shop::WebhookFacts>(result));
    EXPECT_TRUE(std::get<shop::WebhookFacts>(result).confirm_by_fetch);
    EXPECT_TRUE(std::holds_alternative<shop::WebhookIgnored>(
        provider->read_webhook({R"({"order_id":"payment_notif_test_G1_x","status_code":"200"})", {}, gateway.now()})));
}

TEST_F(Shopped, refuses_ten_thousand_mutated_notifications)
{
    provider->start(request("HR-1-aaaaaaaa"));
    gateway.happen("HR-1-aaaaaaaa", "settlement");
    const auto sent = *gateway.next_webhook();
    std::mt19937 random{3};
    int facts = 0;
    for (int round = 0; round < 10'000; ++round) {
        auto body = sent.body;
        for (auto changes = 1 + random() % 4; changes > 0; --changes)
            body[random() % body.size()] = static_cast<char>(random() % 256);
        const auto result = provider->read_webhook({body, sent.headers, gateway.now()});
        if (const auto* told = std::get_if<shop::WebhookFacts>(&result)) {
            // Only what the signature does not cover was changed: then nothing of it is applied, the status is asked.
            ++facts;
            ASSERT_TRUE(told->confirm_by_fetch);
            ASSERT_EQ(told->facts.front().attempt_id, "HR-1-aaaaaaaa");
        }
    }
    EXPECT_LT(facts, 6'000);
}

TEST_F(Shopped, sends_transfers_back_by_hand)
{
    provider->start(request("HR-1-aaaaaaaa"));
    gateway.transactions["HR-1-aaaaaaaa"].type = "bank_transfer";
    gateway.happen("HR-1-aaaaaaaa", "settlement");
    const auto answer = give_back("HR-1-aaaaaaaa", 1'000, "R1");
    EXPECT_EQ(answer.outcome, shop::RefundResult::Outcome::by_hand);
    EXPECT_NE(answer.reason.find("transfer the money"), std::string::npos);
    EXPECT_EQ(gateway.refunds_asked, 0);
}

TEST_F(Shopped, sends_back_by_hand_when_the_window_is_over_or_midtrans_refuses)
{
    provider->start(request("HR-1-aaaaaaaa"));
    gateway.transactions["HR-1-aaaaaaaa"].type = "qris";
    gateway.transactions["HR-1-aaaaaaaa"].extra.set(
        "settlement_time", time_text(gateway.now() - std::chrono::hours{24 * 8}).substr(0, 19));
    gateway.happen("HR-1-aaaaaaaa", "settlement");
    EXPECT_EQ(give_back("HR-1-aaaaaaaa", 1'000, "R1").outcome, shop::RefundResult::Outcome::by_hand);

    provider->start(request("HR-1-bbbbbbbb"));
    gateway.pay("HR-1-bbbbbbbb");
    auto& script = gateway.http.on(Method::post, "https://api.sandbox.midtrans.com/v2/HR-1-bbbbbbbb/refund");
    script.answer_json(200, {{"status_code", "412"}, {"status_message", "Transaction status cannot be updated"}});
    EXPECT_EQ(give_back("HR-1-bbbbbbbb", 1'000, "R1").outcome, shop::RefundResult::Outcome::by_hand);
    gateway.http.on(Method::post, "https://api.sandbox.midtrans.com/v2/HR-1-bbbbbbbb/refund")
        .answer_json(200, {{"status_code", "414"}, {"status_message", "insufficient"}});
    EXPECT_EQ(give_back("HR-1-bbbbbbbb", 1'000, "R2").outcome, shop::RefundResult::Outcome::refused);
}

TEST_F(Shopped, cancels_a_card_that_is_not_settled_and_waits_with_a_part_of_it)
{
    provider->start(request("HR-1-aaaaaaaa"));
    gateway.happen("HR-1-aaaaaaaa", "capture");
    EXPECT_EQ(give_back("HR-1-aaaaaaaa", 1'000, "R1").outcome, shop::RefundResult::Outcome::unreachable);
    EXPECT_EQ(give_back("HR-1-aaaaaaaa", 268'000, "R2").outcome, shop::RefundResult::Outcome::done);
    EXPECT_EQ(give_back("HR-1-aaaaaaaa", 268'000, "R2").outcome, shop::RefundResult::Outcome::done)
        << "again, with nothing sent";
    EXPECT_EQ(gateway.cancels_asked, 1);
    EXPECT_EQ(gateway.refunds_asked, 0);
}

TEST_F(Shopped, never_cancels_what_is_paid)
{
    provider->start(request("HR-1-aaaaaaaa"));
    gateway.happen("HR-1-aaaaaaaa", "capture");
    const auto ended = provider->cancel(reference("HR-1-aaaaaaaa"));
    EXPECT_EQ(ended.outcome, shop::EndResult::Outcome::refused);
    ASSERT_FALSE(ended.facts.empty());
    EXPECT_EQ(ended.facts.front().kind, FactKind::captured);
    EXPECT_EQ(gateway.cancels_asked, 0);
}

TEST_F(Shopped, is_not_fooled_by_a_status_of_another_order)
{
    gateway.http.on(Method::get, "https://api.sandbox.midtrans.com/v2/HR-1-aaaaaaaa/status")
        .answer_json(200, {{"status_code", "200"},
                           {"order_id", "HR-2"},
                           {"transaction_status", "settlement"},
                           {"gross_amount", "1.00"}});
    EXPECT_TRUE(std::holds_alternative<shop::Unreachable>(provider->fetch(reference("HR-1-aaaaaaaa"))));
}

TEST_F(Shopped, is_not_offered_without_keys_and_is_closed_while_midtrans_fails)
{
    EXPECT_EQ(provider->unavailable_reason(), "");
    EXPECT_EQ(provider->unfit_reason({Money{1'000}, {}, false}, "id"), "");
    gateway.http.set_state("api.sandbox.midtrans.com", {.circuit = Circuit::open});
    EXPECT_NE(provider->unfit_reason({Money{1'000}, {}, false}, "id").find("tidak menjawab"), std::string::npos);
    EXPECT_FALSE(provider->unfit_reason({Money{1'000, "USD"}, {}, false}, "en").empty());

    kit::Shop bare{kit::this_plugin()};
    EXPECT_NE(bare.find<shop::PaymentProvider>("midtrans")->unavailable_reason(), "");
}

TEST_F(Shopped, tells_the_owner_what_is_wrong_with_the_connection)
{
    Config config;
    config.server_key = test_server_key;
    config.client_key = "SB-Mid-client-x";
    config.snap_base = "https://app.sandbox.midtrans.com/snap/v1";
    config.api_base = "https://api.sandbox.midtrans.com";
    config.timeout = std::chrono::seconds{5};
    Client good{gateway.http, config};
    for (const auto& finding : test_connection(good))
        EXPECT_TRUE(finding.good) << finding.code;
    EXPECT_TRUE(gateway.pages.empty()) << "nothing was begun";

    config.server_key = "SB-Mid-server-wrong";
    Client wrong{gateway.http, config};
    EXPECT_EQ(test_connection(wrong).back().code, "midtrans.test_key_sandbox");
    gateway.refuse_calls(true);
    EXPECT_EQ(test_connection(wrong).back().code, "midtrans.test_api_lost");
    config.server_key = "Mid-client-x";
    Client swapped{gateway.http, config};
    EXPECT_EQ(test_connection(swapped).back().code, "midtrans.test_keys");
}

TEST_F(Shopped, has_a_test_button_for_those_who_may_press_it)
{
    EXPECT_EQ(shop->staff({"orders.view"}).post("/admin/midtrans/test").status, 403);
    const auto answer = shop->admin().post("/admin/midtrans/test");
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(answer.body.find("badge-done"), std::string::npos);
    EXPECT_EQ(answer.body.find("HURTROCK-TEST"), std::string::npos);
}

} // namespace
} // namespace hurtrock::midtrans
