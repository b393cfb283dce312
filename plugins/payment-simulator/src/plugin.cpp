#include "pages.hpp"

namespace hurtrock::payment_simulator {

class SimulatorPlugin final : public Plugin {
    void start(Host& host) override
    {
        provider_ = std::make_unique<SimulatorProvider>(host);
        pages_ = std::make_unique<Pages>(host);
        host.services().provide<shop::PaymentProvider>(*provider_, "simulator");
        host.routes().get("/simulator/pay/{attempt}", [this](const Request& request) { return pages_->show(request); });
        host.routes().post("/simulator/pay/{attempt}", [this](const Request& request) { return pages_->act(request); });
        host.jobs().handle(deliver_job, [this](const Value& payload) { return pages_->deliver(payload); });
    }

    std::unique_ptr<SimulatorProvider> provider_;
    std::unique_ptr<Pages> pages_;
};

} // namespace hurtrock::payment_simulator

HURTROCK_PLUGIN(hurtrock::payment_simulator::SimulatorPlugin)
