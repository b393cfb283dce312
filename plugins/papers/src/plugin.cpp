#include "pages.hpp"

#include <memory>

namespace hurtrock::papers {

class PapersPlugin final : public Plugin {
    void start(Host& host) override
    {
        papers_ = std::make_unique<PapersService>(host);
        pages_ = std::make_unique<Pages>(host, *papers_);
        add_routes(host.routes());
        add_slots(host.slots());
        add_listeners(host.events());
    }

    void add_routes(Routes& routes)
    {
        // Drawing takes a page's thread for longer than a page does.
        const RouteOptions own{.rate_per_minute = 30};
        const RouteOptions print{.access = Access::staff, .permission = "papers.papers.print"};
        routes.get(
            "/orders/{public_id}/invoice.pdf",
            [this](const Request& request) { return pages_->own(request, Kind::invoice); }, own);
        routes.get(
            "/orders/{public_id}/credit.pdf",
            [this](const Request& request) { return pages_->own(request, Kind::credit); }, own);
        routes.get(
            "/admin/papers/{paper}/{public_id}", [this](const Request& request) { return pages_->one(request); },
            print);
        routes.get(
            "/admin/papers/{public_id}", [this](const Request& request) { return pages_->overview(request); }, print);
        routes.post(
            "/admin/papers/print", [this](const Request& request) { return pages_->many(request); }, print);
    }

    void add_slots(Slots& slots)
    {
        slots.fill("order.side", "papers/links.html", [this](const Request& request, const Value& context) {
            return pages_->customer_links(request, context);
        });
        slots.fill(
            "orders.admin.actions", "papers/admin/action.html",
            [this](const Request& request, const Value& context) { return pages_->admin_actions(request, context); });
        slots.fill("orders.admin.bulk", "papers/admin/bulk.html", [](const Request& request, const Value&) -> Value {
            if (!request.visitor().can("papers.papers.print")) return {};
            return {{"print_url", request.url_for("/admin/papers/print")},
                    {"most", static_cast<std::int64_t>(PapersService::orders_max)}};
        });
    }

    void add_listeners(Events& events)
    {
        // Beside the sale, never in its way: an invoice that could not be issued here is issued a moment later.
        events.during<shop::OrderPaid>(Listening::optional, [this](Transaction& tx, const shop::OrderPaid& paid) {
            return papers_->issue_invoice(tx, paid.public_id);
        });
        events.after<shop::OrderPaid>(
            "papers.invoice", [this](const shop::OrderPaid& paid) { return papers_->ensure_invoice(paid.public_id); });
        events.during<shop::OrderRefunded>(
            Listening::optional, [this](Transaction& tx, const shop::OrderRefunded& refund) {
                return papers_->issue_credit(tx, refund.public_id, refund.of_order, refund.reason);
            });
    }

    std::unique_ptr<PapersService> papers_;
    std::unique_ptr<Pages> pages_;
};

} // namespace hurtrock::papers

HURTROCK_PLUGIN(hurtrock::papers::PapersPlugin)
