#include "provider.hpp"

namespace hurtrock::sample_gateway {

class SampleGatewayPlugin final : public Plugin {
    void start(Host& host) override
    {
        provider_ = std::make_unique<SampleGatewayProvider>(host);
        host.services().provide<shop::PaymentProvider>(*provider_, "sample-gateway");
    }

    std::unique_ptr<SampleGatewayProvider> provider_;
};

} // namespace hurtrock::sample_gateway

HURTROCK_PLUGIN(hurtrock::sample_gateway::SampleGatewayPlugin)
