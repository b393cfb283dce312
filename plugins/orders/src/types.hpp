#pragma once
/// Plain structs of orders.

#include "states.hpp"

#include <hurtrock/shop/orders.hpp>

namespace hurtrock::orders
{

struct OrderLine {
    VariantId variant{};
    std::string sku, product_name, variant_name, path, picture;
    Money unit_price{};
    std::int64_t quantity{0};
    /// Before the discount.
    Money total{};
    /// The tax inside what is paid for the line.
    Money tax{};
    shop::Discount discount{};
    std::int64_t later{0};
    std::int64_t weight_g{0};

    /// 0 until it is stored.
    std::int64_t id{0};
    std::int64_t packed{0}, shipped{0}, returning{0};

    Money paid() const { return total - discount.amount; }
};

struct Order {
    OrderId id{};
    std::string public_id, number;
    OrderStage stage{OrderStage::placed};
    MoneyState money{MoneyState::unpaid};
    FulfilmentState fulfilment{FulfilmentState::unfulfilled};
    std::optional<UserId> user{};
    std::string email, customer_name, phone, locale, note;
    shop::Address address;
    Money subtotal{}, discount_total{}, shipping_price{}, total{}, tax{}, shipping_tax{};
    shop::Discount shipping_discount{};
    /// What the customer has given for the order as it stands; and of the shipping, what was sent back.
    Money received{}, shipping_refunded{};
    /// Empty when the shop charges none.
    std::string tax_name, tax_rate;
    std::string shipping_code, shipping_name;
    std::int64_t shipping_days_min{0}, shipping_days_max{0};
    bool pickup{false};
    bool ship_together{false};
    std::string payment_provider;
    std::string cancel_reason;
    Time placed_at{}, expires_at{};
    std::optional<Time> paid_at{}, shipped_at{}, delivered_at{}, cancelled_at{}, terms_accepted_at{};
    std::int64_t revision{0};
    /// Filled where the whole order is shown.
    std::vector<OrderLine> lines;

    OrderState state() const noexcept { return told(stage, money, fulfilment); }
    /// What is yet to be paid; negative when the shop owes.
    Money due() const { return total - received; }
    Money shipping_paid() const { return shipping_price - shipping_discount.amount; }
};

/// An order in a list.
struct OrderRow {
    Order order;
    std::int64_t quantity{0};
    std::int64_t line_count{0};
    std::string first_name, first_picture;
    /// One that is not closed; known in the owner's list alone.
    bool has_return{false};
};

struct OrderPage {
    std::vector<OrderRow> rows;
    std::int64_t total{0};
};

struct Note {
    std::string text, actor;
    bool customer_sees{false};
    Time at{};
};

struct Sales {
    Money amount{};
    std::int64_t orders{0};
};

/// Who changes something, and why: a key of the locale files or a person's words.
struct Why {
    std::string_view actor;
    std::string_view reason{};
};

inline constexpr std::string_view system_actor = "system";

} // namespace hurtrock::orders
