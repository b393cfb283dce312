/// Beginning a payment: the provider is asked while no transaction is open, its answer is kept, and asking again
/// answers the same.

#include "repository.hpp"
#include "service.hpp"

#include <hurtrock/shop/events.hpp>

namespace hurtrock::payments {
namespace {

constexpr std::chrono::seconds gateway_turn_wait{2};

/// A turn at calling gateways; `held` is false when none came free in time.
template <class Semaphore>
class Turn {
public:
    explicit Turn(Semaphore& turns) : turns_{turns}, held_{turns.try_acquire_for(gateway_turn_wait)} {}
    ~Turn()
    {
        if (held_) turns_.release();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

    bool held() const noexcept { return held_; }

private:
    Semaphore& turns_;
    bool held_;
};

} // namespace

shop::PaymentDeclined PaymentsService::declined(std::string_view locale, std::string_view code, std::string reason)
{
    return {host_.translate(locale, code), std::move(reason)};
}

shop::PaymentDeclined PaymentsService::busy(std::string_view locale, std::string reason)
{
    return {host_.translate(locale, "payments.busy"), std::move(reason), true};
}

shop::StartResult PaymentsService::begin(PaymentId id)
{
    const auto payment = repository::find(host_.database(), id);
    if (!payment) return declined("id", "payments.unknown", "no payment " + std::to_string(id.value));
    // A webhook may have been faster than the answer to our own call: then only the state is known.
    const bool known = !payment->redirect_url.empty() || payment->instructions.is_map();
    const bool unknown = payment->state == PaymentState::pending && !known;
    if (payment->state != PaymentState::opened && !unknown) return stored_start(*payment);

    const auto provider = host_.services().find<shop::PaymentProvider>(payment->provider);
    if (!provider) return declined(payment->locale, "payments.method_away", "no provider " + payment->provider);
    if (provider->capabilities().manual_confirmation) return start(*payment);

    const Turn turn{gateway_calls_};
    if (!turn.held()) return busy(payment->locale, "all gateway calls are in use");
    return start(*payment);
}

/// A provider that could not be reached leaves the payment opened: it can be begun again.
shop::StartResult PaymentsService::start(const Payment& payment)
{
    const auto started = gateway_.start(payment);
    if (const auto* refused = std::get_if<shop::PaymentDeclined>(&started); refused && refused->temporary) {
        host_.log().warning("a payment could not be started",
                            {{"attempt", payment.attempt_id}, {"reason", refused->reason}});
        return busy(payment.locale, refused->reason);
    }
    store(payment, started);
    return stored_start(repository::find(host_.database(), payment.id).value_or(payment));
}

/// Whoever asked at the same time and was first keeps its answer. Events come first: their listeners take the order's
/// locks.
void PaymentsService::store(const Payment& payment, const shop::StartResult& started)
{
    const auto stored = host_.database().transaction("payments.begin", [&](Transaction& tx) -> Result<Done> {
        repository::take_turn_of(tx, payment.order_public_id);
        const auto current = repository::find(tx, payment.id).value();
        const auto* refused = std::get_if<shop::PaymentDeclined>(&started);
        if (refused) return store_refusal(tx, current, *refused);
        return store_started(tx, current, started);
    });
    if (!stored)
        host_.log().warning("a started payment was not kept",
                            {{"attempt", payment.attempt_id}, {"reason", stored.problem().code}});
}

Result<Done> PaymentsService::store_refusal(Transaction& tx, const Payment& payment,
                                            const shop::PaymentDeclined& refused)
{
    if (payment.state != PaymentState::opened) return Done{};
    auto event = heard_of<shop::PaymentFailed>(payment, payment.amount, gateway_actor);
    event.reason =
        refused.message.empty() ? host_.translate(payment.locale, "payments.gateway_failed") : refused.message;
    if (auto heard = tx.raise(event); !heard) return heard;
    if (repository::move(tx, payment, PaymentEvent::fail, system_actor, refused.reason, host_.clock().now()))
        repository::store_failure(tx, payment.id, event.reason);
    repository::ask_after(tx, payment.id, std::nullopt);
    return Done{};
}

Result<Done> PaymentsService::store_started(Transaction& tx, const Payment& payment, const shop::StartResult& started)
{
    const bool first = payment.state == PaymentState::opened;
    if (first && payment.on_delivery) {
        auto event = heard_of<shop::PaymentPromised>(payment, payment.amount, system_actor);
        if (auto heard = tx.raise(event); !heard) return heard;
    }
    const auto event = payment.on_delivery ? PaymentEvent::promise : PaymentEvent::start;
    const bool moved = repository::move(tx, payment, event, system_actor, "", host_.clock().now());
    // A webhook may have been faster than the answer to our own call; how to pay is kept all the same.
    if (!moved && (first || !is_open(payment.state) || !payment.redirect_url.empty() || payment.instructions.is_map()))
        return Done{};
    repository::Started kept{.expected = payment.amount};
    if (const auto* by_hand = std::get_if<shop::PayByInstructions>(&started))
        kept = {to_value(*by_hand),         by_hand->amount, "",
                by_hand->gateway_reference, by_hand->extra,  by_hand->expires_at};
    if (const auto* away = std::get_if<shop::PayByRedirect>(&started))
        kept = {{}, payment.amount, away->url, away->gateway_reference, away->extra, std::nullopt};
    repository::store_start(tx, payment.id, kept);
    repository::learn(tx, payment, kept.gateway_reference);
    return Done{};
}

shop::StartResult PaymentsService::stored_start(const Payment& payment)
{
    if (payment.state == PaymentState::failed) return shop::PaymentDeclined{payment.failed_reason, "failed before"};
    if (!payment.redirect_url.empty() && is_open(payment.state))
        return shop::PayByRedirect{payment.redirect_url, payment.gateway_reference, payment.extra};
    if (payment.instructions.is_map())
        return shop::PayByInstructions{.rows = payment.instructions["rows"],
                                       .note = std::string{payment.instructions["note"].text()},
                                       .amount = Money::from_value(payment.instructions["amount"]),
                                       .qr_payload = std::string{payment.instructions["qr_payload"].text()},
                                       .deep_link = std::string{payment.instructions["deep_link"].text()},
                                       .gateway_reference = payment.gateway_reference,
                                       .extra = payment.extra};
    return declined(payment.locale, "payments.ended", "the payment is " + std::string{name_of(payment.state)});
}

} // namespace hurtrock::payments
