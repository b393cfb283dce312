#pragma once
/// /admin/orders: the desk's list and one order, and the dashboard's figures. What is done there stands in desk_actions.hpp.

#include "sending.hpp"
#include "service.hpp"

namespace hurtrock::orders
{

class AdminPages
{
public:
    AdminPages(Host& host, OrdersService& orders, Sending& sending)
        : host_{host}, orders_{orders}, sending_{sending}, payments_{host.services()}
    {
    }

    Response list(const Request& request);
    Response show(const Request& request);
    /// The order's page with what was typed and what is wrong with it.
    Response show_with(const Request& request, const Order& order, const Value& values, const Value& errors,
                       int status);

    void add_widgets();
    std::int64_t to_ship();

private:
    Value row(const Request& request, const OrderRow& row);
    Value recent(const Request& request);
    Value lines_to_send(const Order& order, const Value& lines);
    Value abilities(const Request& request, const Order& order);

    Host& host_;
    OrdersService& orders_;
    Sending& sending_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
