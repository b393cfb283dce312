#include "commands.hpp"
#include "pages.hpp"

#include <hurtrock/sdk.hpp>
#include <hurtrock/shop/events.hpp>

namespace hurtrock::catalog {
namespace {

constexpr int searches_per_minute = 240;
/// A dozen pictures as cameras make them; the host has its own bound.
constexpr std::size_t form_bytes_max = 64U << 20U;

class CatalogPlugin final : public Plugin
{
public:
    void start(Host& host) override
    {
        service_ = std::make_unique<CatalogService>(host);
        auto& service = *service_;
        const auto bind = [&service](auto handler) {
            return [&service, handler](const Request& request) { return handler(request, service); };
        };
        host.services().provide<shop::Catalog>(service);

        auto& routes = host.routes();
        routes.get("/products", bind(shop_pages::list));
        routes.get("/products/{slug}", bind(shop_pages::product));
        routes.get("/categories/{slug}", bind(shop_pages::category));
        routes.get("/search/suggest", bind(shop_pages::suggest), {.rate_per_minute = searches_per_minute});
        host.slots().fill("layout.nav", "catalog/nav.html", [&service](const Request& request, const Value&) {
            return shop_pages::navigation(request, service);
        });

        routes.get("/api/v1/products", bind(api::products), {.summary = "Products, filtered, sorted and paginated"});
        routes.get("/api/v1/products/{slug}", bind(api::product), {.summary = "One product with its variants"});

        const RouteOptions view{.permission = "catalog.products.view"};
        const RouteOptions edit{.permission = "catalog.products.edit", .body_bytes_max = form_bytes_max};
        routes.get("/admin/products", bind(admin_pages::products), view);
        routes.get("/admin/products/new", bind(admin_pages::new_product), edit);
        routes.post("/admin/products", bind(admin_pages::create_product), edit);
        routes.get("/admin/products/{id:int}", bind(admin_pages::edit_product), view);
        routes.post("/admin/products/{id:int}", bind(admin_pages::update_product), edit);
        routes.post("/admin/products/{id:int}/pictures", bind(admin_pages::add_pictures), edit);
        routes.post("/admin/products/{id:int}/active", bind(admin_pages::toggle_product), edit);
        routes.get("/admin/products/{id:int}/delete", bind(admin_pages::confirm_delete), edit);
        routes.post("/admin/products/{id:int}/delete", bind(admin_pages::delete_product), edit);

        const RouteOptions tree{.permission = "catalog.categories.edit", .body_bytes_max = form_bytes_max};
        routes.get("/admin/categories", bind(admin_pages::categories), tree);
        routes.get("/admin/categories/new", bind(admin_pages::new_category), tree);
        routes.post("/admin/categories", bind(admin_pages::create_category), tree);
        routes.get("/admin/categories/{id:int}", bind(admin_pages::edit_category), tree);
        routes.post("/admin/categories/{id:int}", bind(admin_pages::update_category), tree);
        routes.post("/admin/categories/{id:int}/active", bind(admin_pages::toggle_category), tree);

        auto& admin = host.admin();
        admin.menu({.label = "Products",
                    .path = "/admin/products",
                    .icon = "guitar",
                    .group = "Catalog",
                    .permission = "catalog.products.view",
                    .position = 10});
        admin.menu({.label = "Categories",
                    .path = "/admin/categories",
                    .icon = "bars",
                    .group = "Catalog",
                    .permission = "catalog.categories.edit",
                    .position = 20});
        admin.action({.label = "New product",
                      .path = "/admin/products/new",
                      .keywords = "add item article",
                      .permission = "catalog.products.edit",
                      .icon = "guitar",
                      .position = 10});
        admin.action({.label = "New category",
                      .path = "/admin/categories/new",
                      .keywords = "add section",
                      .permission = "catalog.categories.edit",
                      .icon = "bars",
                      .position = 20});
        admin.widget({.id = "catalog.products",
                      .template_name = "catalog/admin/widget.html",
                      .data = [&service](const Request& request) { return admin_pages::widget(request, service); },
                      .permission = "catalog.products.view",
                      .position = 50});

        host.events().after<shop::StockChanged>("catalog.note_stock", [&service](const shop::StockChanged& event) {
            return service.note_stock(event.variant, event.available);
        });

        add_commands(host, service);
    }

    void stop() override { service_.reset(); }

private:
    std::unique_ptr<CatalogService> service_;
};

} // namespace
} // namespace hurtrock::catalog

HURTROCK_PLUGIN(hurtrock::catalog::CatalogPlugin)
