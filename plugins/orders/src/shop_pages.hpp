#pragma once
/// The customer's side after checkout: one order, all orders, tracking, paying again, cancelling, ordering again, sending
/// something back.

#include "returning.hpp"
#include "service.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/shop/cart.hpp>

namespace hurtrock::orders
{

class ShopPages
{
public:
    ShopPages(Host& host, OrdersService& orders, Returning& returning)
        : host_{host}, orders_{orders}, returning_{returning}, payments_{host.services()}
    {
    }

    /// The public id cannot be guessed: who has the address may see the page.
    Response show(const Request& request);
    Response list(const Request& request);
    /// May call out: begins the payment, with another method when one is given.
    Response pay(const Request& request);
    /// Where a gateway sends the customer back to. May call out.
    Response back(const Request& request);
    Response cancel(const Request& request);
    Response track_form(const Request& request);
    Response track(const Request& request);

    Response return_form(const Request& request);
    Response ask_return(const Request& request);
    Response withdraw_return(const Request& request);

private:
    Response return_page(const Request& request, const shop::OrderDetail& order, const Value& values,
                         const Value& errors, int status);
    Value other_methods(const Request& request, const shop::OrderDetail& order, const shop::PaymentView* payment);

    Host& host_;
    OrdersService& orders_;
    Returning& returning_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
