#include "desk_actions.hpp"

#include "repository.hpp"

#include <algorithm>
#include <charconv>

namespace hurtrock::orders
{
namespace
{

constexpr std::int64_t amount_max = 1'000'000'000'000;
constexpr std::size_t bulk_max = 100;

/// Who did it, for histories; the route asked for a member of staff.
std::string actor_of(const Request& request)
{
    const auto& user = *request.visitor().user();
    return user.name.empty() ? user.email : user.name;
}

int number_of(const Request& request)
{
    int number = 0;
    const auto digits = request.path("number");
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
}

template <class T> Result<Done> dropped(const Result<T>& outcome)
{
    return outcome ? Result<Done>{Done{}} : Result<Done>{outcome.problem()};
}

} // namespace

Result<Done> DeskActions::run(const Request& request, const Order& order, const char* action, const Value& after,
                              const Act& act)
{
    return host_.database().transaction(action, [&](Transaction& tx) -> Result<Done> {
        auto outcome = act(tx);
        if (outcome)
            host_.admin().audit(tx, request, action, "order " + order.number,
                                {{"state", shop::name_of(order.state())}}, after);
        return outcome;
    });
}

Response DeskActions::done(const Request& request, const Order& order, const char* action, const Value& after,
                           std::string_view sentence, const Act& act)
{
    const auto outcome = run(request, order, action, after, act);
    const auto back = "/admin/orders/" + order.public_id;
    if (!outcome)
        return redirect(back).flash(FlashKind::error,
                                    request.translate(outcome.problem().code, outcome.problem().arguments));
    return redirect(back).flash(FlashKind::success, request.translate(sentence, {{"number", order.number}}));
}

/// The form's fields PREFIX_LINE, for lines that have one.
std::vector<shop::ParcelLine> DeskActions::quantities(FormReader& form, const Order& order, std::string_view prefix)
{
    std::vector<shop::ParcelLine> lines;
    const auto typed = form.echo();
    for (const auto& line : repository::lines(host_.database(), order.id)) {
        const auto field = std::string{prefix} + "_" + std::to_string(line.id);
        if (!typed.has(field)) continue;
        lines.push_back({line.id, form.integer(field, {.required = false, .max = 99})});
    }
    return lines;
}

Response DeskActions::ship(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    const Shipment shipment{form.text("courier", {.length_max = 60}),
                            form.text("tracking_number", {.required = !order->pickup, .length_max = 60})};
    const auto lines = quantities(form, *order, "ship");
    if (!form.ok()) return pages_.show_with(request, *order, form.echo(), form.errors(), 422);
    return done(request, *order, "orders.ship",
                {{"courier", shipment.courier}, {"tracking_number", shipment.tracking_number}},
                "Order %(number)s is on its way.", [&](Transaction& tx) -> Result<Done> {
                    if (lines.empty())
                        return dropped(sending_.quick_ship(tx, order->public_id, shipment, actor_of(request)));
                    const auto packed = sending_.pack(tx, order->public_id, lines, actor_of(request));
                    if (!packed) return packed.problem();
                    return sending_.ship(tx, order->public_id, *packed, shipment, actor_of(request));
                });
}

Response DeskActions::pack(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    const auto lines = quantities(form, *order, "ship");
    if (!form.ok()) return pages_.show_with(request, *order, form.echo(), form.errors(), 422);
    return done(request, *order, "orders.pack", {}, "A parcel of order %(number)s is packed.", [&](Transaction& tx) {
        return dropped(sending_.pack(tx, order->public_id, lines, actor_of(request)));
    });
}

Response DeskActions::parcel(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    const auto action = form.choice("action", {"ship", "deliver", "lose", "come_back", "unpack"});
    const bool ships = action == "ship";
    const Shipment shipment{form.text("courier", {.length_max = 60}),
                            form.text("tracking_number", {.required = ships && !order->pickup, .length_max = 60})};
    const auto reason = form.text("reason", {.length_max = 200});
    if (!form.ok()) return pages_.show_with(request, *order, form.echo(), form.errors(), 422);

    const auto actor = actor_of(request);
    const auto number = number_of(request);
    return done(request, *order, "orders.parcel", {{"parcel", number}, {"action", action}},
                "The parcel of order %(number)s is up to date.", [&](Transaction& tx) -> Result<Done> {
                    if (ships) return sending_.ship(tx, order->public_id, number, shipment, actor);
                    if (action == "deliver") return sending_.deliver(tx, order->public_id, number, actor);
                    if (action == "unpack") return sending_.unpack(tx, order->public_id, number, actor);
                    const auto event = action == "lose" ? ParcelEvent::lose : ParcelEvent::come_back;
                    return sending_.fail(tx, order->public_id, number, event, {actor, reason});
                });
}

Response DeskActions::deliver(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    return done(request, *order, "orders.deliver", {{"state", "delivered"}}, "Order %(number)s is delivered.",
                [&](Transaction& tx) { return sending_.deliver(tx, order->public_id, 0, actor_of(request)); });
}

Response DeskActions::cancel(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    const auto reason = form.text("reason", {.required = true, .length_max = 200});
    if (!form.ok()) return pages_.show_with(request, *order, form.echo(), form.errors(), 422);
    return done(request, *order, "orders.cancel", {{"state", "cancelled"}, {"reason", reason}},
                "Order %(number)s is cancelled.", [&](Transaction& tx) {
                    return orders_.cancel(tx, order->public_id, reason, actor_of(request));
                });
}

Response DeskActions::edit(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    Edit wanted;
    wanted.revision = form.integer("revision");
    wanted.quantities = quantities(form, *order, "quantity");
    wanted.add_sku = form.text("add_sku", {.length_max = 64});
    wanted.add_quantity = form.integer("add_quantity", {.required = false, .min = 1, .max = 99, .fallback = 1});
    const auto reason = form.text("edit_reason", {.required = true, .length_max = 200});
    if (!form.ok()) return pages_.show_with(request, *order, form.echo(), form.errors(), 422);
    return done(request, *order, "orders.edit", {{"reason", reason}}, "Order %(number)s is changed.",
                [&](Transaction& tx) {
                    return dropped(editing_.apply(tx, order->public_id, wanted, {actor_of(request), reason}));
                });
}

Response DeskActions::note(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    const auto text = form.text("text", {.required = true, .length_max = 1000, .multiline = true});
    const bool customer_sees = form.checkbox("customer_sees");
    if (!form.ok()) return pages_.show_with(request, *order, form.echo(), form.errors(), 422);
    return done(request, *order, "orders.note", {{"customer_sees", customer_sees}}, "The note is kept.",
                [&](Transaction& tx) -> Result<Done> {
                    repository::add_note(tx, order->id, text, customer_sees, actor_of(request), host_.clock().now());
                    if (!customer_sees) return Done{};
                    return tx.raise(event_of<shop::OrderNoted>(*order, 0, text));
                });
}

Response DeskActions::refund(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    const Money goods{form.integer("refund_amount", {.required = false, .max = amount_max})};
    const Money shipping{form.integer("refund_shipping", {.required = false, .max = amount_max})};
    const auto reason = form.text("refund_reason", {.required = true, .length_max = 200});
    if (!form.ok()) return pages_.show_with(request, *order, form.echo(), form.errors(), 422);
    return done(request, *order, "orders.refund", {{"amount", (goods + shipping).to_value()}, {"reason", reason}},
                "The refund for order %(number)s is asked for.", [&](Transaction& tx) {
                    return returning_.refund(tx, order->public_id, goods, shipping, {actor_of(request), reason});
                });
}

Response DeskActions::add_return(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    ReturnRequest wanted{quantities(form, *order, "return"),
                         form.choice("return_reason", {return_reasons.begin(), return_reasons.end()}),
                         form.text("return_note", {.length_max = 1000, .multiline = true})};
    if (!form.ok()) return pages_.show_with(request, *order, form.echo(), form.errors(), 422);
    const auto actor = actor_of(request);
    return done(request, *order, "orders.return", {}, "The return of order %(number)s is open.",
                [&](Transaction& tx) -> Result<Done> {
                    const auto number = returning_.request(tx, order->public_id, wanted, actor, true);
                    if (!number) return number.problem();
                    return returning_.approve(tx, order->public_id, *number, {actor});
                });
}

Response DeskActions::answer_return(const Request& request)
{
    const auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    FormReader form{request};
    const auto action = form.choice("action", {"approve", "refuse", "receive", "close"});
    const auto answer = form.text("answer", {.required = action == "refuse", .length_max = 500});
    const Money shipping{form.integer("shipping", {.required = false, .max = amount_max})};
    std::unordered_set<std::int64_t> restocked;
    for (const auto& line : repository::lines(host_.database(), order->id))
        if (form.checkbox("restock_" + std::to_string(line.id))) restocked.insert(line.id);
    if (!form.ok()) return pages_.show_with(request, *order, form.echo(), form.errors(), 422);
    if (action == "close" && !request.visitor().can("orders.orders.refund")) return problem({.code = "core.forbidden", .status = 403});

    const auto actor = actor_of(request);
    const auto number = number_of(request);
    const Why why{actor, answer};
    return done(request, *order, "orders.answer_return", {{"return", number}, {"action", action}},
                "The return of order %(number)s is up to date.", [&](Transaction& tx) -> Result<Done> {
                    if (action == "approve") return returning_.approve(tx, order->public_id, number, why);
                    if (action == "receive") return returning_.receive(tx, order->public_id, number, restocked, why);
                    if (action == "close")
                        return returning_.refund_return(tx, order->public_id, number, shipping,
                                                        {actor, answer.empty() ? "orders.returned" : answer});
                    return returning_.turn_down(tx, order->public_id, number, ReturnEvent::refuse, why);
                });
}

/// The ticked ones; for shipping also those that somebody typed a tracking number for.
std::vector<std::string> DeskActions::chosen_orders(const Request& request, bool shipping)
{
    constexpr std::string_view tracking = "tracking_";
    std::vector<std::string> chosen;
    for (const auto& [name, value] : request.form()) {
        const bool typed = shipping && name.starts_with(tracking) && !value.empty();
        if (!typed && name != "order") continue;
        auto id = typed ? name.substr(tracking.size()) : value;
        if (chosen.size() < bulk_max && std::find(chosen.begin(), chosen.end(), id) == chosen.end())
            chosen.push_back(std::move(id));
    }
    return chosen;
}

Response DeskActions::bulk(const Request& request)
{
    FormReader form{request};
    const std::string only{request.form("only").value_or("")};
    const auto action = only.empty() ? form.choice("action", {"pack", "ship"}) : std::string{"ship"};
    const auto chosen = only.empty() ? chosen_orders(request, action == "ship") : std::vector{only};
    if (!form.ok() || chosen.empty())
        return redirect("/admin/orders").flash(FlashKind::warning, request.translate("orders.bulk_none"));

    std::string failed;
    std::int64_t count = 0;
    for (const auto& order : repository::find_all(host_.database(), chosen)) {
        const auto tracking = form.text("tracking_" + order.public_id, {.length_max = 60});
        const auto outcome = run(request, order, "orders.bulk", {{"action", action}},
                                 [&](Transaction& tx) -> Result<Done> {
                                     if (action == "pack")
                                         return dropped(sending_.pack(tx, order.public_id, {}, actor_of(request)));
                                     if (tracking.empty() && !order.pickup)
                                         return refused("orders.no_tracking", order);
                                     return dropped(sending_.quick_ship(tx, order.public_id,
                                                                        {order.shipping_name, tracking},
                                                                        actor_of(request)));
                                 });
        if (outcome)
            ++count;
        else
            failed += (failed.empty() ? "" : " ") + order.number + ": " +
                      request.translate(outcome.problem().code, outcome.problem().arguments);
    }
    auto answer = redirect("/admin/orders");
    if (!failed.empty()) answer = std::move(answer).flash(FlashKind::error, failed);
    if (count > 0)
        answer = std::move(answer).flash(FlashKind::success,
                                         request.translate("%(count)s orders are done.", {{"count", count}}));
    return answer;
}

} // namespace hurtrock::orders
