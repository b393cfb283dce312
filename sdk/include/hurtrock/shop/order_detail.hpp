#pragma once
/// An order in full, as papers and mails need it; what Orders::detail answers.

#include <hurtrock/shop/customers.hpp>
#include <hurtrock/shop/order_states.hpp>
#include <hurtrock/shop/promotions.hpp>

namespace hurtrock::shop {

struct OrderSummary {
    OrderId id{};
    /// 22 characters, for addresses.
    std::string public_id;
    /// "HR-1042", for people, never for access.
    std::string number;
    OrderState state{OrderState::placed};
    std::optional<UserId> user{};
    std::string customer_name, customer_email;
    Money total{};
    Time placed_at{};
    OrderStage stage{OrderStage::placed};
    MoneyState money{MoneyState::unpaid};
    FulfilmentState fulfilment{FulfilmentState::unfulfilled};
};

/// What was sold, as it was then: names and prices are copies. total = gross - discount; the tax is inside the total.
struct OrderLineDetail {
    std::int64_t id{0};
    VariantId variant{};
    std::string sku, product_name, variant_name;
    /// Path without language prefix, and a key for Pictures::view.
    std::string path, picture;
    Money unit_price{};
    std::int64_t quantity{0};
    /// unit_price times quantity.
    Money gross{};
    Discount discount;
    Money total{};
    Money tax{};
    /// How many follow once they arrive; how many left in parcels; how many came back.
    std::int64_t waiting{0}, shipped{0}, returned{0};
    std::int64_t weight_g{0};
};

struct ParcelLine {
    std::int64_t line{0};
    std::int64_t quantity{0};
};

struct OrderParcel {
    /// 1, 2 … within the order.
    int number{0};
    ParcelState state{ParcelState::packed};
    std::string courier, tracking_number;
    /// The courier's page for the tracking number; empty when none is known.
    std::string tracking_url;
    std::int64_t weight_g{0};
    std::vector<ParcelLine> lines;
    Time packed_at{};
    std::optional<Time> shipped_at{}, delivered_at{};
};

struct ReturnedLine {
    std::int64_t line{0};
    std::int64_t quantity{0};
    /// What it is worth: its share of the line's total, and of the tax inside.
    Money amount{}, tax{};
};

struct OrderReturn {
    /// 1, 2 … within the order.
    int number{0};
    ReturnState state{ReturnState::requested};
    /// "broken", "wrong", "not_as_described", "changed_mind", "other"; and the customer's words.
    std::string reason, note;
    /// Why it was refused.
    std::string answer;
    std::vector<ReturnedLine> lines;
    Money amount{};
    Time requested_at{};
};

struct OrderRefund {
    Money amount{};
    /// The part of the amount that is for shipping.
    Money shipping{};
    std::string reason, actor;
    /// Asked for, and gone back to the customer.
    Time requested_at{};
    std::optional<Time> refunded_at{};
};

/// Sums over the payments plugin's ledger. due: what the customer has yet to pay.
struct OrderPaymentSummary {
    /// The newest payment's method: "stripe", "Bank transfer"; empty when there is none.
    std::string provider, title;
    bool on_delivery{false};
    Money captured{}, refunded{}, refundable{}, due{};
    std::optional<Time> paid_at{};
};

/// One row of the order's history, oldest first.
struct OrderHistoryEntry {
    Time at{};
    /// "order", "money", "fulfilment", "parcel", "return", "note".
    std::string kind;
    /// "place", "pay", "ship" …; and the state it led to.
    std::string event, state;
    std::string actor;
    /// A key of the locale files or a person's words.
    std::string reason;
    /// Number of the parcel or return; 0 for neither.
    int number{0};
    bool customer_sees{true};
};

/// Everything papers and mails need.
struct OrderDetail {
    OrderSummary summary;
    std::string phone, locale, note;
    /// Empty when it is collected in the store.
    Address address;
    bool pickup{false};
    std::string shipping_code, shipping_name;
    std::int64_t shipping_days_min{0}, shipping_days_max{0};
    /// Before discounts; total = subtotal - discount_total + shipping_price - shipping_discount.amount.
    Money subtotal{}, discount_total{}, shipping_price{}, total{};
    Discount shipping_discount;
    /// Inside the total, of which shipping_tax inside the shipping. tax_name is empty when the shop charges none.
    Money tax{}, shipping_tax{};
    std::string tax_name, tax_rate;
    std::vector<OrderLineDetail> lines;
    std::vector<OrderParcel> parcels;
    std::vector<OrderReturn> returns;
    std::vector<OrderRefund> refunds;
    std::vector<OrderHistoryEntry> history;
    OrderPaymentSummary payment;
    std::string cancel_reason;
    std::optional<Time> paid_at{}, shipped_at{}, delivered_at{}, cancelled_at{};
};

} // namespace hurtrock::shop
