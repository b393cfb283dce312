#pragma once
/// The customer's side after checkout: one order, all orders, tracking, paying again, cancelling.

#include "service.hpp"

namespace hurtrock::orders
{

class ShopPages
{
public:
    ShopPages(Host& host, OrdersService& orders) : host_{host}, orders_{orders}, payments_{host.services()} {}

    /// The public id cannot be guessed: who has the address may see the page.
    Response show(const Request& request);
    Response list(const Request& request);
    Response pay(const Request& request);
    Response cancel(const Request& request);
    Response track_form(const Request& request);
    Response track(const Request& request);

private:
    Host& host_;
    OrdersService& orders_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
