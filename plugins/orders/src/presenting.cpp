#include "presenting.hpp"

namespace hurtrock::orders
{
namespace
{

/// How long the order page greets a customer who just ordered.
constexpr std::chrono::minutes greeted_for{15};

Value optional_time(const std::optional<Time>& time)
{
    return time ? Value{to_rfc3339(*time)} : Value{};
}

Value lines_of(Host& host, const Audience& audience, const Order& order)
{
    auto lines = Value::list();
    for (const auto& line : order.lines)
        lines.push({{"id", line.variant.value},
                    {"name", line.product_name},
                    {"url", audience.url(line.path)},
                    {"picture", host.pictures().view(line.picture, line.product_name)},
                    {"variant", line.variant_name},
                    {"sku", line.sku},
                    {"unit_price", line.unit_price.to_value()},
                    {"quantity", line.quantity},
                    {"max_quantity", line.quantity},
                    {"total", line.total.to_value()}});
    return lines;
}

Value address_of(Host& host, const Audience& audience, const Order& order)
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
    return {{"name", order.customer_name}, {"phone", order.phone}, {"lines", std::move(lines)}};
}

struct Entry {
    std::string text;
    std::optional<Time> at;
    const char* state;
    std::string note{};
};

Value to_value(const Entry& entry)
{
    return {{"text", entry.text}, {"at", optional_time(entry.at)}, {"state", entry.state}, {"note", entry.note}};
}

std::string tracking_note(const Order& order)
{
    if (order.tracking_number.empty()) return order.courier;
    return order.courier.empty() ? order.tracking_number : order.courier + " · " + order.tracking_number;
}

/// What a cancelled order says: our own reasons are codes, people's are their words.
std::string cancel_note(const Audience& audience, const Order& order)
{
    return order.cancel_reason.empty() ? "" : audience.text(order.cancel_reason);
}

Value timeline_of(const Audience& audience, const Order& order)
{
    auto timeline = Value::list();
    const auto add = [&](Entry entry) { timeline.push(to_value(entry)); };
    const bool cancelled = order.state == OrderState::cancelled;

    add({audience.text("Order placed"), order.placed_at, "done"});
    if (order.paid_at)
        add({audience.text("Payment received"), order.paid_at, "done"});
    else if (!cancelled)
        add({audience.text("Waiting for your payment"), std::nullopt, "current"});
    if (cancelled) {
        add({audience.text("Cancelled"), order.cancelled_at, "stopped", cancel_note(audience, order)});
        return timeline;
    }
    const auto* sent = order.pickup ? "Ready to collect" : "Sent";
    if (order.shipped_at)
        add({audience.text(sent), order.shipped_at, "done", tracking_note(order)});
    else
        add({audience.text(order.paid_at ? "Being packed" : sent), std::nullopt,
             order.paid_at ? "current" : "upcoming"});
    if (order.delivered_at)
        add({audience.text("Delivered"), order.delivered_at, "done"});
    else
        add({audience.text(order.shipped_at && !order.pickup ? "On its way" : "Delivered"), std::nullopt,
             order.shipped_at ? "current" : "upcoming"});
    return timeline;
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

Value instructions_of(const Audience& audience, const shop::PaymentView& payment)
{
    if (payment.state != shop::PaymentState::pending) return {};
    if (!payment.redirect_url.empty())
        return {{"amount", payment.amount.to_value()},
                {"expires_at", to_rfc3339(payment.expires_at)},
                {"steps", Value::list()},
                {"rows", Value::list()},
                {"qr", Value{}},
                {"link", {{"text", audience.text("Pay now")}, {"url", payment.redirect_url}}}};
    if (!payment.instructions.is_map()) return {};
    return {{"amount", payment.instructions["amount"]},
            {"expires_at", to_rfc3339(payment.expires_at)},
            {"steps", steps_of(payment.instructions["note"].text())},
            {"rows", payment.instructions["rows"]},
            {"qr", Value{}},
            {"link", Value{}}};
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

Value payment_of(const Audience& audience, const Order& order, const shop::PaymentView* payment)
{
    if (!payment) return {};
    const bool unpaid = order.state == OrderState::placed;
    const bool ended = payment->state == shop::PaymentState::failed || payment->state == shop::PaymentState::expired;
    const bool retry = unpaid && (ended || payment->state == shop::PaymentState::opened);
    std::string reason = payment->failed_reason;
    if (retry && reason.empty())
        reason = audience.text(ended ? "The time to pay is over." : "The payment has not started yet.");
    return {{"name", payment->title},
            {"status", payment_status(audience, payment->state)},
            {"instructions", unpaid ? instructions_of(audience, *payment) : Value{}},
            {"failed_reason", retry ? Value{reason} : Value{}},
            {"retry_url", retry ? Value{audience.url("/orders/" + order.public_id + "/pay")} : Value{}}};
}

std::string status_note(const Audience& audience, const Order& order)
{
    switch (order.state) {
    case OrderState::placed:
        return audience.text("We hold everything for you until the payment arrives.");
    case OrderState::paid:
        return audience.text("Thank you. We are packing it.");
    case OrderState::shipped:
        return audience.text(order.pickup ? "It is waiting for you in the store." : "It is on its way to you.");
    case OrderState::delivered:
        return audience.text("Play it loud.");
    case OrderState::cancelled:
        return cancel_note(audience, order);
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

Value status_of(const Audience& audience, const Order& order)
{
    const auto made = [&](const char* text, const char* tone) {
        return Value{{"code", shop::name_of(order.state)}, {"text", audience.text(text)}, {"tone", tone}};
    };
    switch (order.state) {
    case OrderState::placed:
        return made("Waiting for payment", "wait");
    case OrderState::paid:
        return made("Being packed", "go");
    case OrderState::shipped:
        return made(order.pickup ? "Ready to collect" : "On its way", "go");
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

Value totals_of(const Order& order)
{
    return {{"subtotal", order.subtotal.to_value()},
            {"discounts", Value::list()},
            {"shipping", order.shipping_price.to_value()},
            {"tax", order.tax_name.empty() ? Value{} : order.tax.to_value()},
            {"tax_name", order.tax_name},
            {"total", order.total.to_value()}};
}

Value to_view(Host& host, const Audience& audience, const Order& order, const shop::PaymentView* payment)
{
    const bool fresh = order.state == OrderState::placed && host.clock().now() - order.placed_at < greeted_for;
    return {{"number", order.number},
            {"url", audience.url("/orders/" + order.public_id)},
            {"placed_at", to_rfc3339(order.placed_at)},
            {"status", status_of(audience, order)},
            {"status_note", status_note(audience, order)},
            {"name", order.customer_name},
            {"email", order.email},
            {"note", order.note},
            {"lines", lines_of(host, audience, order)},
            {"totals", totals_of(order)},
            {"address", address_of(host, audience, order)},
            {"shipping",
             {{"name", order.shipping_name},
              {"eta", days_text(audience, order.shipping_days_min, order.shipping_days_max)},
              {"courier", order.courier},
              {"tracking_number", order.tracking_number},
              {"tracking_url", Value{}}}},
            {"pickup", order.pickup},
            {"payment", payment_of(audience, order, payment)},
            {"timeline", timeline_of(audience, order)},
            {"just_placed", fresh},
            {"can_cancel", order.state == OrderState::placed},
            {"cancel_url", audience.url("/orders/" + order.public_id + "/cancel")},
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
            {"status", status_of(audience, row.order)},
            {"total", row.order.total.to_value()},
            {"count", row.quantity},
            {"summary", std::move(summary)},
            {"picture", host.pictures().view(row.first_picture, row.first_name)}};
}

} // namespace hurtrock::orders
