#include "admin_pages.hpp"
#include "payment_window.hpp"
#include "provider.hpp"

namespace hurtrock::midtrans {

class MidtransPlugin final : public Plugin {
    void start(Host& host) override
    {
        provider_ = std::make_unique<MidtransProvider>(host);
        pages_ = std::make_unique<AdminPages>(host);
        window_ = std::make_unique<PaymentWindow>(host);
        host.services().provide<shop::PaymentProvider>(*provider_, "midtrans");
        host.routes().post("/admin/midtrans/test", [this](const Request& request) { return pages_->test(request); },
                           {.access = Access::staff,
                            .permission = "midtrans.connection.test",
                            .rate_per_minute = 20,
                            .pool = Pool::outbound});
        host.slots().fill(
            "admin.settings", "midtrans/admin/below_settings.html",
            [this](const Request& request, const Value& context) { return pages_->below_settings(request, context); });
        host.slots().fill(
            "order.payment", "midtrans/window.html",
            [this](const Request& request, const Value& context) { return window_->on_order_page(request, context); });
    }

    std::unique_ptr<MidtransProvider> provider_;
    std::unique_ptr<AdminPages> pages_;
    std::unique_ptr<PaymentWindow> window_;
};

} // namespace hurtrock::midtrans

HURTROCK_PLUGIN(hurtrock::midtrans::MidtransPlugin)
