#include "shop_pages.hpp"

#include "listing_repository.hpp"
#include "presenting.hpp"
#include "repository.hpp"

#include <hurtrock/forms.hpp>
#include <hurtrock/pagination.hpp>

#include <algorithm>

namespace hurtrock::orders
{
namespace
{

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
    auto order = repository::find(host_.database(), request.path("public_id"));
    if (!order) return not_found();
    order->lines = repository::lines(host_.database(), order->id);
    auto payment = payments_->of_order(host_.database(), order->public_id);
    // Whatever ended between placing the order and beginning its payment is made up for here.
    if (payment && payment->state == shop::PaymentState::opened && order->state == OrderState::placed) {
        payments_->begin(payment->id);
        payment = payments_->of_order(host_.database(), order->public_id);
    }
    return page("orders/order.html",
                {{"order", to_view(host_, Audience::of(request), *order, payment ? &*payment : nullptr)}});
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
    const auto started = orders_.begin_payment(public_id);
    if (!started && started.problem().status == 404) return not_found();
    if (!started)
        return redirect("/orders/" + public_id)
            .flash(FlashKind::warning, request.translate(started.problem().code, started.problem().arguments));
    if (const auto* away = std::get_if<shop::PayByRedirect>(&*started)) return redirect_away(away->url);
    if (const auto* declined = std::get_if<shop::PaymentDeclined>(&*started))
        return redirect("/orders/" + public_id).flash(FlashKind::error, declined->message);
    return redirect("/orders/" + public_id);
}

Response ShopPages::cancel(const Request& request)
{
    const std::string public_id{request.path("public_id")};
    const auto order = repository::find(host_.database(), public_id);
    if (!order) return not_found();
    const auto cancelled = host_.database().transaction("orders.cancel", [&](Transaction& tx) {
        return orders_.cancel(tx, public_id, "orders.by_customer", order->customer_name, true);
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
        if (const auto order = repository::find_by_number(host_.database(), order_number(number), email))
            return redirect("/orders/" + order->public_id);
        form.refuse({.code = "orders.not_found", .field = "form"});
    }
    return page("orders/track.html", {{"values", form.echo()}, {"errors", form.errors()}}).status(422);
}

} // namespace hurtrock::orders
