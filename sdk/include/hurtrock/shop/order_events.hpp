#pragma once
/// The events of orders. Raised by the orders plugin, inside the transaction that made them true; events.hpp has the others.

#include <hurtrock/ids.hpp>
#include <hurtrock/money.hpp>

namespace hurtrock::shop {

/// Order events share one shape; each is a type of its own so that listeners choose. A required listener's Problem keeps
/// the change from happening.
template <class Self>
struct OrderEvent {
    OrderId order{};
    std::string public_id;
    std::string number;
    /// Which parcel or return of the order; 0 for events of the order itself.
    int part{0};
    /// For money; zero otherwise.
    Money amount{};
    /// A key of the locale files or a person's words; may be empty.
    std::string reason{};

    std::string aggregate() const { return "order:" + public_id; }
    Value to_value() const
    {
        return {{"order", order.value}, {"public_id", public_id}, {"number", number},
                {"part", part},         {"amount", amount.to_value()}, {"reason", reason}};
    }
    static Self from_value(const Value& value)
    {
        Self event;
        event.order = {value["order"].integer()};
        event.public_id = value["public_id"].text();
        event.number = value["number"].text();
        event.part = static_cast<int>(value["part"].integer());
        event.amount = value["amount"].is_map() ? Money::from_value(value["amount"]) : Money{};
        event.reason = value["reason"].text();
        return event;
    }
};

struct OrderPlaced : OrderEvent<OrderPlaced> {
    static constexpr const char* event_name = "orders.placed";
};
struct OrderPaid : OrderEvent<OrderPaid> {
    static constexpr const char* event_name = "orders.paid";
};
/// It goes on: it is paid, or will be paid on delivery.
struct OrderConfirmed : OrderEvent<OrderConfirmed> {
    static constexpr const char* event_name = "orders.confirmed";
};
/// One for each parcel that leaves; `part` is its number.
struct OrderShipped : OrderEvent<OrderShipped> {
    static constexpr const char* event_name = "orders.shipped";
};
/// Everything has arrived.
struct OrderDelivered : OrderEvent<OrderDelivered> {
    static constexpr const char* event_name = "orders.delivered";
};
struct OrderCancelled : OrderEvent<OrderCancelled> {
    static constexpr const char* event_name = "orders.cancelled";
};
/// Lines changed before it was sent; `amount` is what is due (positive) or owed (negative) because of it.
struct OrderEdited : OrderEvent<OrderEdited> {
    static constexpr const char* event_name = "orders.edited";
};
/// `amount` went back to the customer; `of_order` of it was paid for the order, the rest had come late, twice or in excess.
struct OrderRefunded : OrderEvent<OrderRefunded> {
    static constexpr const char* event_name = "orders.refunded";
    Money of_order{};

    Value to_value() const
    {
        auto value = OrderEvent::to_value();
        value.set("of_order", of_order.to_value());
        return value;
    }
    static OrderRefunded from_value(const Value& value)
    {
        auto event = OrderEvent::from_value(value);
        // Written before there was such a field: all of it.
        event.of_order = value["of_order"].is_map() ? Money::from_value(value["of_order"]) : event.amount;
        return event;
    }
};
/// The customer asks to send something back; `part` is the return's number, as in those that follow.
struct ReturnRequested : OrderEvent<ReturnRequested> {
    static constexpr const char* event_name = "orders.return_requested";
};
struct ReturnApproved : OrderEvent<ReturnApproved> {
    static constexpr const char* event_name = "orders.return_approved";
};
struct ReturnRefused : OrderEvent<ReturnRefused> {
    static constexpr const char* event_name = "orders.return_refused";
};
struct ReturnReceived : OrderEvent<ReturnReceived> {
    static constexpr const char* event_name = "orders.return_received";
};
/// A note that the customer is meant to read.
struct OrderNoted : OrderEvent<OrderNoted> {
    static constexpr const char* event_name = "orders.noted";
};

/// Raised before any state of an order changes, so that a required listener can refuse it with its reason. `kind` is one of
/// "order", "money", "fulfilment", "parcel", "return".
struct OrderChanging {
    static constexpr const char* event_name = "orders.changing";
    std::string public_id;
    std::string kind, event, from, to;
    std::string actor;
    int part{0};

    std::string aggregate() const { return "order:" + public_id; }
    Value to_value() const
    {
        return {{"public_id", public_id}, {"kind", kind}, {"event", event}, {"from", from},
                {"to", to},               {"actor", actor}, {"part", part}};
    }
    static OrderChanging from_value(const Value& value)
    {
        return {std::string{value["public_id"].text()}, std::string{value["kind"].text()},
                std::string{value["event"].text()},     std::string{value["from"].text()},
                std::string{value["to"].text()},        std::string{value["actor"].text()},
                static_cast<int>(value["part"].integer())};
    }
};

} // namespace hurtrock::shop
