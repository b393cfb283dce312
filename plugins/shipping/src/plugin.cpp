#include "admin_pages.hpp"
#include "repository.hpp"

#include <memory>

namespace hurtrock::shipping
{

class ShippingPlugin final : public Plugin
{
    void start(Host& host) override
    {
        pages_ = std::make_unique<AdminPages>(host);
        quotes_ = std::make_unique<QuoteService>(host);
        host.services().provide<shop::Shipping>(*quotes_);

        const RouteOptions edit{.access = Access::staff, .permission = "shipping.services.edit"};
        host.routes().get(
            "/admin/shipping", [this](const Request& request) { return pages_->list(request); }, edit);
        host.routes().post(
            "/admin/shipping", [this](const Request& request) { return pages_->save(request); }, edit);
        host.routes().get(
            "/admin/shipping/new", [this](const Request& request) { return pages_->edit_new(request); }, edit);
        host.routes().get(
            "/admin/shipping/{id:int}", [this](const Request& request) { return pages_->edit(request); }, edit);
        host.routes().post(
            "/admin/shipping/{id:int}", [this](const Request& request) { return pages_->save(request); }, edit);
        host.admin().menu({.label = "Shipping",
                           .path = "/admin/shipping",
                           .icon = "truck",
                           .group = "Shop",
                           .permission = "shipping.services.edit",
                           .position = 40});

        host.commands().add(
            {.name = "seed demo",
             .summary = "Adds the demo shop's shipping services",
             .run = [&host](std::span<const std::string>, Terminal& terminal) { return seed(host, terminal); }});
    }

    static int seed(Host& host, Terminal& terminal)
    {
        const auto services = demo_services();
        const auto seeded = host.database().transaction("shipping.seed", [&](Transaction& tx) -> Result<Done> {
            for (const auto& service : services)
                repository::create_if_new(tx, service);
            return Done{};
        });
        if (!seeded) return 1;
        terminal.print("shipping: " + std::to_string(services.size()) + " services");
        return 0;
    }

    std::unique_ptr<QuoteService> quotes_;
    std::unique_ptr<AdminPages> pages_;
};

} // namespace hurtrock::shipping

HURTROCK_PLUGIN(hurtrock::shipping::ShippingPlugin)
