#include "shop_pages.hpp"

#include "listing_repository.hpp"
#include "presenting.hpp"
#include "repository.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/pagination.hpp>

#include <algorithm>

namespace hurtrock::orders {
namespace {

constexpr std::int64_t page_size = 10;

/// "hr-1042", " 1042" and "HR-1042" are the same number to a person.
std::string order_number(std::string typed)
{
    std::transform(typed.begin(), typed.end(), typed.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::toupper(letter)); });
    return typed.starts_with("HR-") ? typed : "HR-" + typed;
}

} // namespace

Response ShopPages::show(const Request& request)
{
    const std::string public_id{request.path("public_id")};
    const auto order = open(request);
    if (!order) return shut(request);
    const auto payment = payments_->of_order(host_.database(), public_id);
    const bool acts = orders_.may_act(host_.database(), request.visitor(), *order);
    // Whatever ended between placing the order and beginning its payment is made up for, once.
    if (acts && payment && payment->state == shop::PaymentState::opened && OrdersService::payable(*order) &&
        request.query("begun") != "1")
        return redirect("/orders/" + public_id + "/pay");
    const auto detail = orders_.detail(host_.database(), public_id);
    auto view = to_view(host_, Audience::of(request), *detail, payment ? &*payment : nullptr);
    view.set("is_paid", !order->received.is_zero());
    view.set("can_act", acts);
    if (acts) add_acts(request, *order, *detail, payment ? &*payment : nullptr, view);
    return page("orders/order.html", {{"order", std::move(view)}});
}

/// What its customer may do with it.
void ShopPages::add_acts(const Request& request, const Order& order, const shop::OrderDetail& detail,
                         const shop::PaymentView* payment, Value& view)
{
    const auto home = "/orders/" + order.public_id;
    view.set("can_cancel", orders_.customer_may_cancel(order));
    view.set("reorder_url", request.url_for(home + "/again"));
    view.set("pay_url", request.url_for(home + "/pay"));
    view.set("other_methods", other_methods(request, detail, payment));
    const bool returnable = std::any_of(detail.lines.begin(), detail.lines.end(),
                                        [](const auto& line) { return line.returned < line.shipped; });
    if (returnable && returning_.open_until(order)) view.set("return_url", request.url_for(home + "/return"));
}

/// What an unpaid order can be paid with instead.
Value ShopPages::other_methods(const Request& request, const shop::OrderDetail& order, const shop::PaymentView* payment)
{
    auto methods = Value::list();
    const bool unpaid = order.payment.due > Money{} && order.summary.money != MoneyState::promised;
    if (!unpaid) return methods;
    for (const auto& method : payments_->offers(request.locale(), {order.payment.due, order.address, order.pickup})) {
        const bool current = payment && payment->provider == method.provider;
        // What is paid at the door needs a promise for the whole order; a method that must know more needs the
        // checkout.
        const bool asks =
            std::any_of(method.fields.begin(), method.fields.end(), [](const auto& field) { return field.required; });
        const bool fits = method.unavailable.empty() && !asks &&
                          !(method.on_delivery && order.summary.money == MoneyState::partly_paid);
        if (!current && fits) methods.push({{"code", method.provider}, {"name", method.title}, {"icon", method.icon}});
    }
    return methods;
}

Response ShopPages::list(const Request& request)
{
    const auto slice = Slice::of(request, page_size);
    const auto found = listing::of_user(host_.database(), request.visitor().user()->id, slice.limit, slice.offset());
    const auto audience = Audience::of(request);
    auto rows = Value::list();
    for (const auto& row : found.rows)
        rows.push(to_row(host_, audience, row));
    return page("orders/orders.html", {{"orders", std::move(rows)}, {"pagination", slice.links(request, found.total)}});
}

Response ShopPages::pay(const Request& request)
{
    const std::string public_id{request.path("public_id")};
    if (!open_to_act(request)) return shut(request);
    const std::string home = "/orders/" + public_id + "?begun=1";
    const auto chosen = request.form("payment_method").value_or("");
    const auto started = orders_.begin_payment(public_id, chosen);
    if (!started && started.problem().status == 404) return not_found();
    // Nothing was asked for but the order itself, which says how it stands.
    if (!started && chosen.empty() && started.problem().code == "orders.not_payable")
        return redirect("/orders/" + public_id);
    if (!started)
        return redirect(home)
            .flash(FlashKind::warning, request.translate(started.problem().code, started.problem().arguments));
    if (const auto* away = std::get_if<shop::PayByRedirect>(&*started))
        return away->begins_here() ? redirect("/orders/" + public_id + "?pay=1") : redirect_away(away->url);
    if (const auto* declined = std::get_if<shop::PaymentDeclined>(&*started))
        return redirect(home).flash(FlashKind::error, declined->message);
    return redirect("/orders/" + public_id);
}

Response ShopPages::back(const Request& request)
{
    const std::string public_id{request.path("public_id")};
    if (!repository::find(host_.database(), public_id)) return not_found();
    payments_->refresh(public_id);
    return redirect("/orders/" + public_id + "?begun=1");
}

Response ShopPages::cancel(const Request& request)
{
    const std::string public_id{request.path("public_id")};
    const auto order = open_to_act(request);
    if (!order) return shut(request);
    if (!orders_.customer_may_cancel(*order)) {
        const auto problem = refused("orders.cannot_cancel", *order);
        return redirect("/orders/" + public_id)
            .flash(FlashKind::error, request.translate(problem.code, problem.arguments));
    }
    const auto cancelled = host_.database().transaction("orders.cancel", [&](Transaction& tx) {
        return orders_.cancel(tx, public_id, "orders.by_customer", order->customer_name);
    });
    if (!cancelled)
        return redirect("/orders/" + public_id)
            .flash(FlashKind::error, request.translate(cancelled.problem().code, cancelled.problem().arguments));
    return redirect("/orders/" + public_id).flash(FlashKind::info, request.translate("The order is cancelled."));
}

Response ShopPages::track_form(const Request&)
{
    return page("orders/track.html", {{"values", Value::map()}, {"errors", Value::map()}});
}

/// The same answer for a wrong number and a wrong address, so that neither can be found by trying.
Response ShopPages::track(const Request& request)
{
    FormReader form{request};
    const auto number = form.text("number", {.required = true, .length_max = 30});
    const auto email = form.email("email");
    if (form.ok()) {
        if (const auto order = repository::find_by_number(host_.database(), order_number(number), email)) {
            prove(request, *order);
            return redirect("/orders/" + order->public_id);
        }
        form.refuse({.code = "orders.not_found", .field = "form"});
    }
    return page("orders/track.html", {{"values", form.echo()}, {"errors", form.errors()}}).status(422);
}

} // namespace hurtrock::orders
