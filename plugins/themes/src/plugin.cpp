#include "admin_pages.hpp"

namespace hurtrock::themes {

class ThemesPlugin final : public Plugin {
    void start(Host& host) override
    {
        pages_ = std::make_unique<AdminPages>(host);
        const RouteOptions edit{.access = Access::staff, .permission = "themes.theme.edit"};
        auto& routes = host.routes();
        routes.get("/admin/themes", [this](const Request& request) { return pages_->list(request); }, edit);
        routes.post("/admin/themes/{id}/use", [this](const Request& request) { return pages_->use(request); }, edit);
        routes.get("/admin/themes/{id}/settings", [this](const Request& request) { return pages_->edit(request); }, edit);
        routes.post("/admin/themes/{id}/settings", [this](const Request& request) { return pages_->save(request); }, edit);
        host.admin().menu({.label = "Themes",
                           .path = "/admin/themes",
                           .icon = "sliders",
                           .group = "Shop",
                           .permission = "themes.theme.edit",
                           .position = 60});
    }

    std::unique_ptr<AdminPages> pages_;
};

} // namespace hurtrock::themes

HURTROCK_PLUGIN(hurtrock::themes::ThemesPlugin)
