#pragma once
/// Where papers are fetched: by who may see the order, and in admin.

#include "service.hpp"

#include <hurtrock/shop/events.hpp>

namespace hurtrock::papers {

class Pages {
public:
    Pages(Host& host, PapersService& papers) : host_{host}, papers_{papers}, orders_{host.services()} {}

    /// /orders/{public_id}/invoice.pdf and …/credit.pdf: for who may open the order (shop::Orders::may_open). Who is
    /// not signed in is led to the login; to others there is nothing here.
    Response own(const Request& request, Kind kind);
    /// /admin/papers/{paper}/{public_id}?part=1&language=en
    Response one(const Request& request);
    /// /admin/papers/{public_id}: all papers of an order.
    Response overview(const Request& request);
    /// POST /admin/papers/print: fields `order` (many) and `paper`.
    Response many(const Request& request);

    /// Slots: links beside an order, in the shop and in admin; buttons below a list of orders.
    Value customer_links(const Request& request, const Value& context);
    Value admin_actions(const Request& request, const Value& context);

private:
    Value links(const Request& request, const shop::OrderDetail& order);
    Response answer(const Wanted& wanted);

    Host& host_;
    PapersService& papers_;
    Service<shop::Orders> orders_;
};

} // namespace hurtrock::papers
