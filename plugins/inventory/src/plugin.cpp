#include "admin_pages.hpp"

#include <memory>

namespace hurtrock::inventory
{

class InventoryPlugin final : public Plugin
{
    void start(Host& host) override
    {
        using namespace std::chrono_literals;
        service_ = std::make_unique<InventoryService>(host);
        pages_ = std::make_unique<AdminPages>(host, *service_);
        host.services().provide<shop::Inventory>(*service_);

        const RouteOptions edit{.access = Access::staff, .permission = "inventory.stock.edit"};
        host.routes().get(
            "/admin/stock", [this](const Request& request) { return pages_->list(request); }, edit);
        host.routes().get(
            "/admin/stock/{variant:int}", [this](const Request& request) { return pages_->show(request); }, edit);
        host.routes().post(
            "/admin/stock/{variant:int}", [this](const Request& request) { return pages_->count(request); }, edit);

        host.routes().post(
            "/admin/stock/{variant:int}/minimum", [this](const Request& request) { return pages_->set_minimum(request); },
            edit);

        host.admin().menu({.label = "Stock",
                           .path = "/admin/stock",
                           .icon = "box-open",
                           .group = "Catalog",
                           .permission = "inventory.stock.edit",
                           .position = 30,
                           .count = [this](const Request&) { return pages_->low_stock_count(); }});
        host.admin().widget({.id = "inventory.low_stock",
                             .template_name = "inventory/admin/low_stock.html",
                             .data = [this](const Request& request) { return pages_->low_stock(request); },
                             .permission = "inventory.stock.edit",
                             .position = 60,
                             .width = 2});

        host.jobs().every(10min, "inventory.release_abandoned", [this] { return service_->release_abandoned(); });
    }

    std::unique_ptr<InventoryService> service_;
    std::unique_ptr<AdminPages> pages_;
};

} // namespace hurtrock::inventory

HURTROCK_PLUGIN(hurtrock::inventory::InventoryPlugin)
