#include "mailer.hpp"

#include "presenting.hpp"
#include "repository.hpp"

namespace hurtrock::orders
{

Result<Done> Mailer::received(const std::string& public_id)
{
    const auto order = repository::find(host_.database(), public_id);
    if (!order) return Done{};
    if (order->stage == OrderStage::placed) {
        const auto payment = payments_->of_order(host_.database(), public_id);
        if (payment && payment->state == shop::PaymentState::opened) payments_->begin(payment->id);
    }
    return send(public_id, "received");
}

Result<Done> Mailer::send(const std::string& public_id, const char* kind)
{
    return host_.database().transaction("orders.mail", [&](Transaction& tx) -> Result<Done> {
        const auto order = orders_.detail(tx, public_id);
        if (!order || !repository::claim_mail(tx, order->summary.id, kind, host_.clock().now())) return Done{};
        const auto payment = payments_->of_order(tx, public_id);
        const auto audience = Audience::of(host_, order->locale);
        const auto sent = host_.mail().send(
            tx, {.to = order->summary.customer_email,
                 .to_name = order->summary.customer_name,
                 .template_name = std::string{"orders/mail/"} + kind,
                 .locale = order->locale,
                 .variables = {{"order", to_view(host_, audience, *order, payment ? &*payment : nullptr)}}});
        // An address that cannot be one stays so: trying again would not help.
        if (!sent)
            host_.log().warning("an order's mail has no address",
                                {{"order", order->summary.number}, {"reason", sent.problem().code}});
        return Done{};
    });
}

} // namespace hurtrock::orders
