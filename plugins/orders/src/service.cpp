#include "service.hpp"

#include "arithmetic.hpp"
#include "listing_repository.hpp"
#include "paying.hpp"
#include "repository.hpp"
#include "returns_repository.hpp"
#include "sending_repository.hpp"

#include <hurtrock/shop/promotions.hpp>

#include <algorithm>

namespace hurtrock::orders {
namespace {

constexpr std::int64_t expiry_batch = 200;
constexpr std::chrono::hours keys_kept{24};
/// How long a customer has for the difference after an edit.
constexpr std::chrono::hours difference_time{48};

bool still_open(shop::PaymentState state)
{
    using State = shop::PaymentState;
    return state == State::opened || state == State::pending || state == State::authorized || state == State::review;
}

} // namespace

Result<Done> OrdersService::confirm(Transaction& tx, Order& order, const Why& why)
{
    if (auto confirmed = change(tx, order, StageEvent::confirm, why, host_.clock().now()); !confirmed) return confirmed;
    return tx.raise(event_of<shop::OrderConfirmed>(order));
}

Result<Done> OrdersService::complete(Transaction& tx, Order& order, const Why& why)
{
    const bool settled = order.money == MoneyState::paid || order.money == MoneyState::partly_refunded ||
                         order.money == MoneyState::refunded;
    if (order.stage != OrderStage::confirmed || order.fulfilment != FulfilmentState::delivered || !settled)
        return Done{};
    return change(tx, order, StageEvent::complete, why, host_.clock().now());
}

Result<Done> OrdersService::pay(Transaction& tx, const shop::PaymentCaptured& captured)
{
    const auto before = repository::find(tx, captured.order_public_id);
    if (!before) return unknown_order();
    if (!payable(*before) && before->money != MoneyState::promised) return refused("orders.not_payable", *before);
    if (captured.amount != before->due()) return refused("orders.amount_differs", *before);
    if (before->stage == OrderStage::placed)
        if (auto committed = inventory_->commit(tx, before->public_id); !committed) return committed;

    auto order = repository::lock(tx, captured.order_public_id);
    if (order->stage != before->stage || order->due() != before->due()) return refused("orders.not_payable", *order);
    const Why why{captured.actor};
    repository::receive(tx, order->id, captured.amount);
    if (auto paid = change(tx, *order, MoneyEvent::pay, why, host_.clock().now()); !paid) return paid;
    if (auto heard = tx.raise(event_of<shop::OrderPaid>(*order)); !heard) return heard;
    if (order->stage == OrderStage::placed)
        if (auto confirmed = confirm(tx, *order, why); !confirmed) return confirmed;
    return complete(tx, *order, why);
}

Result<Done> OrdersService::settle_free(Transaction& tx, Order order)
{
    if (auto committed = inventory_->commit(tx, order.public_id); !committed) return committed;
    const Why why{system_actor, "orders.costs_nothing"};
    if (auto paid = change(tx, order, MoneyEvent::pay, why, host_.clock().now()); !paid) return paid;
    return confirm(tx, order, why);
}

Result<Done> OrdersService::promise(Transaction& tx, const shop::PaymentPromised& promised)
{
    inventory_->lock(tx, promised.order_public_id);
    auto order = repository::lock(tx, promised.order_public_id);
    if (!order) return unknown_order();
    // A promise for another amount after an edit.
    if (order->stage == OrderStage::confirmed && order->money == MoneyState::promised) return Done{};
    if (order->stage != OrderStage::placed) return refused("orders.not_payable", *order);
    inventory_->keep(tx, order->public_id);
    const Why why{promised.actor.empty() ? order->customer_name : promised.actor};
    if (auto done = change(tx, *order, MoneyEvent::promise, why, host_.clock().now()); !done) return done;
    return confirm(tx, *order, why);
}

Result<Done> OrdersService::refunded(Transaction& tx, const shop::PaymentRefunded& refund)
{
    auto order = repository::lock(tx, refund.order_public_id);
    if (!order) return Done{};
    const auto balance = payments_->balance_of_order(tx, refund.order_public_id);
    const auto now = host_.clock().now();
    // The ledger gets this refund after the event, whose listeners take the order's lock before the payment's.
    const Money refunded = balance.refunded + refund.amount;
    const auto asked = repository::settle_refunds(tx, order->id, refunded, now);
    const auto& reason = refund.reason.empty() ? asked : refund.reason;
    repository::add_told_refund(tx, order->id, refunded, refund.reason, refund.actor, now);

    const auto price = order->received + repository::sent_back_by_edits(tx, order->id);
    const auto of_order = of_price(price, balance, refunded) - of_price(price, balance, balance.refunded);
    const bool all = of_price(price, balance, refunded) == price;
    const auto event = all ? MoneyEvent::refund_rest : MoneyEvent::refund_part;
    // Money that came late, twice or in excess goes back without a change to what the order was paid.
    if (!of_order.is_zero() && next(order->money, event))
        if (auto done = change(tx, *order, event,
                               {refund.actor.empty() ? system_actor : std::string_view{refund.actor}, reason}, now);
            !done)
            return done;
    auto happened = event_of<shop::OrderRefunded>(*order);
    happened.amount = refund.amount;
    happened.of_order = of_order;
    happened.reason = reason;
    return tx.raise(happened);
}

bool OrdersService::customer_may_cancel(const Order& order) const
{
    if (order.stage == OrderStage::placed) return true;
    return order.stage == OrderStage::confirmed && order.fulfilment == FulfilmentState::unfulfilled &&
           host_.settings().boolean("customer_cancels_paid");
}

Result<Done> OrdersService::cancel(Transaction& tx, std::string_view public_id, std::string_view reason,
                                   std::string_view actor)
{
    return finish(tx, public_id, StageEvent::cancel, {actor, reason});
}

/// Coupons, stock, order, payment: in the order of locks.
Result<Done> OrdersService::finish(Transaction& tx, std::string_view public_id, StageEvent event, const Why& why)
{
    const auto before = repository::find(tx, public_id);
    if (!before) return unknown_order();
    if (before->received.is_zero())
        if (const auto promotions = host_.services().find<shop::Promotions>()) promotions->give_back(tx, public_id);
    inventory_->lock(tx, public_id);
    auto order = repository::lock(tx, public_id);
    if (order->fulfilment != FulfilmentState::unfulfilled || !next(order->stage, event))
        return refused("orders.cannot_cancel", *order);
    const auto now = host_.clock().now();
    for (auto& parcel : repository::parcels(tx, order->id)) {
        if (parcel.state != ParcelState::packed) continue;
        for (const auto& line : parcel.lines)
            repository::pack_line(tx, line.line, -line.quantity, 0);
        if (auto unpacked = change(tx, *order, parcel, ParcelEvent::unpack, why, now); !unpacked) return unpacked;
    }
    if (auto done = change(tx, *order, event, why, now); !done) return done;
    inventory_->release(tx, public_id);
    inventory_->give_back(tx, public_id, why.actor);
    payments_->cancel(tx, public_id);
    return tx.raise(event_of<shop::OrderCancelled>(*order, 0, why.reason));
}

Result<Done> OrdersService::expire_due()
{
    for (const auto& public_id : repository::unpaid_after(host_.database(), host_.clock().now(), expiry_batch)) {
        const auto expired = host_.database().transaction("orders.expire", [&](Transaction& tx) {
            return finish(tx, public_id, StageEvent::expire, {system_actor, "orders.not_paid_in_time"});
        });
        if (!expired)
            host_.log().warning("an unpaid order could not be ended",
                                {{"order", public_id}, {"reason", expired.problem().code}});
    }
    return Done{};
}

Result<Done> OrdersService::forget_keys()
{
    return host_.database().transaction("orders.forget_keys", [&](Transaction& tx) -> Result<Done> {
        repository::forget_keys(tx, host_.clock().now() - keys_kept);
        return Done{};
    });
}

bool OrdersService::payable(const Order& order)
{
    if (order.due() <= Money{}) return false;
    return (order.stage == OrderStage::placed && order.money == MoneyState::unpaid) ||
           (order.stage != OrderStage::cancelled && order.money == MoneyState::partly_paid);
}

Result<shop::StartResult> OrdersService::begin_payment(std::string_view public_id, std::string_view provider)
{
    auto order = repository::find(host_.database(), public_id);
    if (!order) return unknown_order();
    // A promise is begun too: it is what the edited order costs now.
    const bool promising = order->money == MoneyState::promised && order->stage == OrderStage::confirmed;
    if (!payable(*order) && !promising) return refused("orders.not_payable", *order);
    const auto payment = payments_->of_order(host_.database(), public_id);
    if (promising && (!payment || payment->state != shop::PaymentState::opened))
        return refused("orders.not_payable", *order);
    const bool same = provider.empty() || (payment && payment->provider == provider);
    if (payment && same && still_open(payment->state) && payment->amount == order->due())
        return payments_->begin(payment->id);
    if (!provider.empty()) order->payment_provider = provider;

    const auto opened = open_again(*order);
    if (!opened) return opened.problem();
    return payments_->begin(*opened);
}

/// A new attempt lives as long as the order keeps its stock.
Result<PaymentId> OrdersService::open_again(const Order& order)
{
    try {
        return host_.database().transaction("orders.open_payment", [&](Transaction& tx) -> Result<PaymentId> {
            auto now = repository::lock(tx, order.public_id);
            if (!payable(*now)) return refused("orders.not_payable", *now);
            now->payment_provider = order.payment_provider;
            now->lines = repository::lines(tx, now->id);
            repository::set_provider(tx, now->id, now->payment_provider);
            const auto until =
                now->stage == OrderStage::placed ? now->expires_at : host_.clock().now() + difference_time;
            return payments_->open(tx, payment_for(host_, *now, until));
        });
    } catch (const DatabaseError& error) {
        // Asked for twice at once: the other one opened it.
        if (!error.is_unique_violation()) throw;
        const auto payment = payments_->of_order(host_.database(), order.public_id);
        if (!payment) throw;
        return payment->id;
    }
}

} // namespace hurtrock::orders
