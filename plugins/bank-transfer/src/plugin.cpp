#include "proof_pages.hpp"
#include "provider.hpp"
#include "statement_pages.hpp"

#include <memory>

namespace hurtrock::bank_transfer {
namespace {

/// A proof of 4 MB and the form around it.
constexpr std::size_t upload_bytes_max = (4 << 20) + (64 << 10);

} // namespace

class BankTransferPlugin final : public Plugin {
    void start(Host& host) override
    {
        using namespace std::chrono_literals;
        provider_ = std::make_unique<TransferProvider>(host);
        proofs_ = std::make_unique<ProofPages>(host);
        statements_ = std::make_unique<StatementPages>(host);
        host.services().provide<shop::PaymentProvider>(*provider_, "transfer");
        host.jobs().every(6h, "bank_transfer.free_old", [this] { return provider_->free_old(); });
        register_proofs(host);
        register_statements(host);
    }

    void register_proofs(Host& host)
    {
        host.routes().post("/orders/{public_id}/proof",
                           [this](const Request& request) { return proofs_->send(request); },
                           {.body_bytes_max = upload_bytes_max, .rate_per_minute = 20});
        host.routes().get("/orders/{public_id}/proof/{proof}",
                          [this](const Request& request) { return proofs_->look(request); });
        host.routes().get("/admin/transfers/proofs/{proof}",
                          [this](const Request& request) { return proofs_->look_as_staff(request); },
                          {.access = Access::staff, .permission = "bank-transfer.statements.match"});
        host.slots().fill(
            "order.payment", "bank-transfer/proof.html",
            [this](const Request& request, const Value& context) { return proofs_->for_order(request, context); });
        host.slots().fill(
            "admin.payment", "bank-transfer/admin/proofs.html",
            [this](const Request& request, const Value& context) { return proofs_->for_staff(request, context); });
    }

    void register_statements(Host& host)
    {
        const RouteOptions match{.access = Access::staff, .permission = "bank-transfer.statements.match"};
        host.routes().get(
            "/admin/transfers", [this](const Request& request) { return statements_->show(request); }, match);
        host.routes().post(
            "/admin/transfers", [this](const Request& request) { return statements_->propose(request); }, match);
        host.routes().post(
            "/admin/transfers/take", [this](const Request& request) { return statements_->take(request); }, match);
        host.admin().menu({.label = "Bank statement",
                           .path = "/admin/transfers",
                           .icon = "building-columns",
                           .group = "Sell",
                           .permission = "bank-transfer.statements.match",
                           .position = 21});
    }

    std::unique_ptr<TransferProvider> provider_;
    std::unique_ptr<ProofPages> proofs_;
    std::unique_ptr<StatementPages> statements_;
};

} // namespace hurtrock::bank_transfer

HURTROCK_PLUGIN(hurtrock::bank_transfer::BankTransferPlugin)
