#include "connection.hpp"
#include "provider.hpp"

namespace hurtrock::stripe {

class StripePlugin final : public Plugin {
    void start(Host& host) override
    {
        provider_ = std::make_unique<StripeProvider>(host);
        connection_ = std::make_unique<Connection>(host);
        host.services().provide<shop::PaymentProvider>(*provider_, "stripe");
        host.slots().fill(
            "admin.settings", "stripe/admin/connection.html",
            [this](const Request& request, const Value& context) { return connection_->panel(request, context); });
        host.routes().post("/admin/stripe/check",
                           [this](const Request& request) { return connection_->check(request); },
                           {.access = Access::staff,
                            .permission = "stripe.settings.edit",
                            .rate_per_minute = 20,
                            .pool = Pool::outbound});
    }

    std::unique_ptr<StripeProvider> provider_;
    std::unique_ptr<Connection> connection_;
};

} // namespace hurtrock::stripe

HURTROCK_PLUGIN(hurtrock::stripe::StripePlugin)
