#pragma once
/// The events of the trade. Who raises which: catalog ProductChanged; inventory those named Stock…; payments those named
/// Payment…; orders those of order_events.hpp. All are raised inside the transaction that made them true.

#include <hurtrock/ids.hpp>
#include <hurtrock/money.hpp>
#include <hurtrock/shop/order_events.hpp>

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
/// `amount` went back to the customer. `reason` is a key of the locale files or a person's words, and the customer reads it.
struct PaymentRefunded : PaymentEventOf<PaymentRefunded> {
    static constexpr const char* event_name = "payments.refunded";
};
/// Something a person has to look at: money came late or twice, a refund was refused, a bank disputes. `reason` is a key of the
/// payments plugin's locale files.
struct PaymentAttention : PaymentEventOf<PaymentAttention> {
    static constexpr const char* event_name = "payments.attention";
};

/// Units on hand went to somebody who waited for them (a holder, an order's public id).
struct StockAllocated {
    static constexpr const char* event_name = "inventory.allocated";
    VariantId variant{};
    std::string holder;
    std::int64_t quantity{0};

    std::string aggregate() const { return "order:" + holder; }
    Value to_value() const { return {{"variant", variant.value}, {"holder", holder}, {"quantity", quantity}}; }
    static StockAllocated from_value(const Value& value)
    {
        return {{value["variant"].integer()}, std::string{value["holder"].text()}, value["quantity"].integer()};
    }
};

/// Raised once when what is available falls to the variant's minimum or below, and again only after it was above it.
struct StockLow {
    static constexpr const char* event_name = "inventory.low";
    VariantId variant{};
    std::int64_t available{0};
    std::int64_t minimum{0};

    std::string aggregate() const { return "variant:" + std::to_string(variant.value); }
    Value to_value() const { return {{"variant", variant.value}, {"available", available}, {"minimum", minimum}}; }
    static StockLow from_value(const Value& value)
    {
        return {{value["variant"].integer()}, value["available"].integer(), value["minimum"].integer()};
    }
};

} // namespace hurtrock::shop
