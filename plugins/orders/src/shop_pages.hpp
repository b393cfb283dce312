#pragma once
/// The customer's side after checkout: one order, all orders, tracking, paying again, cancelling, ordering again,
/// sending something back.

#include "returning.hpp"
#include "service.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/shop/cart.hpp>

namespace hurtrock::orders {

class ShopPages {
public:
    ShopPages(Host& host, OrdersService& orders, Returning& returning)
        : host_{host}, orders_{orders}, returning_{returning}, payments_{host.services()}, cart_{host.services()}
    {
    }

    Response show(const Request& request);
    Response list(const Request& request);
    /// May call out: begins the payment, with another method when one is given.
    Response pay(const Request& request);
    /// Where a gateway sends the customer back to. May call out.
    Response back(const Request& request);
    Response cancel(const Request& request);
    Response track_form(const Request& request);
    Response track(const Request& request);

    /// Puts what is still sold into the cart and says what is not.
    Response order_again(const Request& request);

    Response return_form(const Request& request);
    Response ask_return(const Request& request);
    Response withdraw_return(const Request& request);

private:
    /// The order of the address, if this visitor may open it (shop::Orders::may_open).
    std::optional<Order> open(const Request& request);
    /// The same, if this visitor may do what its customer may (shop::Orders::may_act).
    std::optional<Order> open_to_act(const Request& request);
    /// What the others get.
    Response shut(const Request& request);
    /// Number and e-mail were right.
    void prove(const Request& request, const Order& order);
    Response return_page(const Request& request, const shop::OrderDetail& order, const Value& values,
                         const Value& errors, int status);
    void add_acts(const Request& request, const Order& order, const shop::OrderDetail& detail,
                  const shop::PaymentView* payment, Value& view);
    Value other_methods(const Request& request, const shop::OrderDetail& order, const shop::PaymentView* payment);

    Host& host_;
    OrdersService& orders_;
    Returning& returning_;
    Service<shop::Payments> payments_;
    Service<shop::Cart> cart_;
};

} // namespace hurtrock::orders
