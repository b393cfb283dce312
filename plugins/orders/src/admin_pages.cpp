#include "admin_pages.hpp"

#include "editing.hpp"
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

template <class State> Value options(const Request& request, const std::optional<State>& selected)
{
    auto list = Value::list();
    for (const auto state : Machine<State>::states)
        list.push({{"value", shop::name_of(state)},
                   {"text", status_of(Audience::of(request), state)["text"]},
                   {"selected", selected == state}});
    return list;
}

/// What the customer paid and the order no longer costs is told as what it is: owed.
Value money_of(const Audience& audience, const Order& order)
{
    const bool owed = order.stage == OrderStage::cancelled && !order.received.is_zero() && order.money != MoneyState::refunded;
    if (!owed) return status_of(audience, order.money);
    return {{"code", "owed"}, {"text", audience.text("To be refunded")}, {"tone", "wait"}};
}

/// A day as a date field sends it; anything else is no bound.
std::string day_of(std::string_view typed)
{
    constexpr std::string_view form{"0000-00-00"};
    if (typed.size() != form.size()) return {};
    for (std::size_t i = 0; i < form.size(); ++i)
        if (form[i] == '-' ? typed[i] != '-' : (typed[i] < '0' || typed[i] > '9')) return {};
    const auto number = [&](std::size_t at, std::size_t size) { return std::stoi(std::string{typed.substr(at, size)}); };
    const std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                          std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                          std::chrono::day{static_cast<unsigned>(number(8, 2))}};
    return day.ok() && number(0, 4) >= 2000 ? std::string{typed} : std::string{};
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
    view.set("public_id", order.public_id);
    view.set("money", money_of(Audience::of(request), order));
    view.set("has_return", row.has_return);
    const bool sendable = order.stage == OrderStage::confirmed && order.fulfilment != FulfilmentState::shipped &&
                          order.fulfilment != FulfilmentState::delivered;
    view.set("can_ship", sendable && request.visitor().can("orders.orders.ship"));
    return view;
}

Response AdminPages::list(const Request& request)
{
    const auto slice = Slice::of(request, page_size);
    const auto asked = [&](const char* name) { return request.query(name).value_or(""); };
    const auto show = asked("show") == "to_ship" || asked("show") == "returns" ? asked("show") : "";
    const listing::Filter filter{std::string{show},
                                 state_named(asked("state")),
                                 named<MoneyState>(asked("money")),
                                 named<FulfilmentState>(asked("fulfilment")),
                                 day_of(asked("from")),
                                 day_of(asked("to")),
                                 std::string{asked("q")}};
    const auto found = listing::all(host_.database(), filter, slice.limit, slice.offset());
    auto rows = Value::list();
    for (const auto& entry : found.rows)
        rows.push(row(request, entry));

    auto states = Value::list();
    for (const auto state : all_states) {
        auto option = status_of(Audience::of(request), state);
        option.set("selected", filter.state == state);
        states.push(std::move(option));
    }
    return page("orders/admin/list.html", {{"rows", std::move(rows)},
                                           {"states", std::move(states)},
                                           {"monies", options(request, filter.money)},
                                           {"fulfilments", options(request, filter.fulfilment)},
                                           {"from", filter.from},
                                           {"to", filter.to},
                                           {"query", filter.text},
                                           {"total", found.total},
                                           {"show", filter.show},
                                           {"to_ship", to_ship()},
                                           {"returns", listing::count_returns(host_.database())},
                                           {"can_ship", request.visitor().can("orders.orders.ship")},
                                           {"pagination", slice.links(request, found.total)}});
}

Response AdminPages::show(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    return order ? show_with(request, *order, Value::map(), Value::map(), 200) : not_found();
}

Response AdminPages::show_with(const Request& request, const Order& known, const Value& values, const Value& errors,
                               int status)
{
    auto order = known;
    order.lines = repository::lines(host_.database(), order.id);
    const auto detail = orders_.detail(host_.database(), order.public_id);
    const auto payment = payments_->of_order(host_.database(), order.public_id);
    const auto audience = Audience::of(request);

    auto history = Value::list();
    for (const auto& entry : detail->history)
        history.push({{"at", to_rfc3339(entry.at)},
                      {"text", sentence_of(audience, entry, order.pickup)},
                      {"kind", entry.kind},
                      {"actor", entry.actor},
                      {"reason", entry.reason.empty() ? "" : request.translate(entry.reason)}});
    auto view = to_view(host_, audience, *detail, payment ? &*payment : nullptr);
    auto variables = abilities(request, order);
    variables.set("to_send", lines_to_send(order, view["lines"]));
    variables.set("order", std::move(view));
    variables.set("public_id", order.public_id);
    variables.set("revision", order.revision);
    variables.set("phone", order.phone);
    variables.set("ship_together", order.ship_together);
    variables.set("money", money_of(audience, order));
    variables.set("refundable", detail->payment.refundable.to_value());
    variables.set("shipping_refundable", (order.shipping_paid() - order.shipping_refunded).to_value());
    variables.set("shop_url", request.url_for("/orders/" + order.public_id));
    variables.set("url", request.url_for(path_of(order)));
    variables.set("payment_url",
                  payment ? Value{request.url_for("/admin/payments/" + payment->attempt_id)} : Value{});
    variables.set("history", std::move(history));
    variables.set("return_reasons", return_reasons_of(audience, ""));
    variables.set("values", values);
    variables.set("errors", errors);
    return page("orders/admin/show.html", std::move(variables)).status(status);
}

Value AdminPages::lines_to_send(const Order& order, const Value& lines)
{
    auto units = sending_.sendable(host_.database(), order);
    auto list = Value::list();
    for (const auto& line : lines.items()) {
        auto one = line;
        one.set("sendable", units[line["id"].integer()]);
        list.push(std::move(one));
    }
    return list;
}

/// What this person can do with the order as it stands.
Value AdminPages::abilities(const Request& request, const Order& order)
{
    const auto& visitor = request.visitor();
    const bool ships = visitor.can("orders.orders.ship");
    const bool sending = order.stage == OrderStage::confirmed && order.fulfilment != FulfilmentState::shipped &&
                         order.fulfilment != FulfilmentState::delivered;
    const bool cancels = order.fulfilment == FulfilmentState::unfulfilled &&
                         next(order.stage, StageEvent::cancel).has_value();
    return {{"can_confirm", OrdersService::payable(order) && visitor.can("payments.transfers.confirm")},
            {"can_ship", sending && ships},
            {"can_deliver", ships},
            {"can_return", visitor.can("orders.orders.return")},
            {"can_refund", !order.received.is_zero() && visitor.can("orders.orders.refund")},
            {"can_edit", Editing::editable(order) && visitor.can("orders.orders.edit")},
            {"can_note", visitor.can("orders.orders.edit")},
            {"can_cancel", cancels && visitor.can("orders.orders.cancel")},
            {"is_paid", !order.received.is_zero()}};
}

std::int64_t AdminPages::to_ship()
{
    return listing::count_to_ship(host_.database());
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
                {"url", request.url_for("/admin/orders") + "?show=to_ship"}};
    });
    host_.admin().widget({.id = "orders.recent",
                          .template_name = "orders/admin/recent.html",
                          .data = [this](const Request& request) { return recent(request); },
                          .permission = "orders.orders.view",
                          .position = 50,
                          .width = 2});
}

} // namespace hurtrock::orders
