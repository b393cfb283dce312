#include "shop_pages.hpp"

namespace hurtrock::store {

class StorePlugin final : public Plugin {
    void start(Host& host) override
    {
        profile_ = std::make_unique<Profile>(host.settings());
        pages_ = std::make_unique<ShopPages>(host, *profile_);
        host.services().provide<shop::Store>(*profile_);
        host.slots().shared_global("site", [this](std::string_view locale) { return profile_->profile(locale); });
        host.slots().fill("layout.footer", "store/footer.html");

        auto& routes = host.routes();
        routes.get("/", [this](const Request& request) { return pages_->home(request); });
        routes.get("/store", [this](const Request& request) { return pages_->info(request); });
        for (const char* name : {"returns", "terms", "privacy"})
            routes.get("/" + std::string{name}, [this, name](const Request& request) { return pages_->document(request, name); });
        routes.get("/sitemap.xml", [this](const Request& request) { return pages_->sitemap(request); }, {.rate_per_minute = 60});
        routes.get("/robots.txt", [this](const Request& request) { return pages_->robots(request); });

        host.admin().menu({.label = "Store profile",
                           .path = "/admin/plugins/store/settings",
                           .icon = "store",
                           .group = "Shop",
                           .permission = "store.profile.edit",
                           .position = 10});
    }

    std::unique_ptr<Profile> profile_;
    std::unique_ptr<ShopPages> pages_;
};

} // namespace hurtrock::store

HURTROCK_PLUGIN(hurtrock::store::StorePlugin)
