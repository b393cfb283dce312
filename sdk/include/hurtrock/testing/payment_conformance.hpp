#pragma once
/// The promises of payment_provider.hpp, tried on any provider. The plugin's test supplies its gateway as a fake; the
/// suite plays customer, shop and bad luck, and needs nothing but the two:
///
///     FakeXendit gateway;
///     for (const auto& check : kit::payment_conformance(*provider, gateway)) EXPECT_TRUE(check.passed()) << check;
///
/// What the provider says it cannot do (Capabilities) is skipped, and its absence is tried instead: a provider without
/// webhooks must refuse them all. Called on one thread, without an open transaction.

#include <hurtrock/shop/payment_provider.hpp>

#include <functional>
#include <ostream>
#include <set>

namespace hurtrock::kit {

/// A webhook as the gateway would send it.
struct SentWebhook {
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers{};
};

/// The other side: what happens at the gateway. Attempts are named as PaymentRequest::attempt_id. A function that the
/// gateway has no notion of answers false, and what builds on it is skipped.
class GatewayFake {
public:
    virtual ~GatewayFake() = default;

    /// The customer pays in full on the hosted page.
    virtual bool pay(const std::string& attempt_id) = 0;
    /// The payment fails for good.
    virtual bool fail(const std::string& attempt_id) = 0;
    /// Its time runs out at the gateway.
    virtual bool expire(const std::string& attempt_id) = 0;
    /// Refunds of this amount are made in the gateway's own pages.
    virtual bool refund_by_hand(const std::string& /*attempt_id*/, Money /*amount*/) { return false; }
    /// The oldest webhook that was not taken yet, signed; nullopt when there is none.
    virtual std::optional<SentWebhook> next_webhook() { return std::nullopt; }
    /// From now on calls find nobody (true), or work again.
    virtual bool refuse_calls(bool /*refuse*/) { return false; }
    /// The next call is acted on, and its answer is lost.
    virtual bool lose_next_answer() { return false; }
    /// How many payments the gateway has begun for it, and how much money it sent back: what must never double.
    virtual int begun(const std::string& attempt_id) = 0;
    virtual Money refunded(const std::string& attempt_id) = 0;
    /// The clock as the provider sees it.
    virtual Time now() = 0;
};

struct Check {
    std::string name;
    /// Empty when it passed.
    std::string failure{};
    /// Why it was not tried.
    std::string skipped{};

    bool passed() const noexcept { return failure.empty(); }
    friend std::ostream& operator<<(std::ostream& out, const Check& check)
    {
        return out << check.name << ": "
                   << (check.passed() ? check.skipped.empty() ? "passed" : check.skipped : check.failure);
    }
};

namespace detail {

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

    void describes_itself()
    {
        check("has a title and a description in both languages", [&] {
            for (const auto* locale : {"id", "en"})
                expect(!provider_.title(locale).empty() && !provider_.description(locale).empty(),
                       std::string{"none in "} + locale);
        });
        check("gives customers time and takes rupiah or says what it takes", [&] {
            expect(able_.time_to_pay.count() > 0, "time_to_pay is not positive");
            expect(!able_.currencies.empty(), "no currency");
        });
        check("is available with the settings of the test",
              [&] { expect(provider_.unavailable_reason().empty(), provider_.unavailable_reason()); });
        check("checks its own fields", [&] {
            for (const auto& field : provider_.checkout_fields("id")) {
                expect(!field.name.empty() && !field.label.empty(), "a field without name or label");
                if (field.required)
                    expect(!provider_.check_fields(Value::map()), "an empty " + field.name + " was accepted");
            }
        });
    }

