#include "admin_pages.hpp"
#include "code_pages.hpp"
#include "demo.hpp"

#include <memory>

namespace hurtrock::promotions {

class PromotionsPlugin final : public Plugin {
    void start(Host& host) override
    {
        service_ = std::make_unique<PromotionService>(host);
        pages_ = std::make_unique<AdminPages>(host, *service_);
        codes_ = std::make_unique<CodePages>(host);
        host.services().provide<shop::Promotions>(*service_);
        add_promotion_routes(host.routes());
        add_code_routes(host.routes());
        host.admin().menu({.label = "Promotions",
                           .path = "/admin/promotions",
                           .icon = "tag",
                           .group = "Sell",
                           .permission = "promotions.promotions.view",
                           .position = 60});
        host.commands().add(
            {.name = "seed demo",
             .summary = "Adds two demo promotions",
             .run = [&host](std::span<const std::string>, Terminal& terminal) { return seed_demo(host, terminal); }});
    }

    void add_promotion_routes(Routes& routes)
    {
        const RouteOptions view{.access = Access::staff, .permission = "promotions.promotions.view"};
        const RouteOptions edit{.access = Access::staff, .permission = "promotions.promotions.edit"};
        const auto to = [this](Response (AdminPages::*page)(const Request&)) {
            return [this, page](const Request& request) { return (pages_.get()->*page)(request); };
        };
        routes.get("/admin/promotions", to(&AdminPages::list), view);
        routes.get("/admin/promotions/new", to(&AdminPages::edit_new), edit);
        routes.post("/admin/promotions", to(&AdminPages::create), edit);
        routes.get("/admin/promotions/{promotion}", to(&AdminPages::edit), view);
        routes.post("/admin/promotions/{promotion}", to(&AdminPages::update), edit);
        routes.post("/admin/promotions/{promotion}/duplicate", to(&AdminPages::duplicate), edit);
        routes.post("/admin/promotions/{promotion}/active", to(&AdminPages::set_active), edit);
        routes.get("/admin/promotions/{promotion}/preview", to(&AdminPages::preview), view);
    }

    void add_code_routes(Routes& routes)
    {
        const RouteOptions view{.access = Access::staff, .permission = "promotions.promotions.view"};
        const RouteOptions edit{.access = Access::staff, .permission = "promotions.promotions.edit"};
        const auto to = [this](Response (CodePages::*page)(const Request&)) {
            return [this, page](const Request& request) { return (codes_.get()->*page)(request); };
        };
        routes.get("/admin/promotions/{promotion}/codes", to(&CodePages::codes), view);
        routes.post("/admin/promotions/{promotion}/codes", to(&CodePages::add), edit);
        routes.post("/admin/promotions/{promotion}/codes/generate", to(&CodePages::generate), edit);
        routes.post("/admin/promotions/{promotion}/codes/{code:int}/remove", to(&CodePages::remove), edit);
        routes.get("/admin/promotions/{promotion}/codes.csv", to(&CodePages::download), view);
        routes.get("/admin/promotions/{promotion}/uses", to(&CodePages::uses), view);
    }

    std::unique_ptr<PromotionService> service_;
    std::unique_ptr<AdminPages> pages_;
    std::unique_ptr<CodePages> codes_;
};

} // namespace hurtrock::promotions

HURTROCK_PLUGIN(hurtrock::promotions::PromotionsPlugin)
