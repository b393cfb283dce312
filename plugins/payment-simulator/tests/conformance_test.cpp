#include "provider.hpp"

#include <hurtrock/testing/payment_conformance.hpp>
#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

#include <deque>

namespace hurtrock::payment_simulator
{
namespace
{

/// The simulated gateway through its own page and tables.
class Simulated final : public kit::GatewayFake
{
public:
    explicit Simulated(kit::Shop& shop) : shop_{shop} {}

    bool pay(const std::string& attempt) override { return press(attempt, "pay"); }
    bool fail(const std::string& attempt) override { return press(attempt, "fail"); }
    bool expire(const std::string&) override { return false; }
    bool refund_by_hand(const std::string& attempt, Money amount) override
    {
        return shop_.database()
            .transaction("test.refund",
                         [&](Transaction& tx) -> Result<Done> {
                             repository::add_refunded(tx, attempt, amount);
                             repository::note(tx, {.id = make_public_id(),
                                                   .attempt_id = attempt,
                                                   .kind = "refunded",
                                                   .refund_key = {},
                                                   .amount = amount,
                                                   .at = now()});
                             return Done{};
                         })
            .ok();
    }
    std::optional<kit::SentWebhook> next_webhook() override
    {
        if (unsent_.empty()) return std::nullopt;
        auto sent = std::move(unsent_.front());
        unsent_.pop_front();
        return sent;
    }
    int begun(const std::string& attempt) override { return repository::find(shop_.database(), attempt) ? 1 : 0; }
    Money refunded(const std::string& attempt) override
    {
        const auto session = repository::find(shop_.database(), attempt);
        return session ? session->refunded : Money{};
    }
    Time now() override { return shop_.clock().now(); }

private:
    bool press(const std::string& attempt, std::string_view action)
    {
        const auto before = repository::events(shop_.database(), attempt).size();
        const auto answer = shop_.browser().post("/simulator/pay/" + attempt, {{"action", std::string{action}}});
        const auto events = repository::events(shop_.database(), attempt);
        for (auto i = before; i < events.size(); ++i) {
            const auto body = body_of(events[i]);
            const auto time = std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count();
            unsent_.push_back({body,
                               {{"Content-Type", "application/json"},
                                {std::string{signature_header},
                                 signature_of(repository::secret(shop_.database()), time, body)}}});
        }
        return answer.status == 303;
    }

    kit::Shop& shop_;
    std::deque<kit::SentWebhook> unsent_;
};

TEST(Conformance, of_the_provider)
{
    kit::Shop shop{kit::this_plugin({{"active", "on"}})};
    const auto provider = shop.find<shop::PaymentProvider>("simulator");
    ASSERT_TRUE(provider);
    Simulated gateway{shop};
    int tried = 0;
    for (const auto& check : kit::payment_conformance(*provider, gateway)) {
        EXPECT_TRUE(check.passed()) << check;
        if (check.skipped.empty()) ++tried;
    }
    EXPECT_GE(tried, 24) << "too much was skipped";
    EXPECT_TRUE(shop.broken_queries().empty());
}

/// A provider that takes any webhook, starts twice and refunds twice must not pass: the suite can fail.
TEST(Conformance, finds_a_careless_provider)
{
    class Careless final : public shop::PaymentProvider
    {
    public:
        shop::Capabilities capabilities() const override { return {.refunds = shop::Refunds::partial, .fetch = true}; }
        std::string title(std::string_view) const override { return "Careless"; }
        std::string description(std::string_view) const override { return ""; }
        std::string unavailable_reason() const override { return ""; }
        shop::StartResult start(const shop::PaymentRequest&) override
        {
            return shop::redirect_to("https://x.example", make_public_id());
        }
        shop::FetchResult fetch(const shop::PaymentReference&) override
        {
            return std::vector<shop::PaymentFact>{{.kind = shop::FactKind::captured, .key = make_public_id()}};
        }
        shop::EndResult cancel(const shop::PaymentReference&) override
        {
            return {.outcome = shop::EndResult::Outcome::unreachable};
        }
        shop::EndResult expire(const shop::PaymentReference&) override { return {}; }
        shop::RefundResult refund(const shop::RefundRequest&) override
        {
            return {.outcome = shop::RefundResult::Outcome::done};
        }
        shop::WebhookResult read_webhook(const shop::RawRequest&) override
        {
            return shop::WebhookFacts{.inbox_key = "x", .facts = {}};
        }
    };
    kit::Shop shop{kit::this_plugin({{"active", "on"}})};
    Simulated gateway{shop};
    Careless careless;
    int failed = 0;
    for (const auto& check : kit::payment_conformance(careless, gateway))
        if (!check.passed()) ++failed;
    EXPECT_GE(failed, 7);
}

} // namespace
} // namespace hurtrock::payment_simulator
