#include "admin_pages.hpp"
#include "checkout_pages.hpp"
#include "desk_actions.hpp"
#include "mailer.hpp"
#include "shop_pages.hpp"

#include <memory>

namespace hurtrock::orders
{

class OrdersPlugin final : public Plugin
{
    void start(Host& host) override
    {
        orders_ = std::make_unique<OrdersService>(host);
        sending_ = std::make_unique<Sending>(host, *orders_);
        returning_ = std::make_unique<Returning>(host);
        editing_ = std::make_unique<Editing>(host);
        checkout_ = std::make_unique<Checkout>(host, *orders_);
        checkout_pages_ = std::make_unique<CheckoutPages>(host, *checkout_);
        shop_pages_ = std::make_unique<ShopPages>(host, *orders_, *returning_);
        admin_pages_ = std::make_unique<AdminPages>(host, *orders_, *sending_);
        desk_ = std::make_unique<DeskActions>(host, *orders_, *sending_, *returning_, *editing_, *admin_pages_);
        mailer_ = std::make_unique<Mailer>(host, *orders_);

        host.services().provide<shop::Orders>(*orders_);
        add_shop_routes(host.routes());
        add_admin_routes(host.routes());
        add_admin(host.admin());
        add_listeners(host.events());
        add_jobs(host.jobs());
    }

    void add_shop_routes(Routes& routes)
    {
        /// Guessing numbers and addresses is made slow.
        constexpr int track_per_minute = 10;
        routes.get("/checkout", [this](const Request& request) { return checkout_pages_->show(request); });
        routes.post("/checkout", [this](const Request& request) { return checkout_pages_->submit(request); });
        routes.get("/orders", [this](const Request& request) { return shop_pages_->list(request); },
                   {.access = Access::customer});
        routes.get("/orders/{public_id}", [this](const Request& request) { return shop_pages_->show(request); });
        // These may begin a payment, and with it ask a gateway; the checkout leads to the first of them.
        const RouteOptions outbound{.pool = Pool::outbound};
        routes.get("/orders/{public_id}/pay", [this](const Request& request) { return shop_pages_->pay(request); },
                   outbound);
        routes.post("/orders/{public_id}/pay", [this](const Request& request) { return shop_pages_->pay(request); },
                    outbound);
        routes.get("/orders/{public_id}/back", [this](const Request& request) { return shop_pages_->back(request); },
                   outbound);
        routes.post("/orders/{public_id}/again",
                    [this](const Request& request) { return shop_pages_->order_again(request); });
        routes.get("/orders/{public_id}/return",
                   [this](const Request& request) { return shop_pages_->return_form(request); });
        routes.post("/orders/{public_id}/return",
                    [this](const Request& request) { return shop_pages_->ask_return(request); });
        routes.post("/orders/{public_id}/returns/{number:int}/withdraw",
                    [this](const Request& request) { return shop_pages_->withdraw_return(request); });
        routes.post("/orders/{public_id}/cancel",
                    [this](const Request& request) { return shop_pages_->cancel(request); });
        routes.get("/track", [this](const Request& request) { return shop_pages_->track_form(request); });
        routes.post("/track", [this](const Request& request) { return shop_pages_->track(request); },
                    {.rate_per_minute = track_per_minute});
    }

