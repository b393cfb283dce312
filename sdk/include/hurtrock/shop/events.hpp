#pragma once
/// The events of the trade. Who raises which: catalog ProductChanged; inventory StockChanged; payments those named Payment…;
/// orders the rest. All are raised inside the transaction that made them true.

#include <hurtrock/ids.hpp>
#include <hurtrock/money.hpp>

namespace hurtrock::shop {

struct ProductChanged {
    static constexpr const char* event_name = "catalog.product_changed";
    ProductId product{};

    std::string aggregate() const { return "product:" + std::to_string(product.value); }
    Value to_value() const { return {{"product", product.value}}; }
    static ProductChanged from_value(const Value& value) { return {{value["product"].integer()}}; }
};

struct StockChanged {
    static constexpr const char* event_name = "inventory.stock_changed";
    VariantId variant{};
    std::int64_t available{0};

    std::string aggregate() const { return "variant:" + std::to_string(variant.value); }
    Value to_value() const { return {{"variant", variant.value}, {"available", available}}; }
    static StockChanged from_value(const Value& value)
    {
        return {{value["variant"].integer()}, value["available"].integer()};
    }
};

struct PaymentCaptured {
    static constexpr const char* event_name = "payments.captured";
    std::string order_public_id;
    Money amount{};
    std::string provider;
    /// Who confirmed it: "gateway", or a member of staff by name.
    std::string actor;
    std::string attempt_id{};

    std::string aggregate() const { return "order:" + order_public_id; }
    Value to_value() const
    {
        return {{"order", order_public_id}, {"amount", amount.to_value()}, {"provider", provider}, {"actor", actor},
                {"attempt", attempt_id}};
    }
    static PaymentCaptured from_value(const Value& value)
    {
        return {std::string{value["order"].text()}, Money::from_value(value["amount"]),
                std::string{value["provider"].text()}, std::string{value["actor"].text()},
                std::string{value["attempt"].text()}};
    }
};

/// Payment events share one shape; each is a type of its own so that listeners choose.
template <class Self>
struct PaymentEventOf {
    std::string order_public_id;
    std::string attempt_id;
    Money amount{};
    std::string provider;
    std::string actor;
    /// In the language of the order, for the customer; or for the owner where it says so.
    std::string reason;

    std::string aggregate() const { return "order:" + order_public_id; }
    Value to_value() const
    {
        return {{"order", order_public_id}, {"attempt", attempt_id}, {"amount", amount.to_value()},
                {"provider", provider},     {"actor", actor},        {"reason", reason}};
    }
    static Self from_value(const Value& value)
    {
        Self event;
        event.order_public_id = value["order"].text();
        event.attempt_id = value["attempt"].text();
        event.amount = Money::from_value(value["amount"]);
        event.provider = value["provider"].text();
        event.actor = value["actor"].text();
        event.reason = value["reason"].text();
        return event;
    }
};

/// It will be paid on delivery. Orders must agree: the order goes on unpaid.
struct PaymentPromised : PaymentEventOf<PaymentPromised> {
    static constexpr const char* event_name = "payments.promised";
};
/// The attempt failed for good; the customer may begin another.
struct PaymentFailed : PaymentEventOf<PaymentFailed> {
    static constexpr const char* event_name = "payments.failed";
};
/// `amount` went back to the customer.
struct PaymentRefunded : PaymentEventOf<PaymentRefunded> {
    static constexpr const char* event_name = "payments.refunded";
};
/// Something a person has to look at: money came late or twice, a refund was refused, a bank disputes. `reason` is a key of the
/// payments plugin's locale files.
struct PaymentAttention : PaymentEventOf<PaymentAttention> {
    static constexpr const char* event_name = "payments.attention";
};

/// Order events share one shape; each is a type of its own so that listeners choose.
template <class Self>
struct OrderEvent {
    OrderId order{};
    std::string public_id;
    std::string number;

    std::string aggregate() const { return "order:" + public_id; }
    Value to_value() const { return {{"order", order.value}, {"public_id", public_id}, {"number", number}}; }
    static Self from_value(const Value& value)
    {
        Self event;
        event.order = {value["order"].integer()};
        event.public_id = value["public_id"].text();
        event.number = value["number"].text();
        return event;
    }
};

struct OrderPlaced : OrderEvent<OrderPlaced> {
    static constexpr const char* event_name = "orders.placed";
};
struct OrderPaid : OrderEvent<OrderPaid> {
    static constexpr const char* event_name = "orders.paid";
};
struct OrderShipped : OrderEvent<OrderShipped> {
    static constexpr const char* event_name = "orders.shipped";
};
struct OrderDelivered : OrderEvent<OrderDelivered> {
    static constexpr const char* event_name = "orders.delivered";
};
struct OrderCancelled : OrderEvent<OrderCancelled> {
    static constexpr const char* event_name = "orders.cancelled";
};

} // namespace hurtrock::shop
