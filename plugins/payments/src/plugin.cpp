#include "admin_pages.hpp"

#include <hurtrock/barcodes.hpp>

#include <memory>

namespace hurtrock::payments {
namespace {

/// A gateway's webhooks are a few kilobytes.
constexpr std::size_t webhook_bytes_max = 256 << 10;

/// The path of a full address of this shop, without the language, which redirect() puts back.
std::string path_in(std::string_view url)
{
    const auto host = url.find("://");
    const auto path = url.find('/', host == std::string_view::npos ? 0 : host + 3);
    auto found = path == std::string_view::npos ? std::string_view{"/"} : url.substr(path);
    if (found.starts_with("/en/")) found.remove_prefix(3);
    return std::string{found};
}

} // namespace

class PaymentsPlugin final : public Plugin {
    void start(Host& host) override
    {
        parts_ = std::make_unique<Parts>(host);
        host.services().provide<shop::Payments>(parts_->service);
        register_pages(host);
        register_admin(host);
        register_jobs(host);
        host.commands().add(
            {.name = "webhook replay",
             .summary = "Apply a received webhook again",
             .usage = "PROVIDER [N]   N counts from the first received; without it the newest are listed",
             .run = [this](std::span<const std::string> arguments, Terminal& terminal) {
                 return parts_->webhooks.replay(arguments, terminal);
             }});
    }

    void register_pages(Host& host)
    {
        host.routes().post("/webhooks/{provider}",
                           [this](const Request& request) { return parts_->webhooks.receive(request); },
                           {.csrf = Csrf::none, .body_bytes_max = webhook_bytes_max, .pool = Pool::outbound});
        host.routes().get("/payments/{attempt}/return",
                          [this, &host](const Request& request) { return come_back(host, request); },
                          {.rate_per_minute = 60, .pool = Pool::outbound});
        host.routes().get("/payments/{attempt}/qr.png",
                          [&host](const Request& request) { return show_qr(host, request); }, {.rate_per_minute = 120});
        host.slots().fill("layout.payments", "payments/methods.html", [this](const Request& request, const Value&) {
            auto titles = Value::list();
            for (const auto& method : parts_->service.methods(request.locale()))
                titles.push(method.title);
            return titles.empty() ? Value{} : Value{{"titles", titles}};
        });
    }

    /// Where a hosted page sends the customer. What the address says is not looked at: the gateway is asked.
    Response come_back(Host& host, const Request& request)
    {
        const auto payment = repository::find(host.database(), request.path("attempt"));
        if (!payment) return not_found();
        parts_->service.refresh(payment->order_public_id);
        return redirect(path_in(payment->return_url));
    }

    /// Who knows the attempt's name, half of it random, may see what is to be paid for it.
    static Response show_qr(Host& host, const Request& request)
    {
        const auto payment = repository::find(host.database(), request.path("attempt"));
        // Also when it is paid by now: the page it stands on may be a moment old.
        if (!payment || payment->instructions["qr_payload"].text().empty()) return not_found();
        auto picture = qr_picture(payment->instructions["qr_payload"].text());
        if (!picture) return not_found();
        return text(std::move(*picture), "image/png").header("Cache-Control", "private, no-store");
    }

    void register_admin(Host& host)
    {
        const RouteOptions confirm{.access = Access::staff, .permission = "payments.transfers.confirm"};
        const RouteOptions give_back{.access = Access::staff, .permission = "payments.refunds.make"};
        auto call_out = confirm;
        call_out.pool = Pool::outbound;
        host.slots().fill(
            "orders.admin.payment", "payments/admin/attempts.html",
            [this](const Request& request, const Value& context) { return parts_->pages.attempts(request, context); });
        auto& routes = host.routes();
        const auto to = [this](Response (AdminPages::*page)(const Request&)) {
            return [this, page](const Request& request) { return (parts_->pages.*page)(request); };
        };
        routes.get("/admin/payments", to(&AdminPages::list), confirm);
        routes.get("/admin/payments/{attempt}", to(&AdminPages::show), confirm);
        routes.post("/admin/payments/{attempt}/receipt", to(&AdminPages::receive), confirm);
        routes.post("/admin/payments/{attempt}/refunded", to(&AdminPages::sent_back), confirm);
        routes.post("/admin/payments/{attempt}/refund", to(&AdminPages::refund), give_back);
        routes.post("/admin/payments/{attempt}/send-owed", to(&AdminPages::send_owed), give_back);
        routes.post("/admin/payments/{attempt}/ask", to(&AdminPages::ask), call_out);
        routes.post("/admin/payments/{attempt}/webhooks/{id:int}", to(&AdminPages::replay), call_out);
        host.admin().menu({.label = "Payments",
                           .path = "/admin/payments",
                           .icon = "money-bill-wave",
                           .group = "Sell",
                           .permission = "payments.transfers.confirm",
                           .position = 20,
                           .count = [this](const Request&) { return parts_->pages.waiting(); }});
    }

    void register_jobs(Host& host)
    {
        using namespace std::chrono_literals;
        host.jobs().handle(attention_job, [this](const Value& payload) { return parts_->receiving.tell(payload); });
        host.jobs().handle(ending_job,
                           [this](const Value& payload) { return parts_->asking.tell_end(payload["attempt"].text()); });
        host.jobs().handle(refund_job,
                           [this](const Value& payload) { return parts_->refunds.ask(payload["key"].text()); });
        host.jobs().every(1min, "payments.expire", [this] { return parts_->service.expire_overdue(); });
        host.jobs().every(20s, "payments.reconcile", [this] { return parts_->asking.reconcile(); });
        host.jobs().every(1min, "payments.webhooks", [this] { return parts_->webhooks.work_unapplied(); });
        host.jobs().every(6h, "payments.forget", [&host] {
            return host.database().transaction("payments.forget", [&](Transaction& tx) -> Result<Done> {
                const auto days = host.settings().integer("log_days");
                repository::forget(tx, host.clock().now() - std::chrono::hours{24 * days});
                return Done{};
            });
        });
    }

    struct Parts {
        explicit Parts(Host& host)
            : gateway{host},
              receiving{host},
              refunds{host, gateway, receiving},
              facts{host, receiving, refunds},
              asking{host, gateway, facts, refunds},
              webhooks{host, gateway, facts},
              service{host, gateway, receiving, refunds, asking},
              pages{host, receiving, refunds, asking, webhooks, gateway}
        {
        }

        Gateway gateway;
        Receiving receiving;
        Refunds refunds;
        FactBook facts;
        Asking asking;
        Webhooks webhooks;
        PaymentsService service;
        AdminPages pages;
    };
    std::unique_ptr<Parts> parts_;
};

} // namespace hurtrock::payments

HURTROCK_PLUGIN(hurtrock::payments::PaymentsPlugin)
