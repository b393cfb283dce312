#pragma once
/// /admin/stock: the list, one variant with its movements, and counting.

#include "service.hpp"

#include <hurtrock/shop/catalog.hpp>

namespace hurtrock::inventory
{

class AdminPages
{
public:
    AdminPages(Host& host, InventoryService& service) : host_{host}, service_{service}, catalog_{host.services()} {}

    Response list(const Request& request);
    Response show(const Request& request);
    Response count(const Request& request);
    Response set_minimum(const Request& request);

    /// For the dashboard and the menu.
    Value low_stock(const Request& request);
    std::int64_t low_stock_count();

private:
    Value rows(const Request& request, const std::vector<Level>& levels);
    Value waiting_of(VariantId variant);
    Response show_with(const Request& request, VariantId variant, const Value& values, const Value& errors, int status);

    Host& host_;
    InventoryService& service_;
    Service<shop::Catalog> catalog_;
};

} // namespace hurtrock::inventory
