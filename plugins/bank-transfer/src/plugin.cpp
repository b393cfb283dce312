#include "provider.hpp"

#include <memory>

namespace hurtrock::bank_transfer
{

class BankTransferPlugin final : public Plugin
{
    void start(Host& host) override
    {
        using namespace std::chrono_literals;
        provider_ = std::make_unique<TransferProvider>(host);
        host.services().provide<shop::PaymentProvider>(*provider_, "transfer");
        host.jobs().every(6h, "bank_transfer.free_old", [this] { return provider_->free_old(); });
    }

    std::unique_ptr<TransferProvider> provider_;
};

} // namespace hurtrock::bank_transfer

HURTROCK_PLUGIN(hurtrock::bank_transfer::BankTransferPlugin)