    void starts()
    {
        check("start sends the customer somewhere or shows how to pay", [&] {
            const auto wanted = request();
            const auto started = provider_.start(wanted);
            if (const auto* away = std::get_if<PayByRedirect>(&started)) {
                expect(away->url.starts_with("http"), "the page has no full address: " + away->url);
            } else if (const auto* shown = std::get_if<PayByInstructions>(&started)) {
                expect(shown->rows.size() > 0 || !shown->qr_payload.empty(), "nothing to show");
                expect(!(shown->amount < wanted.amount) && shown->amount - wanted.amount < Money{1'000},
                       "asks for " + shown->amount.text() + " instead of " + wanted.amount.text());
            } else {
                throw Failure{"declined: " + std::get<PaymentDeclined>(started).reason};
            }
            expect(gateway_.begun(wanted.attempt_id) == 1,
                   "the gateway begun " + std::to_string(gateway_.begun(wanted.attempt_id)) + " payments");
        });
        check("start again with the same key is the same payment", [&] {
            const auto wanted = request();
            const auto first = provider_.start(wanted), second = provider_.start(wanted);
            expect(reference_in(first) == reference_in(second), "another reference");
            if (const auto* shown = std::get_if<PayByInstructions>(&first))
                expect(shown->amount == std::get<PayByInstructions>(second).amount, "another amount");
            expect(gateway_.begun(wanted.attempt_id) == 1, "two payments were begun");
        });
        check("fetch before anybody paid tells of no money", [&] {
            const auto begun = begin();
            expect(!find(fetched(begun.reference), FactKind::captured), "captured");
        });
        check("fetch of an unknown attempt is no error", [&] {
            const auto wanted = request();
            const auto answer = provider_.fetch({wanted.attempt_id, "", wanted.amount, {}, wanted.attempt_id});
            if (const auto* facts = std::get_if<std::vector<PaymentFact>>(&answer))
                expect(facts->empty(), "facts about nothing");
            expect(!std::holds_alternative<Unreachable>(answer), "unreachable");
        });
    }

    void pays()
    {
        check("money is told by fetch with the exact amount", [&] {
            need(able_.fetch, "it cannot be asked");
            const auto begun = paid();
            const auto facts = fetched(begun.reference);
            sound(facts);
            const auto* captured = find(facts, FactKind::captured);
            expect(captured != nullptr, "no captured fact");
            expect(captured->amount == begun.request.amount, "captured " + captured->amount.text());
        });
        check("fetch twice tells the same facts under the same keys", [&] {
            need(able_.fetch, "it cannot be asked");
            const auto begun = paid();
            const auto first = fetched(begun.reference), second = fetched(begun.reference);
            expect(first.size() == second.size(), "another number of facts");
            for (std::size_t i = 0; i < first.size(); ++i)
                expect(first[i].key == second[i].key, "another key for the same fact");
        });
        check("webhook and fetch tell one fact under one key", [&] {
            need(able_.webhooks && able_.fetch, "it has not both");
            const auto begun = paid();
            const auto by_webhook = told();
            sound(by_webhook);
            const auto by_fetch = fetched(begun.reference);
            const auto *one = find(by_webhook, FactKind::captured), *other = find(by_fetch, FactKind::captured);
            expect(one && other, "no captured fact in one of them");
            expect(one->key == other->key, "keys differ: " + one->key + " and " + other->key);
            expect(one->attempt_id == begun.request.attempt_id || !one->reference.empty(),
                   "the webhook names no payment");
        });
        check("a webhook read twice is the same", [&] {
            need(able_.webhooks, "it has no webhooks");
            const auto begun = paid();
            const auto sent = gateway_.next_webhook();
            need(sent.has_value(), "the gateway sent none");
            const auto first = provider_.read_webhook(raw(*sent)), second = provider_.read_webhook(raw(*sent));
            expect(first.index() == second.index(), "another outcome");
            if (const auto* facts = std::get_if<WebhookFacts>(&first))
                expect(facts->inbox_key == std::get<WebhookFacts>(second).inbox_key, "another inbox key");
        });
    }

    void fails_and_ends()
    {
        check("a failed payment is told without money", [&] {
            const auto begun = begin();
            need(able_.fetch && gateway_.fail(begun.request.attempt_id), "nothing fails here");
            const auto facts = fetched(begun.reference);
            expect(find(facts, FactKind::failed) || find(facts, FactKind::attempt_failed), "no failed fact");
            expect(!find(facts, FactKind::captured), "captured");
        });
        check("an expired payment is told without money", [&] {
            const auto begun = begin();
            need(able_.fetch && gateway_.expire(begun.request.attempt_id), "nothing expires here");
            const auto facts = fetched(begun.reference);
            expect(find(facts, FactKind::expired) != nullptr, "no expired fact");
            expect(!find(facts, FactKind::captured), "captured");
        });
        for (const bool cancel : {true, false}) {
            const std::string name = cancel ? "cancel" : "expire";
            const auto end = [&](const PaymentReference& reference) {
                return cancel ? provider_.cancel(reference) : provider_.expire(reference);
            };
            check(name + " ends an open payment, twice as once", [&] {
                const auto begun = begin();
                for (int times = 0; times < 2; ++times) {
                    const auto ended = end(begun.reference);
                    expect(ended.outcome == EndResult::Outcome::done, "not done: " + ended.reason);
                }
            });
            check(name + " of a paid payment does not hide the money", [&] {
                need(able_.fetch, "it cannot be asked");
                const auto begun = paid();
                const auto ended = end(begun.reference);
                expect(find(ended.facts, FactKind::captured) || find(fetched(begun.reference), FactKind::captured),
                       "the money is gone");
            });
            check(name + " of what was never begun is no error", [&] {
                const auto wanted = request();
                const auto ended = end({wanted.attempt_id, "", wanted.amount, {}, wanted.attempt_id});
                expect(ended.outcome != EndResult::Outcome::unreachable, "unreachable: " + ended.reason);
            });
        }
    }

    void refunds()
    {
        using Outcome = RefundResult::Outcome;
        if (able_.refunds == Refunds::none || able_.refunds == Refunds::manual) {
            check("a refund is left to a person, with a reason", [&] {
                const auto begun = begin();
                const auto answer = provider_.refund(refund_of(begun, begun.request.attempt_id + "-R1", 1'000));
                expect(answer.outcome == Outcome::by_hand || answer.outcome == Outcome::refused,
                       "it claims to have sent money");
                expect(!answer.reason.empty(), "no reason");
            });
            return;
        }
        check("all of it can be sent back, once", [&] {
            const auto begun = paid();
            const auto key = begun.request.attempt_id + "-R1";
            const auto whole = begun.request.amount.units();
            for (int times = 0; times < 2; ++times) {
                const auto answer = provider_.refund(refund_of(begun, key, whole));
                expect(answer.outcome == Outcome::done || answer.outcome == Outcome::pending,
                       "not sent: " + answer.reason);
            }
            expect(gateway_.refunded(begun.request.attempt_id) == begun.request.amount,
                   "the gateway sent back " + gateway_.refunded(begun.request.attempt_id).text());
        });
        check("parts can be sent back, and are told as a growing total", [&] {
            need(able_.refunds == Refunds::partial, "only all at once");
            const auto begun = paid();
            expect(provider_.refund(refund_of(begun, begun.request.attempt_id + "-R1", 25'000)).outcome !=
                       Outcome::refused,
                   "refused");
            expect(provider_.refund(refund_of(begun, begun.request.attempt_id + "-R2", 50'000, 25'000)).outcome !=
                       Outcome::refused,
                   "refused");
            expect(gateway_.refunded(begun.request.attempt_id) == Money{75'000}, "not 75000");
            if (!able_.fetch) return;
            const auto facts = fetched(begun.reference);
            sound(facts);
            Money highest{};
            for (const auto& fact : facts)
                if (fact.kind == FactKind::refunded && highest < fact.amount) highest = fact.amount;
            expect(highest == Money{75'000}, "the highest total told is " + highest.text());
        });
        check("more than was paid is refused with a reason", [&] {
            const auto begun = paid();
            const auto answer =
                provider_.refund(refund_of(begun, begun.request.attempt_id + "-R1", begun.request.amount.units() + 1));
            expect(answer.outcome == Outcome::refused && !answer.reason.empty(), "not refused");
            expect(gateway_.refunded(begun.request.attempt_id).is_zero(), "money was sent");
        });
        check("a refund made elsewhere is told", [&] {
            const auto begun = paid();
            need(able_.fetch && gateway_.refund_by_hand(begun.request.attempt_id, Money{10'000}), "the fake has none");
            const auto facts = fetched(begun.reference);
            const auto* refunded = find(facts, FactKind::refunded);
            expect(refunded && refunded->amount == Money{10'000}, "not told");
        });
    }

    void refuses_forged_webhooks()
    {
        check("a webhook without a signature is forged", [&] {
            for (const auto* body : {"", "{}", "[]", "{\"id\":\"evt_1\"}", "\xff\xfe"}) {
                const auto result =
                    provider_.read_webhook({body, {{"Content-Type", "application/json"}}, gateway_.now()});
                expect(std::holds_alternative<WebhookForged>(result), std::string{"taken: "} + body);
            }
        });
        check("a changed body or signature never passes with other facts", [&] {
            need(able_.webhooks, "it has no webhooks");
            const auto begun = paid();
            const auto sent = gateway_.next_webhook();
            need(sent.has_value(), "the gateway sent none");
            const auto honest = provider_.read_webhook(raw(*sent));
            need(std::holds_alternative<WebhookFacts>(honest), "the webhook has no facts");
            for (std::size_t at = 0; at < sent->body.size(); ++at) {
                auto changed = *sent;
                changed.body[at] = static_cast<char>(changed.body[at] ^ 1);
                const auto result = provider_.read_webhook(raw(changed));
                const auto* facts = std::get_if<WebhookFacts>(&result);
                // What a signature does not cover is only good when the gateway is asked again.
                expect(!facts || facts->confirm_by_fetch, "accepted with byte " + std::to_string(at) + " changed");
            }
            for (std::size_t header = 0; header < sent->headers.size(); ++header) {
                auto changed = *sent;
                if (changed.headers[header].first == "Content-Type") continue;
                changed.headers[header].second += "0";
                const auto result = provider_.read_webhook(raw(changed));
                const auto* facts = std::get_if<WebhookFacts>(&result);
                expect(!facts || facts->confirm_by_fetch, "accepted with another " + changed.headers[header].first);
            }
        });
    }

    void survives_silence()
    {
        const auto silent = [&] { need(gateway_.refuse_calls(true), "it calls nobody"); };
        check("a gateway that does not answer start leaves the attempt open", [&] {
            silent();
            const auto started = provider_.start(request());
            const auto* declined = std::get_if<PaymentDeclined>(&started);
            expect(declined && declined->temporary, "not temporary");
        });
        check("a gateway that does not answer fetch is unreachable", [&] {
            const auto begun = begin();
            silent();
            expect(std::holds_alternative<Unreachable>(provider_.fetch(begun.reference)), "not unreachable");
        });
        check("a gateway that does not answer cancel and expire is unreachable", [&] {
            const auto begun = begin();
            silent();
            expect(provider_.cancel(begun.reference).outcome == EndResult::Outcome::unreachable, "cancel is not");
            expect(provider_.expire(begun.reference).outcome == EndResult::Outcome::unreachable, "expire is not");
        });
        check("a gateway that does not answer refund is unreachable", [&] {
            need(able_.refunds == Refunds::partial || able_.refunds == Refunds::full, "it sends nothing back itself");
            const auto begun = paid();
            silent();
            const auto answer = provider_.refund(refund_of(begun, begun.request.attempt_id + "-R1", 1'000));
            expect(answer.outcome == RefundResult::Outcome::unreachable, "not unreachable");
        });
    }

    /// The process died after the call and before the record: the same call comes again.
    void survives_lost_answers()
    {
        check("start whose answer was lost begins nothing twice", [&] {
            const auto wanted = request();
            need(gateway_.lose_next_answer(), "it calls nobody");
            static_cast<void>(provider_.start(wanted));
            const auto again = provider_.start(wanted);
            expect(!std::holds_alternative<PaymentDeclined>(again), "declined the second time");
            expect(gateway_.begun(wanted.attempt_id) == 1, "two payments were begun");
        });
        check("refund whose answer was lost sends nothing twice", [&] {
            need(able_.refunds == Refunds::partial || able_.refunds == Refunds::full, "it sends nothing back itself");
            const auto begun = paid();
            need(gateway_.lose_next_answer(), "it calls nobody");
            const auto wanted = refund_of(begun, begun.request.attempt_id + "-R1", begun.request.amount.units());
            static_cast<void>(provider_.refund(wanted));
            const auto again = provider_.refund(wanted);
            expect(again.outcome == RefundResult::Outcome::done || again.outcome == RefundResult::Outcome::pending,
                   "refused the second time");
            expect(gateway_.refunded(begun.request.attempt_id) == begun.request.amount, "money was sent twice");
        });
    }

    PaymentProvider& provider_;
    GatewayFake& gateway_;
    Capabilities able_{};
    int attempts_{0};
    std::vector<Check> checks_;
};

} // namespace detail

/// Every check in order, passed, failed or skipped with the reason.
inline std::vector<Check> payment_conformance(shop::PaymentProvider& provider, GatewayFake& gateway)
{
    return detail::PaymentConformance{provider, gateway}.run();
}

} // namespace hurtrock::kit
