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
Value status_of(const Audience& audience, const Order& order);
std::string days_text(const Audience& audience, std::int64_t days_min, std::int64_t days_max);
Value totals_of(const Order& order);

/// The whole `order` of orders/order.html and of the mails. `payment` may be null.
Value to_view(Host& host, const Audience& audience, const Order& order, const shop::PaymentView* payment);
/// One entry of `orders` in orders/orders.html.
Value to_row(Host& host, const Audience& audience, const OrderRow& row);

/// The variables of orders/checkout.html except values, errors and the key.
Value to_view(Host& host, const Audience& audience, const Offer& offer, std::string_view shipping_method,
              std::string_view payment_method, bool with_tax);

} // namespace hurtrock::orders
