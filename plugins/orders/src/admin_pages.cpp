#include "admin_pages.hpp"

#include "listing_repository.hpp"
#include "presenting.hpp"
#include "repository.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/pagination.hpp>

namespace hurtrock::orders
{
namespace
{

constexpr std::int64_t page_size = 30;
constexpr std::int64_t recent_rows = 6;

std::string path_of(const Order& order)
{
    return "/admin/orders/" + order.public_id;
}

/// Who did it, for histories; the route asked for a member of staff.
std::string actor_of(const Request& request)
{
    const auto& user = *request.visitor().user();
    return user.name.empty() ? user.email : user.name;
}

} // namespace

Value AdminPages::row(const Request& request, const OrderRow& row)
{
    const auto& order = row.order;
    auto view = to_row(host_, Audience::of(request), row);
    view.set("url", request.url_for(path_of(order)));
    view.set("ship_url", request.url_for(path_of(order) + "/ship"));
    view.set("customer", order.customer_name);
    view.set("email", order.email);
    view.set("shipping", order.shipping_name);
    view.set("pickup", order.pickup);
    view.set("can_ship", order.state == OrderState::paid && request.visitor().can("orders.orders.ship"));
    return view;
}

Response AdminPages::list(const Request& request)
{
    const auto slice = Slice::of(request, page_size);
    const listing::Filter filter{state_named(request.query("state").value_or("")),
                                 std::string{request.query("q").value_or("")}};
    const auto found = listing::all(host_.database(), filter, slice.limit, slice.offset());
    auto rows = Value::list();
    for (const auto& entry : found.rows)
        rows.push(row(request, entry));

    auto states = Value::list();
    for (const auto state : all_states) {
        Order example;
        example.state = state;
        auto option = status_of(Audience::of(request), example);
        option.set("selected", filter.state == state);
        states.push(std::move(option));
    }
    return page("orders/admin/list.html", {{"rows", std::move(rows)},
                                           {"states", std::move(states)},
                                           {"query", filter.text},
                                           {"total", found.total},
                                           {"pagination", slice.links(request, found.total)}});
}

Response AdminPages::show(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    return order ? show_with(request, *order, Value::map(), Value::map(), 200) : not_found();
}

Response AdminPages::show_with(const Request& request, const Order& found, const Value& values, const Value& errors,
                               int status)
{
    auto order = found;
    order.lines = repository::lines(host_.database(), order.id);
    const auto payment = payments_->of_order(host_.database(), order.public_id);
    const auto audience = Audience::of(request);

    auto history = Value::list();
    for (const auto& entry : repository::history(host_.database(), order.id)) {
        Order then;
        then.state = state_named(entry.to_state).value_or(order.state);
        then.pickup = order.pickup;
        history.push({{"at", to_rfc3339(entry.at)},
                      {"status", status_of(audience, then)},
                      {"actor", entry.actor},
                      {"reason", entry.reason.empty() ? "" : request.translate(entry.reason)}});
    }
    const auto& visitor = request.visitor();
    const bool can_cancel = next(order.state, OrderEventKind::cancel).has_value();
    return page("orders/admin/show.html",
                {{"order", to_view(host_, audience, order, payment ? &*payment : nullptr)},
                 {"phone", order.phone},
                 {"shop_url", request.url_for("/orders/" + order.public_id)},
                 {"url", request.url_for(path_of(order))},
                 {"payment_url", payment ? Value{request.url_for("/admin/payments/" + payment->attempt_id)} : Value{}},
                 {"history", std::move(history)},
                 {"can_confirm", order.state == OrderState::placed && visitor.can("payments.transfers.confirm")},
                 {"can_ship", order.state == OrderState::paid && visitor.can("orders.orders.ship")},
                 {"can_deliver", order.state == OrderState::shipped && visitor.can("orders.orders.ship")},
                 {"can_cancel", can_cancel && visitor.can("orders.orders.cancel")},
                 {"is_paid", order.state == OrderState::paid},
                 {"values", values},
                 {"errors", errors}})
        .status(status);
}

/// Back to where the form was: the list's quick ship, or the order.
Response AdminPages::moved(const Request& request, const Order& order, const Result<Done>& outcome,
                           std::string_view done)
{
    const auto back = request.form("back") == "list" ? std::string{"/admin/orders?state=paid"} : path_of(order);
    if (!outcome)
        return redirect(back).flash(FlashKind::error,
                                    request.translate(outcome.problem().code, outcome.problem().arguments));
    return redirect(back).flash(FlashKind::success, request.translate(done, {{"number", order.number}}));
}

Response AdminPages::ship(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    const Shipment shipment{form.text("courier", {.length_max = 60}),
                            form.text("tracking_number", {.required = !order->pickup, .length_max = 60})};
    if (!form.ok()) return show_with(request, *order, form.echo(), form.errors(), 422);

    const auto shipped = host_.database().transaction("orders.ship", [&](Transaction& tx) -> Result<Done> {
        auto outcome = orders_.ship(tx, order->public_id, shipment, actor_of(request));
        if (outcome)
            host_.admin().audit(
                tx, request, "orders.ship", "order " + order->number, {{"state", shop::name_of(order->state)}},
                {{"state", "shipped"}, {"courier", shipment.courier}, {"tracking_number", shipment.tracking_number}});
        return outcome;
    });
    return moved(request, *order, shipped, "Order %(number)s is on its way.");
}

Response AdminPages::deliver(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    const auto delivered = host_.database().transaction("orders.deliver", [&](Transaction& tx) -> Result<Done> {
        auto outcome = orders_.deliver(tx, order->public_id, actor_of(request));
        if (outcome)
            host_.admin().audit(tx, request, "orders.deliver", "order " + order->number,
                                {{"state", shop::name_of(order->state)}}, {{"state", "delivered"}});
        return outcome;
    });
    return moved(request, *order, delivered, "Order %(number)s is delivered.");
}

Response AdminPages::cancel(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    const auto reason = form.text("reason", {.required = true, .length_max = 200});
    if (!form.ok()) return show_with(request, *order, form.echo(), form.errors(), 422);

    const auto cancelled = host_.database().transaction("orders.cancel", [&](Transaction& tx) -> Result<Done> {
        auto outcome = orders_.cancel(tx, order->public_id, reason, actor_of(request), false);
        if (outcome)
            host_.admin().audit(tx, request, "orders.cancel", "order " + order->number,
                                {{"state", shop::name_of(order->state)}}, {{"state", "cancelled"}, {"reason", reason}});
        return outcome;
    });
    return moved(request, *order, cancelled, "Order %(number)s is cancelled.");
}

std::int64_t AdminPages::to_ship()
{
    return listing::count(host_.database(), OrderState::paid);
}

Value AdminPages::recent(const Request& request)
{
    auto rows = Value::list();
    for (const auto& entry : listing::all(host_.database(), {}, recent_rows, 0).rows)
        rows.push(row(request, entry));
    return {{"rows", std::move(rows)}, {"url", request.url_for("/admin/orders")}};
}

void AdminPages::add_widgets()
{
    const auto figure = [this](const char* id, const char* label, int position,
                               std::function<Value(const Request&)> data) {
        host_.admin().widget({.id = id,
                              .template_name = "orders/admin/figure.html",
                              .data =
                                  [label, data = std::move(data)](const Request& request) {
                                      auto values = data(request);
                                      values.set("label", request.translate(label));
                                      return values;
                                  },
                              .permission = "orders.orders.view",
                              .position = position});
    };
    const auto sales = [this](listing::Period period) {
        return [this, period](const Request& request) -> Value {
            const auto sum = listing::sales(host_.database(), period, host_.clock().now());
            return {{"value", sum.amount.text()},
                    {"note", request.translate("%(count)s paid orders", {{"count", sum.orders}})},
                    {"url", request.url_for("/admin/orders")}};
        };
    };
    figure("orders.sales_today", "Sales today", 10, sales(listing::Period::day));
    figure("orders.sales_month", "Sales this month", 20, sales(listing::Period::month));
    figure("orders.count", "Orders", 30, [this](const Request& request) -> Value {
        const auto waiting = listing::count(host_.database(), OrderState::placed);
        return {{"value", std::to_string(listing::count_all(host_.database()))},
                {"note", request.translate("%(count)s waiting for payment", {{"count", waiting}})},
                {"url", request.url_for("/admin/orders")}};
    });
    figure("orders.to_ship", "To ship", 40, [this](const Request& request) -> Value {
        return {{"value", std::to_string(to_ship())},
                {"note", ""},
                {"url", request.url_for("/admin/orders") + "?state=paid"}};
    });
    host_.admin().widget({.id = "orders.recent",
                          .template_name = "orders/admin/recent.html",
                          .data = [this](const Request& request) { return recent(request); },
                          .permission = "orders.orders.view",
                          .position = 50,
                          .width = 2});
}

} // namespace hurtrock::orders
