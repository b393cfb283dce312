/// Payment conformance: what a provider says of itself, starting, paying, failing and ending.

#include "payment_conformance_suite.hpp"

namespace hurtrock::kit {

void PaymentConformance::describes_itself()
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

void PaymentConformance::starts()
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

void PaymentConformance::pays()
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
        expect(one->attempt_id == begun.request.attempt_id || !one->reference.empty(), "the webhook names no payment");
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

void PaymentConformance::fails_and_ends()
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

std::vector<Check> payment_conformance(PaymentProvider& provider, GatewayFake& gateway)
{
    return PaymentConformance{provider, gateway}.run();
}

} // namespace hurtrock::kit
