/// Payment conformance: refunds, forged webhooks, silence and lost answers.

#include "payment_conformance_suite.hpp"

namespace hurtrock::kit {

void PaymentConformance::refunds()
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
            expect(answer.outcome == Outcome::done || answer.outcome == Outcome::pending, "not sent: " + answer.reason);
        }
        expect(gateway_.refunded(begun.request.attempt_id) == begun.request.amount,
               "the gateway sent back " + gateway_.refunded(begun.request.attempt_id).text());
    });
    check("parts can be sent back, and are told as a growing total", [&] {
        need(able_.refunds == Refunds::partial, "only all at once");
        const auto begun = paid();
        expect(provider_.refund(refund_of(begun, begun.request.attempt_id + "-R1", 25'000)).outcome != Outcome::refused,
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

void PaymentConformance::refuses_forged_webhooks()
{
    check("a webhook without a signature is forged", [&] {
        for (const auto* body : {"", "{}", "[]", "{\"id\":\"evt_1\"}", "\xff\xfe"}) {
            const auto result = provider_.read_webhook({body, {{"Content-Type", "application/json"}}, gateway_.now()});
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

void PaymentConformance::survives_silence()
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
void PaymentConformance::survives_lost_answers()
{
    check("start whose answer was lost begins nothing twice", [&] {
        const auto wanted = request();
        need(gateway_.lose_next_answer(), "it calls nobody");
        static_cast<void>(provider_.start(wanted));
        const auto again = provider_.start(wanted);
        expect(!std::holds_alternative<PaymentDeclined>(again), "declined the second time");
        expect(gateway_.begun(wanted.attempt_id) == 1, "two payments were begun");
    });
    check("cancel whose answer was lost is done the second time", [&] {
        const auto begun = begin();
        need(gateway_.lose_next_answer(), "it calls nobody");
        static_cast<void>(provider_.cancel(begun.reference));
        const auto again = provider_.cancel(begun.reference);
        expect(again.outcome == EndResult::Outcome::done, "not done: " + again.reason);
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

} // namespace hurtrock::kit
