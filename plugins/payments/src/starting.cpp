/// Beginning a payment: the provider is asked while no transaction is open, its answer is kept, and asking again
/// answers the same.

#include "repository.hpp"
#include "service.hpp"

namespace hurtrock::payments {
namespace {

constexpr std::chrono::seconds gateway_turn_wait{2};
constexpr std::string_view system_actor = "system";

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

Value to_value(const shop::PayByInstructions& instructions)
{
    return {{"rows", instructions.rows}, {"note", instructions.note}, {"amount", instructions.amount.to_value()}};
}

shop::PaymentRequest request_for(const Payment& payment)
{
    return {.attempt_id = payment.attempt_id,
            .order_number = payment.order_number,
            .order_public_id = payment.order_public_id,
            .amount = payment.amount,
            .customer_name = payment.customer_name,
            .customer_email = payment.customer_email,
            .customer_phone = payment.customer_phone,
            .locale = payment.locale,
            .return_url = payment.return_url,
            .expires_at = payment.expires_at};
}

} // namespace

shop::PaymentDeclined PaymentsService::declined(std::string_view locale, std::string_view code, std::string reason)
{
    return {host_.translate(locale, code), std::move(reason)};
}

shop::StartResult PaymentsService::begin(PaymentId id)
{
    const auto payment = repository::find(host_.database(), id);
    if (!payment) return declined("id", "payments.unknown", "no payment " + std::to_string(id.value));
    if (payment->state != PaymentState::opened) return stored_start(*payment);

    const auto provider = host_.services().find<shop::PaymentProvider>(payment->provider);
    if (!provider) return declined(payment->locale, "payments.method_away", "no provider " + payment->provider);
    if (provider->capabilities().manual_confirmation) return start(*payment, *provider);

    const Turn turn{gateway_calls_};
    if (!turn.held()) return declined(payment->locale, "payments.busy", "all gateway calls are in use");
    return start(*payment, *provider);
}

/// A provider that throws leaves the payment opened: it can be begun again.
shop::StartResult PaymentsService::start(const Payment& payment, shop::PaymentProvider& provider)
{
    shop::StartResult started;
    try {
        started = provider.start(request_for(payment));
    } catch (const std::exception& error) {
        host_.log().error("a payment could not be started",
                          {{"attempt", payment.attempt_id}, {"provider", payment.provider}, {"reason", error.what()}});
        return declined(payment.locale, "payments.busy", error.what());
    }
    store(payment, started);
    return stored_start(repository::find(host_.database(), payment.id).value_or(payment));
}

void PaymentsService::store(const Payment& payment, const shop::StartResult& started)
{
    const auto stored = host_.database().transaction("payments.begin", [&](Transaction& tx) -> Result<Done> {
        const auto now = host_.clock().now();
        if (const auto* refused = std::get_if<shop::PaymentDeclined>(&started)) {
            if (repository::move(tx, payment, PaymentEvent::fail, system_actor, refused->reason, now))
                repository::store_failure(tx, payment.id, refused->message);
            return Done{};
        }
        // Whoever asked at the same time and was first keeps its answer.
        if (!repository::move(tx, payment, PaymentEvent::start, system_actor, "", now)) return Done{};
        if (const auto* by_hand = std::get_if<shop::PayByInstructions>(&started))
            repository::store_start(tx, payment.id, to_value(*by_hand), by_hand->amount, "", "");
        if (const auto* away = std::get_if<shop::PayByRedirect>(&started))
            repository::store_start(tx, payment.id, {}, payment.amount, away->url, away->gateway_reference);
        return Done{};
    });
    if (!stored) throw std::runtime_error{"storing a started payment failed: " + stored.problem().code};
}

shop::StartResult PaymentsService::stored_start(const Payment& payment)
{
    if (payment.state == PaymentState::failed) return shop::PaymentDeclined{payment.failed_reason, "failed before"};
    if (!payment.redirect_url.empty() && is_open(payment.state))
        return shop::PayByRedirect{payment.redirect_url, payment.gateway_reference};
    if (payment.instructions.is_map())
        return shop::PayByInstructions{payment.instructions["rows"], std::string{payment.instructions["note"].text()},
                                       Money::from_value(payment.instructions["amount"])};
    return declined(payment.locale, "payments.ended", "the payment is " + std::string{name_of(payment.state)});
}

} // namespace hurtrock::payments
