#include "admin_pages.hpp"

#include <memory>

namespace hurtrock::payments
{

class PaymentsPlugin final : public Plugin
{
    void start(Host& host) override
    {
        using namespace std::chrono_literals;
        service_ = std::make_unique<PaymentsService>(host);
        pages_ = std::make_unique<AdminPages>(host, *service_);
        host.services().provide<shop::Payments>(*service_);

        const RouteOptions confirm{.access = Access::staff, .permission = "payments.transfers.confirm"};
        host.routes().get(
            "/admin/payments", [this](const Request& request) { return pages_->list(request); }, confirm);
        host.routes().get(
            "/admin/payments/{attempt}", [this](const Request& request) { return pages_->show(request); }, confirm);
        host.routes().post(
            "/admin/payments/{attempt}/receipt", [this](const Request& request) { return pages_->receive(request); },
            confirm);
        host.routes().post(
            "/admin/payments/{attempt}/refunded", [this](const Request& request) { return pages_->sent_back(request); },
            confirm);
        host.admin().menu({.label = "Payments",
                           .path = "/admin/payments",
                           .icon = "money-bill-wave",
                           .group = "Sell",
                           .permission = "payments.transfers.confirm",
                           .position = 20,
                           .count = [this](const Request&) { return pages_->waiting(); }});

        host.slots().fill("layout.payments", "payments/methods.html", [this](const Request& request, const Value&) {
            auto titles = Value::list();
            for (const auto& method : service_->methods(request.locale()))
                titles.push(method.title);
            return titles.empty() ? Value{} : Value{{"titles", titles}};
        });
        host.jobs().every(1min, "payments.expire", [this] { return service_->expire_overdue(); });
    }

    std::unique_ptr<PaymentsService> service_;
    std::unique_ptr<AdminPages> pages_;
};

} // namespace hurtrock::payments

HURTROCK_PLUGIN(hurtrock::payments::PaymentsPlugin)
