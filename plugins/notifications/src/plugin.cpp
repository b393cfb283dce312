#include "notifier.hpp"

#include <hurtrock/shop/events.hpp>

#include <memory>

namespace hurtrock::notifications {

class NotificationsPlugin final : public Plugin {
    void start(Host& host) override
    {
        notifier_ = std::make_unique<Notifier>(host);
        host_ = &host;
        listen_to_orders(host.events());
        listen_to_returns(host.events());
        listen_to_money(host.events());
        listen_to_stock(host.events());
        add_jobs(host.jobs());
        host.slots().fill(
            "papers.order", "notifications/admin/log.html",
            [this](const Request& request, const Value& context) { return log(request, context); }, 200);
    }

    Value log(const Request& request, const Value& context)
    {
        if (!request.visitor().can("notifications.log.view")) return {};
        const std::string named{"notifications.kind"};
        auto mails = Value::list();
        for (const auto& mail : repository::sent(host_->database(), context["public_id"].text()))
            mails.push({{"kind", request.translate(named + "." + mail.kind)},
                        {"recipient", mail.recipient},
                        {"at", to_rfc3339(mail.at)}});
        if (mails.empty()) return {};
        return {{"mails", std::move(mails)}};
    }

    void listen_to_orders(Events& events)
    {
        events.during<shop::OrderPlaced>(Listening::optional,
                                         [this](Transaction& tx, const shop::OrderPlaced& event) -> Result<Done> {
                                             notifier_->remind_later(tx, event.public_id);
                                             return Done{};
                                         });
        events.after<shop::OrderPlaced>("notifications.owner_order", [this](const shop::OrderPlaced& event) {
            return notifier_->tell_owner({event.public_id, "owner_order", ""});
        });
        events.after<shop::OrderShipped>("notifications.parcel", [this](const shop::OrderShipped& event) {
            return notifier_->parcel_left(event.public_id, event.part);
        });
        events.after<shop::OrderDelivered>("notifications.delivered", [this](const shop::OrderDelivered& event) {
            return notifier_->tell_customer({event.public_id, "delivered", ""});
        });
        events.after<shop::OrderCancelled>("notifications.owed", [this](const shop::OrderCancelled& event) {
            return notifier_->owed_after_cancelling(event.public_id);
        });
    }

    void listen_to_returns(Events& events)
    {
        events.after<shop::ReturnApproved>("notifications.return_approved", [this](const shop::ReturnApproved& event) {
            return notifier_->about_return("return_approved", event.public_id, event.part);
        });
        events.after<shop::ReturnRefused>("notifications.return_refused", [this](const shop::ReturnRefused& event) {
            return notifier_->about_return("return_refused", event.public_id, event.part);
        });
        events.after<shop::ReturnReceived>("notifications.return_received", [this](const shop::ReturnReceived& event) {
            return notifier_->about_return("return_received", event.public_id, event.part);
        });
    }

    void listen_to_money(Events& events)
    {
        // Two refunds of one amount are two mails: each gets a name of its own with its cause.
        events.during<shop::OrderRefunded>(Listening::optional,
                                           [this](Transaction& tx, const shop::OrderRefunded& event) -> Result<Done> {
                                               host_->jobs().enqueue(tx, "notifications.refunded",
                                                                     {{"order", event.public_id},
                                                                      {"amount", event.amount.to_value()},
                                                                      {"reason", event.reason},
                                                                      {"name", make_public_id()}});
                                               return Done{};
                                           });
        events.after<shop::PaymentFailed>("notifications.payment_failed", [this](const shop::PaymentFailed& event) {
            return notifier_->payment_failed(event.order_public_id, event.attempt_id, event.reason);
        });
    }

    void listen_to_stock(Events& events)
    {
        events.during<shop::StockLow>(Listening::optional,
                                      [this](Transaction& tx, const shop::StockLow& event) -> Result<Done> {
                                          notifier_->note_low(tx, event.variant, event.available, event.minimum);
                                          return Done{};
                                      });
        // The first is told at once; what follows within digest_hours goes into one mail after them.
        events.after<shop::StockLow>("notifications.low",
                                     [this](const shop::StockLow&) { return notifier_->digest(); });
    }

    void add_jobs(Jobs& jobs)
    {
        using namespace std::chrono_literals;
        jobs.handle("notifications.remind",
                    [this](const Value& job) { return notifier_->remind(std::string{job["order"].text()}); });
        jobs.handle("notifications.refunded", [this](const Value& job) {
            return notifier_->tell_customer(
                {std::string{job["order"].text()}, "refunded", std::string{job["name"].text()}},
                {{"amount", job["amount"]}, {"reason", job["reason"]}});
        });
        jobs.every(60s, "notifications.digest", [this] { return notifier_->digest(); });
    }

    Host* host_{nullptr};
    std::unique_ptr<Notifier> notifier_;
};

} // namespace hurtrock::notifications

HURTROCK_PLUGIN(hurtrock::notifications::NotificationsPlugin)