    void add_admin_routes(Routes& routes)
    {
        const RouteOptions view{.access = Access::staff, .permission = "orders.orders.view"};
        const RouteOptions ship{.access = Access::staff, .permission = "orders.orders.ship"};
        const RouteOptions cancel{.access = Access::staff, .permission = "orders.orders.cancel"};
        routes.get(
            "/admin/orders", [this](const Request& request) { return admin_pages_->list(request); }, view);
        routes.get(
            "/admin/orders/{public_id}", [this](const Request& request) { return admin_pages_->show(request); }, view);
        using Handling = Response (DeskActions::*)(const Request&);
        const auto act = [&](const char* path, Handling handle, const RouteOptions& options) {
            routes.post(path, [this, handle](const Request& request) { return (*desk_.*handle)(request); }, options);
        };
        const RouteOptions edit{.access = Access::staff, .permission = "orders.orders.edit"};
        const RouteOptions refund{.access = Access::staff, .permission = "orders.orders.refund"};
        const RouteOptions returns{.access = Access::staff, .permission = "orders.orders.return"};
        act("/admin/orders/bulk", &DeskActions::bulk, ship);
        act("/admin/orders/{public_id}/ship", &DeskActions::ship, ship);
        act("/admin/orders/{public_id}/pack", &DeskActions::pack, ship);
        act("/admin/orders/{public_id}/parcels/{number:int}", &DeskActions::parcel, ship);
        act("/admin/orders/{public_id}/deliver", &DeskActions::deliver, ship);
        act("/admin/orders/{public_id}/cancel", &DeskActions::cancel, cancel);
        act("/admin/orders/{public_id}/edit", &DeskActions::edit, edit);
        act("/admin/orders/{public_id}/notes", &DeskActions::note, edit);
        act("/admin/orders/{public_id}/refund", &DeskActions::refund, refund);
        act("/admin/orders/{public_id}/returns", &DeskActions::add_return, returns);
        act("/admin/orders/{public_id}/returns/{number:int}", &DeskActions::answer_return, returns);
    }

    void add_admin(Admin& admin)
    {
        admin.menu({.label = "Orders",
                    .path = "/admin/orders",
                    .icon = "receipt",
                    .group = "Sell",
                    .permission = "orders.orders.view",
                    .position = 10,
                    .count = [this](const Request&) { return admin_pages_->to_ship(); }});
        admin_pages_->add_widgets();
    }

    void add_listeners(Events& events)
    {
        events.during<shop::PaymentCaptured>(
            Listening::required,
            [this](Transaction& tx, const shop::PaymentCaptured& captured) { return orders_->pay(tx, captured); });
        events.during<shop::PaymentPromised>(
            Listening::required,
            [this](Transaction& tx, const shop::PaymentPromised& promised) { return orders_->promise(tx, promised); });
        events.during<shop::PaymentRefunded>(
            Listening::required,
            [this](Transaction& tx, const shop::PaymentRefunded& refund) { return orders_->refunded(tx, refund); });
        events.after<shop::OrderPlaced>("orders.mail_received", [this](const shop::OrderPlaced& event) {
            return mailer_->received(event.public_id);
        });
        events.after<shop::OrderPaid>("orders.mail_paid", [this](const shop::OrderPaid& event) {
            return mailer_->send(event.public_id, "paid");
        });
        events.after<shop::OrderShipped>("orders.mail_shipped", [this](const shop::OrderShipped& event) {
            return mailer_->send(event.public_id, "shipped");
        });
        events.after<shop::OrderCancelled>("orders.mail_cancelled", [this](const shop::OrderCancelled& event) {
            return mailer_->send(event.public_id, "cancelled");
        });
    }

    void add_jobs(Jobs& jobs)
    {
        using namespace std::chrono_literals;
        jobs.every(30s, "orders.expire", [this] { return orders_->expire_due(); });
        jobs.every(1h, "orders.forget_keys", [this] { return orders_->forget_keys(); });
    }

    std::unique_ptr<OrdersService> orders_;
    std::unique_ptr<Sending> sending_;
    std::unique_ptr<Returning> returning_;
    std::unique_ptr<Editing> editing_;
    std::unique_ptr<Checkout> checkout_;
    std::unique_ptr<CheckoutPages> checkout_pages_;
    std::unique_ptr<ShopPages> shop_pages_;
    std::unique_ptr<AdminPages> admin_pages_;
    std::unique_ptr<DeskActions> desk_;
    std::unique_ptr<Mailer> mailer_;
};

} // namespace hurtrock::orders

HURTROCK_PLUGIN(hurtrock::orders::OrdersPlugin)
