#pragma once
/// The one door through which an order's states change: the table is asked, other plugins may refuse, the row moves, the
/// history keeps it. The caller holds the order's lock and passes the Order it locked; it is changed along.

#include "types.hpp"

#include <hurtrock/shop/events.hpp>

namespace hurtrock::orders
{

/// Problem "orders.cannot_change" with {number, event, state} when the state does not know the event; or a listener's.
Result<Done> change(Transaction& tx, Order& order, StageEvent event, const Why& why, Time now);
Result<Done> change(Transaction& tx, Order& order, MoneyEvent event, const Why& why, Time now);
Result<Done> change(Transaction& tx, Order& order, FulfilmentEvent event, const Why& why, Time now);
Result<Done> change(Transaction& tx, const Order& order, shop::OrderParcel& parcel, ParcelEvent event, const Why& why,
                    Time now);
Result<Done> change(Transaction& tx, const Order& order, shop::OrderReturn& asked, ReturnEvent event, const Why& why,
                    Time now);
/// How parcels and returns begin: "pack" and "request".
Result<Done> begin(Transaction& tx, const Order& order, std::string_view kind, std::string_view event,
                   std::string_view state, int number, const Why& why, Time now);

template <class Event> Event event_of(const Order& order)
{
    Event event;
    event.order = order.id;
    event.public_id = order.public_id;
    event.number = order.number;
    return event;
}
template <class Event> Event event_of(const Order& order, int part, std::string_view reason = {})
{
    auto event = event_of<Event>(order);
    event.part = part;
    event.reason = reason;
    return event;
}

Problem unknown_order();
Problem refused(const char* code, const Order& order);

} // namespace hurtrock::orders
