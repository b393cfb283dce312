#include "sending.hpp"

#include "repository.hpp"
#include "sending_repository.hpp"

#include <algorithm>

namespace hurtrock::orders
{
namespace
{

shop::OrderParcel* find_parcel(std::vector<shop::OrderParcel>& parcels, int number)
{
    const auto found =
        std::find_if(parcels.begin(), parcels.end(), [&](const auto& parcel) { return parcel.number == number; });
    return found == parcels.end() ? nullptr : &*found;
}

Problem no_parcel()
{
    return {.code = "orders.unknown_parcel", .status = 404};
}

} // namespace

std::unordered_map<std::int64_t, std::int64_t> Sending::sendable(Reader& reader, const Order& order)
{
    std::unordered_map<std::int64_t, std::int64_t> units;
    auto held = inventory_->held(reader, {order.public_id});
    for (const auto& line : order.lines)
        for (const auto& stock : held[order.public_id])
            if (stock.variant == line.variant)
                units[line.id] = std::clamp<std::int64_t>(stock.allotted - line.packed, 0, line.quantity - line.packed);
    return units;
}

/// Stock, then the order, locked; with its lines and parcels.
Result<Sending::Opened> Sending::open(Transaction& tx, std::string_view public_id)
{
    inventory_->lock(tx, public_id);
    auto order = repository::lock(tx, public_id);
    if (!order) return unknown_order();
    order->lines = repository::lines(tx, order->id);
    auto parcels = repository::parcels(tx, order->id);
    return Opened{std::move(*order), std::move(parcels)};
}

Result<int> Sending::pack(Transaction& tx, std::string_view public_id, const std::vector<shop::ParcelLine>& lines,
                          std::string_view actor)
{
    auto opened = open(tx, public_id);
    if (!opened) return opened.problem();
    return pack_locked(tx, opened->order, lines, actor);
}

Result<int> Sending::pack_locked(Transaction& tx, Order& order, const std::vector<shop::ParcelLine>& lines,
                                 std::string_view actor)
{
    if (order.stage != OrderStage::confirmed) return refused("orders.cannot_ship", order);
    auto units = sendable(tx, order);
    std::vector<shop::ParcelLine> wanted;
    for (const auto& line : order.lines) {
        const auto asked = std::find_if(lines.begin(), lines.end(), [&](const auto& one) { return one.line == line.id; });
        const auto quantity = lines.empty() ? units[line.id] : asked == lines.end() ? 0 : asked->quantity;
        if (quantity < 0 || quantity > units[line.id])
            return Problem{.code = "orders.not_sendable",
                           .arguments = {{"name", line.product_name}, {"sendable", units[line.id]}},
                           .status = 409};
        if (quantity > 0) wanted.push_back({line.id, quantity});
    }
    if (wanted.empty()) return refused("orders.nothing_to_ship", order);
    for (const auto& line : wanted)
        if (!repository::pack_line(tx, line.line, line.quantity, 0)) return refused("orders.nothing_to_ship", order);
    const auto now = host_.clock().now();
    const auto number = repository::add_parcel(tx, order.id, wanted, now);
    if (auto begun = begin(tx, order, "parcel", "pack", "packed", number, {actor}, now); !begun) return begun.problem();
    return number;
}

Result<Done> Sending::ship(Transaction& tx, std::string_view public_id, int number, const Shipment& shipment,
                           std::string_view actor)
{
    auto opened = open(tx, public_id);
    if (!opened) return opened.problem();
    auto* parcel = find_parcel(opened->parcels, number);
    if (!parcel) return no_parcel();
    return send(tx, opened->order, *parcel, shipment, actor);
}

Result<Done> Sending::send(Transaction& tx, Order& order, shop::OrderParcel& parcel, const Shipment& shipment,
                           std::string_view actor)
{
    if (order.stage != OrderStage::confirmed) return refused("orders.cannot_ship", order);
    if (order.money == MoneyState::promised)
        if (auto sold = inventory_->commit(tx, order.public_id); !sold) return sold;
    parcel.courier = shipment.courier;
    parcel.tracking_number = shipment.tracking_number;
    const auto now = host_.clock().now();
    const Why why{actor, shipment.tracking_number};
    if (auto sent = change(tx, order, parcel, ParcelEvent::ship, why, now); !sent) return sent;
    std::int64_t ordered = 0, shipped = 0;
    for (const auto& line : order.lines) {
        ordered += line.quantity;
        shipped += line.shipped;
    }
    for (const auto& line : parcel.lines) {
        if (!repository::pack_line(tx, line.line, 0, line.quantity)) return refused("orders.cannot_ship", order);
        shipped += line.quantity;
    }
    if (const auto event = after_shipping(order.fulfilment, ordered, shipped))
        if (auto moved = change(tx, order, *event, {actor}, now); !moved) return moved;
    return tx.raise(event_of<shop::OrderShipped>(order, parcel.number));
}

Result<int> Sending::quick_ship(Transaction& tx, std::string_view public_id, const Shipment& shipment,
                                std::string_view actor)
{
    auto opened = open(tx, public_id);
    if (!opened) return opened.problem();
    auto& parcels = opened->parcels;
    auto packed = std::find_if(parcels.begin(), parcels.end(),
                               [](const auto& parcel) { return parcel.state == ParcelState::packed; });
    if (packed == parcels.end()) {
        const auto number = pack_locked(tx, opened->order, {}, actor);
        if (!number) return number.problem();
        parcels = repository::parcels(tx, opened->order.id);
        opened->order.lines = repository::lines(tx, opened->order.id);
        packed = std::find_if(parcels.begin(), parcels.end(),
                              [&](const auto& parcel) { return parcel.number == *number; });
    }
    if (auto sent = send(tx, opened->order, *packed, shipment, actor); !sent) return sent.problem();
    return packed->number;
}

Result<Done> Sending::deliver(Transaction& tx, std::string_view public_id, int number, std::string_view actor)
{
    auto opened = open(tx, public_id);
    if (!opened) return opened.problem();
    auto& [order, parcels] = *opened;
    const auto now = host_.clock().now();
    const Why why{actor};
    bool any = false, all = true;
    for (auto& parcel : parcels) {
        const bool meant = number == parcel.number || (number == 0 && parcel.state == ParcelState::shipped);
        if (meant)
            if (auto arrived = change(tx, order, parcel, ParcelEvent::deliver, why, now); !arrived) return arrived;
        any = any || meant;
        all = all && parcel.state != ParcelState::shipped && parcel.state != ParcelState::packed;
    }
    if (!any) return number == 0 ? refused("orders.cannot_deliver", order) : no_parcel();
    if (!all || order.fulfilment != FulfilmentState::shipped) return Done{};

    if (auto arrived = change(tx, order, FulfilmentEvent::deliver, why, now); !arrived) return arrived;
    if (auto heard = tx.raise(event_of<shop::OrderDelivered>(order)); !heard) return heard;
    // The payment's listener completes the order; without one to collect it is completed here.
    if (order.money == MoneyState::promised) return payments_->collected(tx, public_id, actor);
    return orders_.complete(tx, order, why);
}

Result<Done> Sending::unpack(Transaction& tx, std::string_view public_id, int number, std::string_view actor)
{
    auto opened = open(tx, public_id);
    if (!opened) return opened.problem();
    auto* parcel = find_parcel(opened->parcels, number);
    if (!parcel) return no_parcel();
    if (auto done = change(tx, opened->order, *parcel, ParcelEvent::unpack, {actor}, host_.clock().now()); !done)
        return done;
    for (const auto& line : parcel->lines)
        repository::pack_line(tx, line.line, -line.quantity, 0);
    return Done{};
}

Result<Done> Sending::fail(Transaction& tx, std::string_view public_id, int number, ParcelEvent event, const Why& why)
{
    auto opened = open(tx, public_id);
    if (!opened) return opened.problem();
    auto& order = opened->order;
    auto* parcel = find_parcel(opened->parcels, number);
    if (!parcel) return no_parcel();
    const auto now = host_.clock().now();
    if (auto done = change(tx, order, *parcel, event, why, now); !done) return done;
    std::int64_t shipped = 0;
    for (const auto& line : order.lines)
        shipped += line.shipped;
    for (const auto& part : parcel->lines) {
        if (!repository::pack_line(tx, part.line, -part.quantity, -part.quantity))
            return refused("orders.cannot_change_parcel", order);
        shipped -= part.quantity;
        const auto line = std::find_if(order.lines.begin(), order.lines.end(),
                                       [&](const auto& one) { return one.id == part.line; });
        if (event == ParcelEvent::lose)
            if (auto done = inventory_->replace(tx, public_id, line->variant, part.quantity, why.actor); !done)
                return done;
    }
    return change(tx, order, shipped == 0 ? FulfilmentEvent::lose_all : FulfilmentEvent::lose_part, why, now);
}

} // namespace hurtrock::orders
