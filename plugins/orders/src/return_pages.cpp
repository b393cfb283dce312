/// The customer asks to send something back.
#include "presenting.hpp"
#include "repository.hpp"
#include "shop_pages.hpp"

namespace hurtrock::orders {

Response ShopPages::return_page(const Request& request, const shop::OrderDetail& order, const Value& values,
                                const Value& errors, int status)
{
    const auto audience = Audience::of(request);
    auto view = to_view(host_, audience, order, nullptr);
    auto lines = Value::list();
    for (const auto& line : view["lines"].items()) {
        const auto left = line["shipped"].integer() - line["returned"].integer();
        if (left <= 0) continue;
        auto one = line;
        one.set("left", left);
        lines.push(std::move(one));
    }
    return page("orders/return.html", {{"order", std::move(view)},
                                       {"lines", std::move(lines)},
                                       {"reasons", return_reasons_of(audience, values["reason"].text())},
                                       {"values", values},
                                       {"errors", errors}})
        .status(status);
}

Response ShopPages::return_form(const Request& request)
{
    const auto order = open_to_act(request);
    if (!order) return shut(request);
    if (!returning_.open_until(*order))
        return redirect("/orders/" + order->public_id)
            .flash(FlashKind::info, request.translate("orders.return_too_late", {{"number", order->number}}));
    return return_page(request, *orders_.detail(host_.database(), order->public_id), Value::map(), Value::map(), 200);
}

Response ShopPages::ask_return(const Request& request)
{
    if (!open_to_act(request)) return shut(request);
    const auto detail = orders_.detail(host_.database(), request.path("public_id"));
    FormReader form{request};
    ReturnRequest wanted;
    for (const auto& line : detail->lines) {
        const auto field = "quantity_" + std::to_string(line.id);
        if (!request.form(field)) continue;
        const auto quantity = form.integer(field, {.required = false, .min = 0, .max = line.shipped - line.returned});
        if (quantity > 0) wanted.lines.push_back({line.id, quantity});
    }
    wanted.reason = form.choice("reason", {return_reasons.begin(), return_reasons.end()});
    wanted.note = form.text("note", {.length_max = 1000, .multiline = true});
    if (form.ok() && wanted.lines.empty()) form.refuse({.code = "orders.return_empty", .field = "form"});
    if (!form.ok()) return return_page(request, *detail, form.echo(), form.errors(), 422);

    const auto& head = detail->summary;
    const auto asked = host_.database().transaction("orders.return", [&](Transaction& tx) {
        return returning_.request(tx, head.public_id, wanted, head.customer_name, false);
    });
    if (!asked) {
        auto errors = Value::map();
        errors.set("form", request.translate(asked.problem().code, asked.problem().arguments));
        return return_page(request, *orders_.detail(host_.database(), head.public_id), form.echo(), errors,
                           asked.problem().status);
    }
    return redirect("/orders/" + head.public_id)
        .flash(FlashKind::success, request.translate("We have your return request and answer soon."));
}

Response ShopPages::withdraw_return(const Request& request)
{
    const auto order = open_to_act(request);
    if (!order) return shut(request);
    const auto number = std::stoi(std::string{request.path("number").substr(0, 6)});
    const auto done = host_.database().transaction("orders.withdraw_return", [&](Transaction& tx) {
        return returning_.turn_down(tx, order->public_id, number, ReturnEvent::withdraw, {order->customer_name});
    });
    auto answer = redirect("/orders/" + order->public_id);
    if (!done)
        return std::move(answer).flash(FlashKind::error,
                                       request.translate(done.problem().code, done.problem().arguments));
    return std::move(answer).flash(FlashKind::info, request.translate("The return is withdrawn."));
}

} // namespace hurtrock::orders
