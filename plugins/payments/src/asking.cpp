#include "asking.hpp"

#include "money_repository.hpp"
#include "repository.hpp"

namespace hurtrock::payments {
namespace {

using namespace std::chrono_literals;

/// A page that is loaded over and over asks the gateway this often.
constexpr std::chrono::seconds gentle_pause{3};
constexpr std::int64_t batch = 50;
constexpr std::int64_t asks_max = 400;

/// 1, 2, 4 … minutes, at most 30.
Time next_ask(Time now, std::int64_t asks)
{
    return now + std::chrono::minutes{std::min<std::int64_t>(std::int64_t{1} << std::min<std::int64_t>(asks, 5), 30)};
}

bool waits(const Payment& payment) { return is_open(payment.state) && payment.state != PaymentState::promised; }

} // namespace

Result<Done> Asking::ask(const Payment& payment)
{
    const auto fetched = gateway_.fetch(payment);
    std::string answer = "not started";
    if (const auto* lost = std::get_if<shop::Unreachable>(&fetched)) answer = lost->reason;
    Result<Done> outcome{Done{}};
    if (const auto* facts = std::get_if<std::vector<shop::PaymentFact>>(&fetched)) {
        answer = facts->empty() ? "nothing new" : std::string{name_of(facts->back().kind)};
        outcome = facts_.apply(payment, *facts, ToldBy::fetch);
    }
    const auto noted = host_.database().transaction("payments.asked", [&](Transaction& tx) -> Result<Done> {
        const auto now = host_.clock().now();
        const auto current = repository::find(tx, payment.id).value();
        const bool again = (waits(current) || !current.end_wanted.empty()) && current.asks < asks_max;
        repository::asked(tx, payment.id,
                          {answer.substr(0, 300), again ? std::optional{next_ask(now, current.asks)} : std::nullopt},
                          now);
        return Done{};
    });
    return outcome ? noted : outcome;
}

Result<Done> Asking::ask_gently(const Payment& payment)
{
    const auto able = gateway_.provider(payment.provider);
    if (!able || !able->capabilities().fetch) return Done{};
    bool ours = false;
    const auto claimed = host_.database().transaction("payments.claim_ask", [&](Transaction& tx) -> Result<Done> {
        const auto now = host_.clock().now();
        ours = repository::claim_asking(tx, payment.id, now, now - gentle_pause);
        return Done{};
    });
    if (!claimed) return claimed;
    return ours ? ask(payment) : Result<Done>{Done{}};
}

Result<Done> Asking::tell_end(std::string_view attempt_id)
{
    const auto payment = repository::find(host_.database(), attempt_id);
    if (!payment || payment->end_wanted.empty()) return Done{};
    const auto told = gateway_.end(*payment, payment->end_wanted);
    const bool reached = told.outcome != shop::EndResult::Outcome::unreachable;
    Result<Done> outcome = facts_.apply(*payment, told.facts, ToldBy::call);
    const auto noted = host_.database().transaction("payments.end_told", [&](Transaction& tx) -> Result<Done> {
        const auto now = host_.clock().now();
        // It would not end it: money may have come, so it is asked what happened.
        const bool ask_why = told.outcome == shop::EndResult::Outcome::refused && told.facts.empty();
        const bool again = (!reached || ask_why) && payment->asks < asks_max;
        repository::asked(
            tx, payment->id,
            {(payment->end_wanted + ": " + (reached ? (told.reason.empty() ? "done" : told.reason) : told.reason))
                 .substr(0, 300),
             again ? std::optional{next_ask(now, payment->asks)} : std::nullopt, reached},
            now);
        return Done{};
    });
    if (outcome && reached && told.outcome == shop::EndResult::Outcome::refused) return ask(*payment);
    return outcome ? noted : outcome;
}

Result<Done> Asking::look_at(const Payment& payment)
{
    if (!payment.end_wanted.empty()) return tell_end(payment.attempt_id);
    const auto able = gateway_.provider(payment.provider);
    if (able && able->capabilities().fetch) return ask(payment);
    return host_.database().transaction("payments.no_asking", [&](Transaction& tx) -> Result<Done> {
        // A provider that is off may come back.
        repository::ask_after(tx, payment.id, able ? std::nullopt : std::optional{host_.clock().now() + 10min});
        return Done{};
    });
}

Result<Done> Asking::look_at(const Refund& refund)
{
    const auto payment = repository::find(host_.database(), refund.payment);
    const auto able = gateway_.provider(payment->provider);
    if (refund.state == RefundState::pending && able && able->capabilities().fetch)
        if (auto asked = ask(*payment); !asked) return asked;
    return refunds_.ask(refund.key);
}

/// One that fails must not keep the others waiting.
Result<Done> Asking::reconcile()
{
    const auto now = host_.clock().now();
    const auto warn = [&](std::string_view what, const Problem& problem) {
        host_.log().warning("a gateway's answer could not be applied", {{"about", what}, {"reason", problem.code}});
    };
    for (const auto& payment : repository::to_ask(host_.database(), now, batch))
        if (const auto looked = look_at(payment); !looked) warn(payment.attempt_id, looked.problem());
    for (const auto& refund : repository::refunds_to_ask(host_.database(), now, batch))
        if (const auto looked = look_at(refund); !looked) warn(refund.key, looked.problem());
    return Done{};
}

} // namespace hurtrock::payments
