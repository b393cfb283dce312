#pragma once
/// Orders as templates and mails get them (the theme's README, "orders").

#include "checkout.hpp"

#include <hurtrock/shop/store.hpp>

namespace hurtrock::orders
{

/// Whom a text is for: a visitor of a page, or the reader of a mail, where addresses need their host.
struct Audience {
    std::string locale;
    std::function<std::string(std::string_view message, const Value& arguments)> translate;
    std::function<std::string(std::string_view path)> url;

    static Audience of(const Request& request);
    static Audience of(Host& host, std::string_view locale);
    std::string text(std::string_view message, const Value& arguments = {}) const
    {
        return translate(message, arguments);
    }
};

/// {code, text, tone}
Value status_of(const Audience& audience, OrderState state, bool pickup = false);
Value status_of(const Audience& audience, ParcelState state);
Value status_of(const Audience& audience, ReturnState state);
Value status_of(const Audience& audience, MoneyState state);
Value status_of(const Audience& audience, FulfilmentState state);
/// {value, text, selected} for each reason a customer can have.
Value return_reasons_of(const Audience& audience, std::string_view selected);
std::string days_text(const Audience& audience, std::int64_t days_min, std::int64_t days_max);
Value totals_of(const shop::OrderDetail& order);
/// {name, coupon, amount} for each promotion on a line: why this price.
Value reasons_of(const shop::Discount& discount);
/// Parts of an order's view, in presenting_parts.cpp.
Value parcels_of(const Audience& audience, const shop::OrderDetail& order);
Value returns_of(const Audience& audience, const shop::OrderDetail& order);
Value refunds_of(const Audience& audience, const shop::OrderDetail& order);
/// What has happened and what comes next, for the customer.
Value timeline_of(const Audience& audience, const shop::OrderDetail& order);
/// One sentence on a row of the history.
std::string sentence_of(const Audience& audience, const shop::OrderHistoryEntry& entry, bool pickup);

/// The whole `order` of orders/order.html and of the mails. `payment` may be null.
Value to_view(Host& host, const Audience& audience, const shop::OrderDetail& order, const shop::PaymentView* payment);
/// One entry of `orders` in orders/orders.html.
Value to_row(Host& host, const Audience& audience, const OrderRow& row);

struct ChosenMethods {
    std::string_view shipping, payment;
};
/// The variables of orders/checkout.html about cart, shipping and payment; `values` is what was typed.
Value to_view(Host& host, const Audience& audience, const Offer& offer, const Value& values, ChosenMethods chosen);
/// `short_stock` of orders/checkout.html: null when everything is here.
Value to_view(const Audience& audience, const Offer& offer, ShortStock chosen);
/// {name, amount} for each promotion, over all lines and the shipping.
Value discounts_of(const std::vector<OrderLine>& lines, const shop::Discount& shipping);

} // namespace hurtrock::orders
