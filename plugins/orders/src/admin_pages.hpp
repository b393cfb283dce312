#pragma once
/// /admin/orders: the desk. And the dashboard's figures.

#include "service.hpp"

namespace hurtrock::orders
{

class AdminPages
{
public:
    AdminPages(Host& host, OrdersService& orders) : host_{host}, orders_{orders}, payments_{host.services()} {}

    Response list(const Request& request);
    Response show(const Request& request);
    Response ship(const Request& request);
    Response deliver(const Request& request);
    Response cancel(const Request& request);

    void add_widgets();
    std::int64_t to_ship();

private:
    Response show_with(const Request& request, const Order& order, const Value& values, const Value& errors,
                       int status);
    Response moved(const Request& request, const Order& order, const Result<Done>& outcome, std::string_view done);
    Value row(const Request& request, const OrderRow& row);
    Value recent(const Request& request);

    Host& host_;
    OrdersService& orders_;
    Service<shop::Payments> payments_;
};

} // namespace hurtrock::orders
