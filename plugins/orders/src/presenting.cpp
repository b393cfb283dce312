#include "presenting.hpp"

namespace hurtrock::orders
{
namespace
{

/// How long the order page greets a customer who just ordered.
constexpr std::chrono::minutes greeted_for{15};

Value lines_of(Host& host, const Audience& audience, const shop::OrderDetail& order)
{
    auto lines = Value::list();
    for (const auto& line : order.lines)
        lines.push({{"id", line.id},
                    {"name", line.product_name},
                    {"url", audience.url(line.path)},
                    {"picture", host.pictures().view(line.picture, line.product_name)},
                    {"variant", line.variant_name},
                    {"variant_id", line.variant.value},
                    {"sku", line.sku},
                    {"unit_price", line.unit_price.to_value()},
                    {"quantity", line.quantity},
                    {"max_quantity", line.quantity},
                    {"total", line.total.to_value()},
                    {"total_before", line.discount.amount.is_zero() ? Value{} : line.gross.to_value()},
                    {"reasons", reasons_of(line.discount)},
                    {"waiting", line.waiting},
                    {"shipped", line.shipped},
                    {"returned", line.returned}});
    return lines;
}

Value address_of(Host& host, const Audience& audience, const shop::OrderDetail& order)
{
    auto lines = Value::list();
    const auto add = [&](const std::string& text) {
        if (!text.empty()) lines.push(text);
    };
    if (order.pickup) {
        add(audience.text("Collected in the store"));
        if (const auto store = host.services().find<shop::Store>())
            add(std::string{store->profile(audience.locale)["address"].text()});
    } else {
        add(order.address.street);
        add(order.address.village);
        add(order.address.district);
        add(order.address.city);
        add(order.address.province + (order.address.postal_code.empty() ? "" : " " + order.address.postal_code));
    }
    return {{"name", order.summary.customer_name}, {"phone", order.phone}, {"lines", std::move(lines)}};
}

/// The provider's note holds one step a line.
Value steps_of(std::string_view note)
{
    auto steps = Value::list();
    while (!note.empty()) {
        const auto end = note.find('\n');
        if (end != 0) steps.push(note.substr(0, end));
        if (end == std::string_view::npos) break;
        note.remove_prefix(end + 1);
    }
    return steps;
}

/// Shown larger than it is made: a code has no detail between its modules.
Value qr_of(const Audience& audience, const shop::PaymentView& payment)
{
    constexpr int shown_pixels = 264;
    if (payment.qr_path.empty()) return {};
    return {{"src", audience.url(payment.qr_path)},
            {"width", shown_pixels},
            {"height", shown_pixels},
            {"alt", audience.text("QR code to pay with")},
            {"save_as", payment.attempt_id + ".png"}};
}

Value instructions_of(const Audience& audience, const shop::PaymentView& payment)
{
    if (payment.state != shop::PaymentState::pending) return {};
    const auto& how = payment.instructions;
    if (!how.is_map() && payment.redirect_url.empty()) return {};
    Value view{{"amount", how.is_map() ? how["amount"] : payment.amount.to_value()},
               {"expires_at", to_rfc3339(payment.expires_at)},
               {"method", payment.method},
               {"steps", steps_of(how["note"].text())},
               {"rows", how.is_map() ? how["rows"] : Value::list()},
               {"qr", qr_of(audience, payment)},
               {"wallet_url", how["deep_link"]},
               {"link", Value{}}};
    if (!payment.redirect_url.empty())
        view.set("link", {{"text", audience.text(how.is_map() ? "Pay another way" : "Pay now")},
                          {"url", payment.redirect_url}});
    return view;
}

Value payment_status(const Audience& audience, shop::PaymentState state)
{
    using State = shop::PaymentState;
    switch (state) {
    case State::opened:
    case State::pending:
        return {{"code", "pending"}, {"text", audience.text("Waiting for payment")}, {"tone", "wait"}};
    case State::authorized:
    case State::review:
        return {{"code", "review"}, {"text", audience.text("Payment is being checked")}, {"tone", "wait"}};
    case State::promised:
        return {{"code", "promised"}, {"text", audience.text("Pay on delivery")}, {"tone", "wait"}};
    case State::paid:
        return {{"code", "paid"}, {"text", audience.text("Paid")}, {"tone", "done"}};
    case State::failed:
        return {{"code", "failed"}, {"text", audience.text("Failed")}, {"tone", "stop"}};
    case State::expired:
        return {{"code", "expired"}, {"text", audience.text("Time is over")}, {"tone", "stop"}};
    case State::cancelled:
        return {{"code", "cancelled"}, {"text", audience.text("Cancelled")}, {"tone", "stop"}};
    case State::refund_due:
        return {{"code", "refund_due"}, {"text", audience.text("Will be refunded")}, {"tone", "wait"}};
    case State::refunded:
        return {{"code", "refunded"}, {"text", audience.text("Refunded")}, {"tone", "done"}};
    }
    return {};
}

Value payment_of(const Audience& audience, const shop::OrderDetail& order, const shop::PaymentView* payment)
{
    if (!payment) return {};
    const bool unpaid = order.payment.due > Money{} && order.summary.money != MoneyState::promised;
    const bool ended = payment->state == shop::PaymentState::failed || payment->state == shop::PaymentState::expired;
    const bool retry = unpaid && (ended || payment->state == shop::PaymentState::opened);
    std::string reason = payment->failed_reason;
    if (retry && reason.empty())
        reason = audience.text(ended ? "The time to pay is over." : "The payment has not started yet.");
    return {{"name", payment->title},
            {"status", payment_status(audience, payment->state)},
            {"instructions", unpaid ? instructions_of(audience, *payment) : Value{}},
            {"failed_reason", retry ? Value{reason} : Value{}},
            {"retry_url", retry ? Value{audience.url("/orders/" + order.summary.public_id + "/pay")} : Value{}},
            {"on_delivery", payment->on_delivery},
            {"due", order.payment.due.to_value()},
            {"refunded", order.payment.refunded.is_zero() ? Value{} : order.payment.refunded.to_value()}};
}

std::string status_note(const Audience& audience, const shop::OrderDetail& order)
{
    if (order.summary.money == MoneyState::partly_paid)
        return audience.text("The order was changed. %(due)s is left to pay.", {{"due", order.payment.due.text()}});
    switch (order.summary.state) {
    case OrderState::placed:
        return audience.text("We hold everything for you until the payment arrives.");
    case OrderState::confirmed:
        return audience.text("We are packing it. You pay when it arrives.");
    case OrderState::paid:
        return audience.text("Thank you. We are packing it.");
    case OrderState::partly_shipped:
        return audience.text("A part of it is on its way, the rest follows.");
    case OrderState::shipped:
        return audience.text(order.pickup ? "It is waiting for you in the store." : "It is on its way to you.");
    case OrderState::delivered:
        return audience.text("Play it loud.");
    case OrderState::cancelled:
        return order.cancel_reason.empty() ? "" : audience.text(order.cancel_reason);
    }
    return {};
}

} // namespace

Audience Audience::of(const Request& request)
{
    return {
        std::string{request.locale()},
        [&request](std::string_view message, const Value& arguments) { return request.translate(message, arguments); },
        [&request](std::string_view path) { return request.url_for(path); }};
}

Audience Audience::of(Host& host, std::string_view locale)
{
    const std::string language{locale};
    return {language,
            [&host, language](std::string_view message, const Value& arguments) {
                return host.translate(language, message, arguments);
            },
            [&host, language](std::string_view path) { return host.absolute_url(language, path); }};
}

Value status_of(const Audience& audience, OrderState state, bool pickup)
{
    const auto made = [&](const char* text, const char* tone) {
        return Value{{"code", shop::name_of(state)}, {"text", audience.text(text)}, {"tone", tone}};
    };
    switch (state) {
    case OrderState::placed:
        return made("Waiting for payment", "wait");
    case OrderState::confirmed:
        return made("Pay on delivery", "go");
    case OrderState::paid:
        return made("Being packed", "go");
    case OrderState::partly_shipped:
        return made("Partly sent", "go");
    case OrderState::shipped:
        return made(pickup ? "Ready to collect" : "On its way", "go");
    case OrderState::delivered:
        return made("Delivered", "done");
    case OrderState::cancelled:
        return made("Cancelled", "stop");
    }
    return {};
}

std::string days_text(const Audience& audience, std::int64_t days_min, std::int64_t days_max)
{
    if (days_max == 0) return audience.text("Today");
    if (days_min == days_max)
        return audience.text(days_min == 1 ? "%(days)s day" : "%(days)s days", {{"days", days_min}});
    return audience.text("%(from)s–%(to)s days", {{"from", days_min}, {"to", days_max}});
}

Value totals_of(const shop::OrderDetail& order)
{
    std::vector<OrderLine> lines;
    for (const auto& line : order.lines) {
        OrderLine copy;
        copy.discount = line.discount;
        lines.push_back(std::move(copy));
    }
    return {{"subtotal", order.subtotal.to_value()},
            {"discounts", discounts_of(lines, order.shipping_discount)},
            {"shipping", order.shipping_price.to_value()},
            {"tax", order.tax_name.empty() ? Value{} : order.tax.to_value()},
            {"tax_name", order.tax_name},
            {"total", order.total.to_value()}};
}

Value to_view(Host& host, const Audience& audience, const shop::OrderDetail& order, const shop::PaymentView* payment)
{
    const auto& head = order.summary;
    const bool fresh = (head.state == OrderState::placed || head.state == OrderState::confirmed) &&
                       host.clock().now() - head.placed_at < greeted_for;
    const auto path = "/orders/" + head.public_id;
    auto parcels = parcels_of(audience, order);
    Value last{{"courier", ""}, {"tracking_number", ""}, {"tracking_url", Value{}}};
    for (const auto& parcel : parcels.items())
        if (!parcel["tracking_number"].empty()) last = parcel;
    return {{"number", head.number},
            {"public_id", head.public_id},
            {"url", audience.url(path)},
            {"placed_at", to_rfc3339(head.placed_at)},
            {"status", status_of(audience, head.state, order.pickup)},
            {"status_note", status_note(audience, order)},
            {"name", head.customer_name},
            {"email", head.customer_email},
            {"note", order.note},
            {"lines", lines_of(host, audience, order)},
            {"totals", totals_of(order)},
            {"address", address_of(host, audience, order)},
            {"shipping",
             {{"name", order.shipping_name},
              {"eta", days_text(audience, order.shipping_days_min, order.shipping_days_max)},
              {"courier", last["courier"]},
              {"tracking_number", last["tracking_number"]},
              {"tracking_url", last["tracking_url"]}}},
            {"pickup", order.pickup},
            {"payment", payment_of(audience, order, payment)},
            {"parcels", std::move(parcels)},
            {"returns", returns_of(audience, order)},
            {"refunds", refunds_of(audience, order)},
            {"timeline", timeline_of(audience, order)},
            {"just_placed", fresh},
            {"can_cancel", false},
            {"cancel_url", audience.url(path + "/cancel")},
            {"reorder_url", Value{}},
            {"return_url", Value{}},
            {"invoice_url", Value{}}};
}

Value to_row(Host& host, const Audience& audience, const OrderRow& row)
{
    auto summary = row.first_name;
    if (row.line_count > 1)
        summary = audience.text("%(name)s and %(more)s more", {{"name", summary}, {"more", row.line_count - 1}});
    return {{"number", row.order.number},
            {"url", audience.url("/orders/" + row.order.public_id)},
            {"placed_at", to_rfc3339(row.order.placed_at)},
            {"status", status_of(audience, row.order.state(), row.order.pickup)},
            {"total", row.order.total.to_value()},
            {"count", row.quantity},
            {"summary", std::move(summary)},
            {"picture", host.pictures().view(row.first_picture, row.first_name)}};
}

} // namespace hurtrock::orders
