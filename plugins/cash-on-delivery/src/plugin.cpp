#include "provider.hpp"

#include <memory>

namespace hurtrock::cash_on_delivery {

class CashOnDeliveryPlugin final : public Plugin {
    void start(Host& host) override
    {
        provider_ = std::make_unique<CashProvider>(host);
        host.services().provide<shop::PaymentProvider>(*provider_, "cod");
    }

    std::unique_ptr<CashProvider> provider_;
};

} // namespace hurtrock::cash_on_delivery

HURTROCK_PLUGIN(hurtrock::cash_on_delivery::CashOnDeliveryPlugin)
