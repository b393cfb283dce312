#pragma once
/// Plain structs of orders.

#include "states.hpp"

#include <hurtrock/shop/customers.hpp>

namespace hurtrock::orders
{

struct OrderLine {
    VariantId variant{};
    std::string sku, product_name, variant_name, path, picture;
    Money unit_price{};
    std::int64_t quantity{0};
    Money total{};
    /// The tax inside the total.
    Money tax{};
};

struct Order {
    OrderId id{};
    std::string public_id, number;
    OrderState state{OrderState::placed};
    std::optional<UserId> user{};
    std::string email, customer_name, phone, locale, note;
    shop::Address address;
    Money subtotal{}, shipping_price{}, total{}, tax{};
    /// Empty when the shop charges none.
    std::string tax_name;
    std::string shipping_code, shipping_name;
    std::int64_t shipping_days_min{0}, shipping_days_max{0};
    bool pickup{false};
    std::string payment_provider;
    std::string courier, tracking_number, cancel_reason;
    Time placed_at{}, expires_at{};
    std::optional<Time> paid_at{}, shipped_at{}, delivered_at{}, cancelled_at{};
    /// Filled where the whole order is shown.
    std::vector<OrderLine> lines;
};

/// An order in a list.
struct OrderRow {
    Order order;
    std::int64_t quantity{0};
    std::int64_t line_count{0};
    std::string first_name, first_picture;
};

struct OrderPage {
    std::vector<OrderRow> rows;
    std::int64_t total{0};
};

struct HistoryRow {
    std::string event, to_state, actor, reason;
    Time at{};
};

struct Sales {
    Money amount{};
    std::int64_t orders{0};
};

} // namespace hurtrock::orders
