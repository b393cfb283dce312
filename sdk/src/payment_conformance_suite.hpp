#pragma once
/// What the checks of payment conformance share: requests, references, reading what a provider told.

#include <hurtrock/ids.hpp>
#include <hurtrock/testing/payment_conformance.hpp>

#include <functional>
#include <set>

namespace hurtrock::kit {

using namespace shop;

class PaymentConformance {
public:
    PaymentConformance(PaymentProvider& provider, GatewayFake& gateway) : provider_{provider}, gateway_{gateway} {}

    std::vector<Check> run()
    {
        able_ = provider_.capabilities();
        describes_itself();
        starts();
        pays();
        fails_and_ends();
        refunds();
        refuses_forged_webhooks();
        survives_silence();
        survives_lost_answers();
        return std::move(checks_);
    }

private:
    struct Skip {
        std::string why;
    };
    struct Failure {
        std::string why;
    };

    void check(std::string name, const std::function<void()>& body)
    {
        Check made{std::move(name)};
        try {
            body();
        } catch (const Skip& skip) {
            made.skipped = "skipped: " + skip.why;
        } catch (const Failure& failure) {
            made.failure = failure.why;
        } catch (const std::exception& error) {
            made.failure = std::string{"threw "} + error.what();
        }
        gateway_.refuse_calls(false);
        while (gateway_.next_webhook()) {
        }
        checks_.push_back(std::move(made));
    }
    static void need(bool can, std::string why)
    {
        if (!can) throw Skip{std::move(why)};
    }
    static void expect(bool holds, std::string why)
    {
        if (!holds) throw Failure{std::move(why)};
    }

    PaymentRequest request(std::int64_t units = 125'000)
    {
        const auto number = "HR-" + std::to_string(++attempts_) + "-" + make_public_id().substr(0, 8);
        PaymentRequest made;
        made.attempt_id = number;
        made.order_number = "HR-1042";
        made.order_public_id = make_public_id();
        made.amount = Money{units};
        made.customer_name = "Siti Nurhaliza";
        made.customer_email = "siti@example.com";
        made.customer_phone = "+6281234567890";
        made.locale = "id";
        made.return_url = "https://shop.example/payments/" + number + "/return";
        made.webhook_url = "https://shop.example/webhooks/provider";
        made.expires_at = gateway_.now() + able_.time_to_pay;
        made.idempotency_key = number + "-start";
        made.lines = {{LineKind::product, "SKU-1", "Senar gitar & pick", Money{units}, 1},
                      {LineKind::shipping, "shipping", "JNE REG", Money{18'000}, 1},
                      {LineKind::discount, "discount", "Diskon", Money{-18'000}, 1}};
        made.shipping_address.recipient = "Siti Nurhaliza";
        made.shipping_address.street = "Jl. Merdeka 1";
        made.shipping_address.city = "Kota Bandung";
        made.shipping_address.province = "Jawa Barat";
        made.shipping_address.postal_code = "40115";
        return made;
    }

    struct Begun {
        PaymentRequest request;
        PaymentReference reference;
    };
    static std::string reference_in(const StartResult& started)
    {
        if (const auto* away = std::get_if<PayByRedirect>(&started)) return away->gateway_reference;
        if (const auto* shown = std::get_if<PayByInstructions>(&started)) return shown->gateway_reference;
        return {};
    }
    Begun begin()
    {
        auto wanted = request();
        const auto started = provider_.start(wanted);
        if (const auto* declined = std::get_if<PaymentDeclined>(&started))
            throw Failure{"start was declined: " + declined->reason};
        return {wanted, {wanted.attempt_id, reference_in(started), wanted.amount, {}, wanted.attempt_id + "-fetch"}};
    }
    std::vector<PaymentFact> fetched(const PaymentReference& reference)
    {
        const auto answer = provider_.fetch(reference);
        if (const auto* lost = std::get_if<Unreachable>(&answer)) throw Failure{"fetch did not reach: " + lost->reason};
        if (const auto* facts = std::get_if<std::vector<PaymentFact>>(&answer)) return *facts;
        return {};
    }
    static const PaymentFact* find(const std::vector<PaymentFact>& facts, FactKind kind)
    {
        for (const auto& fact : facts)
            if (fact.kind == kind) return &fact;
        return nullptr;
    }
    RawRequest raw(const SentWebhook& sent) { return {sent.body, sent.headers, gateway_.now()}; }
    /// All that the gateway sent meanwhile, read.
    std::vector<PaymentFact> told()
    {
        std::vector<PaymentFact> all;
        while (const auto sent = gateway_.next_webhook()) {
            const auto result = provider_.read_webhook(raw(*sent));
            if (const auto* forged = std::get_if<WebhookForged>(&result))
                throw Failure{"refused its own gateway: " + forged->reason};
            if (const auto* facts = std::get_if<WebhookFacts>(&result)) {
                expect(!facts->inbox_key.empty() && facts->inbox_key.size() <= 200,
                       "an inbox key of 1 to 200 characters is needed");
                all.insert(all.end(), facts->facts.begin(), facts->facts.end());
            }
        }
        return all;
    }
    void sound(const std::vector<PaymentFact>& facts)
    {
        std::set<std::string> keys;
        for (const auto& fact : facts) {
            expect(!fact.key.empty() && fact.key.size() <= 200, "a fact's key has 1 to 200 characters");
            expect(keys.insert(fact.key).second, "two facts share the key " + fact.key);
            expect(fact.live == able_.live, "the fact " + fact.key + " is of another mode than the capabilities");
        }
    }
    RefundRequest refund_of(const Begun& begun, std::string key, std::int64_t units, std::int64_t before = 0)
    {
        return {std::move(key), begun.reference, Money{units}, begun.request.amount, Money{before}, "returned goods"};
    }
    Begun paid()
    {
        auto begun = begin();
        need(gateway_.pay(begun.request.attempt_id), "its money is confirmed by people");
        return begun;
    }

    void describes_itself();
    void starts();
    void pays();
    void fails_and_ends();
    void refunds();
    void refuses_forged_webhooks();
    void survives_silence();
    void survives_lost_answers();

    PaymentProvider& provider_;
    GatewayFake& gateway_;
    Capabilities able_{};
    int attempts_{0};
    std::vector<Check> checks_;
};

} // namespace hurtrock::kit
