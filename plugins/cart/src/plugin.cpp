#include "shop_pages.hpp"

#include <memory>

namespace hurtrock::cart {

/// From one address: enough for typing mistakes, too few to guess codes.
constexpr int coupon_tries_per_minute = 60;

class CartPlugin final : public Plugin {
    void start(Host& host) override
    {
        using namespace std::chrono_literals;
        service_ = std::make_unique<CartService>(host);
        pages_ = std::make_unique<ShopPages>(host, *service_);
        host.services().provide<shop::Cart>(*service_);

        host.routes().get("/cart", [this](const Request& request) { return pages_->show(request); });
        host.routes().post("/cart/items", [this](const Request& request) { return pages_->add(request); });
        host.routes().post("/cart/items/{line:int}", [this](const Request& request) { return pages_->set(request); });
        host.routes().post("/cart/items/{line:int}/remove",
                           [this](const Request& request) { return pages_->remove(request); });

        host.routes().post("/cart/items/{line:int}/save",
                           [this](const Request& request) { return pages_->save(request); });
        host.routes().post("/cart/items/{line:int}/restore",
                           [this](const Request& request) { return pages_->restore(request); });
        host.routes().post("/cart/acknowledge",
                           [this](const Request& request) { return pages_->acknowledge(request); });
        host.routes().post("/cart/coupons", [this](const Request& request) { return pages_->apply_coupon(request); },
                           {.rate_per_minute = coupon_tries_per_minute});
        host.routes().post("/cart/coupons/remove",
                           [this](const Request& request) { return pages_->remove_coupon(request); });

        host.slots().fill(
            "layout.actions", "cart/action.html",
            [this](const Request& request, const Value&) { return pages_->header(request); }, 20);

        host.jobs().every(6h, "cart.purge_guests", [this, &host] {
            return host.database().transaction("cart.purge_guests", [this](Transaction& tx) -> Result<Done> {
                service_->purge(tx);
                return Done{};
            });
        });
    }

    std::unique_ptr<CartService> service_;
    std::unique_ptr<ShopPages> pages_;
};

} // namespace hurtrock::cart

HURTROCK_PLUGIN(hurtrock::cart::CartPlugin)
