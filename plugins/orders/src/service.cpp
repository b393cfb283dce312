#include "service.hpp"

#include "listing_repository.hpp"
#include "repository.hpp"

#include <algorithm>

namespace hurtrock::orders
{
namespace
{

constexpr std::string_view system_actor = "system";
constexpr std::int64_t expiry_batch = 200;
constexpr std::chrono::hours keys_kept{24};
constexpr int of_user_max = 100;

template <class Event> Event event_of(const Order& order)
{
    Event event;
    event.order = order.id;
    event.public_id = order.public_id;
    event.number = order.number;
    return event;
}

shop::OrderSummary summary_of(const Order& order)
{
    return {order.id,    order.public_id, order.number,   order.state, order.user, order.customer_name,
            order.email, order.total,     order.placed_at};
}

Problem unknown()
{
    return {.code = "orders.unknown", .status = 404};
}
Problem refused(const char* code, const Order& order)
{
    return {
        .code = code, .arguments = {{"number", order.number}, {"state", shop::name_of(order.state)}}, .status = 409};
}

} // namespace

std::optional<shop::OrderSummary> OrdersService::find(Reader& reader, std::string_view public_id)
{
    const auto order = repository::find(reader, public_id);
    if (!order) return std::nullopt;
    return summary_of(*order);
}

std::vector<shop::OrderSummary> OrdersService::of_user(Reader& reader, UserId user, int limit)
{
    std::vector<shop::OrderSummary> summaries;
    for (const auto& row : listing::of_user(reader, user, std::clamp(limit, 1, of_user_max), 0).rows)
        summaries.push_back(summary_of(row.order));
    return summaries;
}

void OrdersService::adopt(Transaction& tx, std::string_view email, UserId user)
{
    repository::adopt(tx, email, user);
}

Result<Done> OrdersService::pay(Transaction& tx, const shop::PaymentCaptured& captured)
{
    const auto order = repository::find(tx, captured.order_public_id);
    if (!order) return unknown();
    if (order->state != OrderState::placed) return refused("orders.not_payable", *order);
    if (captured.amount != order->total) return refused("orders.amount_differs", *order);
    if (auto committed = inventory_->commit(tx, order->public_id); !committed) return committed;
    if (!repository::move(tx, *order, {OrderEventKind::pay, captured.actor}, host_.clock().now()))
        return refused("orders.not_payable", *order);
    return tx.raise(event_of<shop::OrderPaid>(*order));
}

Result<Done> OrdersService::ship(Transaction& tx, std::string_view public_id, const Shipment& shipment,
                                 std::string_view actor)
{
    const auto order = repository::find(tx, public_id);
    if (!order) return unknown();
    const repository::Change change{.event = OrderEventKind::ship,
                                    .actor = actor,
                                    .courier = shipment.courier,
                                    .tracking_number = shipment.tracking_number};
    if (!repository::move(tx, *order, change, host_.clock().now())) return refused("orders.cannot_ship", *order);
    return tx.raise(event_of<shop::OrderShipped>(*order));
}

Result<Done> OrdersService::deliver(Transaction& tx, std::string_view public_id, std::string_view actor)
{
    const auto order = repository::find(tx, public_id);
    if (!order) return unknown();
    if (!repository::move(tx, *order, {OrderEventKind::deliver, actor}, host_.clock().now()))
        return refused("orders.cannot_deliver", *order);
    return tx.raise(event_of<shop::OrderDelivered>(*order));
}

Result<Done> OrdersService::cancel(Transaction& tx, std::string_view public_id, std::string_view reason,
                                   std::string_view actor, bool only_unpaid)
{
    const auto order = repository::find(tx, public_id);
    if (!order) return unknown();
    if (!next(order->state, OrderEventKind::cancel) || (only_unpaid && order->state != OrderState::placed))
        return refused("orders.cannot_cancel", *order);
    return finish(tx, *order, OrderEventKind::cancel, reason, actor);
}

Result<Done> OrdersService::expire(Transaction& tx, std::string_view public_id)
{
    const auto order = repository::find(tx, public_id);
    if (!order || order->state != OrderState::placed) return Done{};
    return finish(tx, *order, OrderEventKind::expire, "orders.not_paid_in_time", system_actor);
}

/// Stock first: whoever pays at this moment waits there, and then finds the order over. A Problem rolls all of it back.
Result<Done> OrdersService::finish(Transaction& tx, const Order& order, OrderEventKind event, std::string_view reason,
                                   std::string_view actor)
{
    if (order.state == OrderState::placed)
        inventory_->release(tx, order.public_id);
    else
        inventory_->give_back(tx, order.public_id, actor);
    if (!repository::move(tx, order, {.event = event, .actor = actor, .reason = reason}, host_.clock().now()))
        return refused("orders.changed_meanwhile", order);
    payments_->cancel(tx, order.public_id);
    return tx.raise(event_of<shop::OrderCancelled>(order));
}

/// One order that cannot be ended must not keep the others waiting.
Result<Done> OrdersService::expire_due()
{
    for (const auto& public_id : repository::unpaid_after(host_.database(), host_.clock().now(), expiry_batch)) {
        const auto expired =
            host_.database().transaction("orders.expire", [&](Transaction& tx) { return expire(tx, public_id); });
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

Result<shop::StartResult> OrdersService::begin_payment(std::string_view public_id)
{
    const auto order = repository::find(host_.database(), public_id);
    if (!order) return unknown();
    if (order->state != OrderState::placed) return refused("orders.not_payable", *order);
    const auto payment = payments_->of_order(host_.database(), public_id);
    const bool usable =
        payment && (payment->state == shop::PaymentState::opened || payment->state == shop::PaymentState::pending);
    if (usable) return payments_->begin(payment->id);

    const auto opened = open_again(*order);
    if (!opened) return opened.problem();
    return payments_->begin(*opened);
}

/// A new attempt lives as long as the order keeps its stock.
Result<PaymentId> OrdersService::open_again(const Order& order)
{
    try {
        return host_.database().transaction("orders.open_payment", [&](Transaction& tx) {
            return payments_->open(tx, {.provider = order.payment_provider,
                                        .order_number = order.number,
                                        .order_public_id = order.public_id,
                                        .amount = order.total,
                                        .customer_name = order.customer_name,
                                        .customer_email = order.email,
                                        .customer_phone = order.phone,
                                        .locale = order.locale,
                                        .return_url = host_.absolute_url(order.locale, "/orders/" + order.public_id),
                                        .expires_at = order.expires_at});
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
