#include "provider.hpp"

namespace hurtrock::sample_courier {

class SampleCourierPlugin final : public Plugin {
    void start(Host& host) override
    {
        provider_ = std::make_unique<SampleCourierProvider>(host);
        host.services().provide<shop::ShippingProvider>(*provider_, "sample-courier");
    }

    std::unique_ptr<SampleCourierProvider> provider_;
};

} // namespace hurtrock::sample_courier

HURTROCK_PLUGIN(hurtrock::sample_courier::SampleCourierPlugin)
