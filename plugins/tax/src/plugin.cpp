#include "admin_pages.hpp"
#include "service.hpp"

#include <memory>

namespace hurtrock::tax {

class TaxPlugin final : public Plugin {
    void start(Host& host) override
    {
        service_ = std::make_unique<TaxService>(host);
        pages_ = std::make_unique<AdminPages>(host);
        host.services().provide<shop::Tax>(*service_);

        const RouteOptions edit{.access = Access::staff, .permission = "tax.rates.edit"};
        auto& routes = host.routes();
        routes.get(
            "/admin/tax", [this](const Request& request) { return pages_->show(request); }, edit);
        routes.post(
            "/admin/tax/rates", [this](const Request& request) { return pages_->add_rate(request); }, edit);
        routes.post(
            "/admin/tax/rates/{id:int}/remove", [this](const Request& request) { return pages_->remove_rate(request); },
            edit);
        routes.post(
            "/admin/tax/classes", [this](const Request& request) { return pages_->assign(request); }, edit);
        routes.post(
            "/admin/tax/classes/remove", [this](const Request& request) { return pages_->unassign(request); }, edit);
        host.admin().menu({.label = "Tax",
                           .path = "/admin/tax",
                           .icon = "receipt",
                           .group = "Shop",
                           .permission = "tax.rates.edit",
                           .position = 45});
    }

    std::unique_ptr<TaxService> service_;
    std::unique_ptr<AdminPages> pages_;
};

} // namespace hurtrock::tax

HURTROCK_PLUGIN(hurtrock::tax::TaxPlugin)
