#include "fake_gateway.hpp"

#include <hurtrock/shop/payment_provider.hpp>
#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

namespace hurtrock::sample_gateway {
namespace {

using EndOutcome = shop::EndResult::Outcome;
using RefundOutcome = shop::RefundResult::Outcome;

class Provider : public ::testing::Test {
protected:
    static kit::Options with(FakeGateway& gateway, Value settings)
    {
        auto options = kit::this_plugin(std::move(settings));
        options.http = &gateway;
        return options;
    }

    static shop::PaymentRequest request(std::int64_t amount = 150'000, const std::string& attempt = "HR-1042-1")
    {
        shop::PaymentRequest wanted;
        wanted.attempt_id = attempt;
        wanted.amount = Money{amount};
        wanted.idempotency_key = "start-" + attempt;
        wanted.return_url = "https://shop.test/orders/x";
        return wanted;
    }
    shop::PaymentReference reference() const { return {.attempt_id = "HR-1042-1", .gateway_reference = "pay-HR-1042-1", .amount = Money{150'000}}; }
    shop::RefundRequest refund(std::string key, std::int64_t amount) const
    {
        return {.idempotency_key = std::move(key), .payment = reference(), .amount = Money{amount}, .captured = Money{150'000}, .refunded = {}};
    }
    std::vector<shop::PaymentFact> fetched() { return std::get<std::vector<shop::PaymentFact>>(provider->fetch(reference())); }

    FakeGateway gateway{"wh-1"};
    kit::Shop shop{with(gateway, {{"secret_key", "sk-1"}, {"webhook_secret", "wh-1"}})};
    std::shared_ptr<shop::PaymentProvider> provider{shop.find<shop::PaymentProvider>("sample-gateway")};
};

TEST_F(Provider, SendsTheCustomerToTheGatewaysPage)
{
    EXPECT_EQ(provider->title("id"), "Sample gateway");
    EXPECT_TRUE(provider->unavailable_reason().empty());
    const auto started = provider->start(request());
    ASSERT_TRUE(std::holds_alternative<shop::PayByRedirect>(started));
    EXPECT_EQ(std::get<shop::PayByRedirect>(started).url, "https://gateway.example/pay/HR-1042-1");
    EXPECT_EQ(gateway.payments.size(), 1U);
    provider->start(request());
    EXPECT_EQ(gateway.payments.size(), 1U);
}

TEST_F(Provider, TellsADeclineFromALostAnswer)
{
    const auto declined = provider->start(request(0));
    EXPECT_FALSE(std::get<shop::PaymentDeclined>(declined).temporary);
    gateway.unreachable = true;
    EXPECT_TRUE(std::get<shop::PaymentDeclined>(provider->start(request())).temporary);
    EXPECT_TRUE(std::holds_alternative<shop::Unreachable>(provider->fetch(reference())));
    EXPECT_EQ(provider->cancel(reference()).outcome, EndOutcome::unreachable);
    EXPECT_EQ(provider->refund(refund("r-1", 1'000)).outcome, RefundOutcome::unreachable);
}

TEST_F(Provider, FetchesFacts)
{
    EXPECT_TRUE(std::holds_alternative<shop::NotStarted>(provider->fetch(reference())));
    provider->start(request());
    EXPECT_EQ(fetched().at(0).kind, shop::FactKind::pending);
    gateway.pay("HR-1042-1");
    EXPECT_EQ(fetched().at(0).kind, shop::FactKind::captured);
    EXPECT_EQ(fetched().at(0).amount, Money{150'000});
    EXPECT_EQ(fetched().at(0).key, fetched().at(0).key) << "what happened once has one name";
}

TEST_F(Provider, CancelsWhatIsUnpaidOnly)
{
    provider->start(request());
    EXPECT_EQ(provider->cancel(reference()).outcome, EndOutcome::done);
    EXPECT_EQ(provider->cancel(reference()).outcome, EndOutcome::done);
    provider->start(request(5'000, "HR-1043-1"));
    gateway.pay("HR-1043-1");
    const auto refused = provider->cancel({.attempt_id = "HR-1043-1", .gateway_reference = {}});
    EXPECT_EQ(refused.outcome, EndOutcome::refused);
    EXPECT_EQ(refused.facts.at(0).kind, shop::FactKind::captured);
}

TEST_F(Provider, RefundsInPartsOnceEach)
{
    provider->start(request());
    gateway.pay("HR-1042-1");
    EXPECT_EQ(provider->refund(refund("r-1", 50'000)).outcome, RefundOutcome::done);
    EXPECT_EQ(provider->refund(refund("r-1", 50'000)).outcome, RefundOutcome::done) << "the same key, the same refund";
    EXPECT_EQ(fetched().at(1).amount, Money{50'000}) << "the total so far, not a step";
    EXPECT_EQ(provider->refund(refund("r-2", 100'001)).outcome, RefundOutcome::refused);
    EXPECT_EQ(provider->refund(refund("r-3", 100'000)).outcome, RefundOutcome::done);
    EXPECT_EQ(fetched().at(1).amount, Money{150'000});
}

TEST_F(Provider, ReadsSignedWebhooksAndRefusesOthers)
{
    provider->start(request());
    gateway.pay("HR-1042-1");
    const auto [body, headers] = gateway.next_webhook().value();
    const auto read = provider->read_webhook({.body = body, .headers = headers});
    ASSERT_TRUE(std::holds_alternative<shop::WebhookFacts>(read));
    EXPECT_EQ(std::get<shop::WebhookFacts>(read).facts.at(0).kind, shop::FactKind::captured);
    EXPECT_EQ(std::get<shop::WebhookFacts>(read).facts.at(0).key, fetched().at(0).key) << "webhook and fetch tell the same fact";
    const auto changed = body + " ";
    EXPECT_TRUE(std::holds_alternative<shop::WebhookForged>(provider->read_webhook({.body = changed, .headers = headers})));
    EXPECT_TRUE(std::holds_alternative<shop::WebhookForged>(provider->read_webhook({.body = body})));
}

/// Every promise of payment_provider.hpp: lost answers, repetitions, forged webhooks and what else happens to shops.
TEST_F(Provider, KeepsThePromisesOfAProvider)
{
    for (const auto& check : kit::payment_conformance(*provider, gateway)) EXPECT_TRUE(check.passed() && check.skipped.empty()) << check;
}

TEST_F(Provider, SaysWhatIsMissing)
{
    kit::Shop bare{with(gateway, Value::map())};
    const auto without = bare.find<shop::PaymentProvider>("sample-gateway");
    EXPECT_EQ(without->unavailable_reason(), "settings are missing");
    EXPECT_TRUE(std::holds_alternative<shop::WebhookNotReady>(without->read_webhook({.body = "{}"})));
}

} // namespace
} // namespace hurtrock::sample_gateway
