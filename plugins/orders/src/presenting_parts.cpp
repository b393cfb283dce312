/// Parcels, returns, refunds and the timeline of an order, as templates get them.
#include "presenting.hpp"
#include "returning.hpp"

namespace hurtrock::orders
{
namespace
{

Value optional_time(const std::optional<Time>& time)
{
    return time ? Value{to_rfc3339(*time)} : Value{};
}

Value status(std::string_view code, std::string text, const char* tone)
{
    return {{"code", code}, {"text", std::move(text)}, {"tone", tone}};
}

const shop::OrderLineDetail* line_of(const shop::OrderDetail& order, std::int64_t id)
{
    for (const auto& line : order.lines)
        if (line.id == id) return &line;
    return nullptr;
}

std::string name_of_line(const shop::OrderDetail& order, std::int64_t id)
{
    const auto* line = line_of(order, id);
    if (!line) return {};
    return line->variant_name.empty() ? line->product_name : line->product_name + " · " + line->variant_name;
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

/// Rows of the history that say something to a customer; the others repeat them.
bool tells(const shop::OrderHistoryEntry& entry)
{
    if (!entry.customer_sees) return false;
    const auto is = [&](std::string_view kind, std::string_view event) {
        return entry.kind == kind && entry.event == event;
    };
    return is("order", "place") || is("order", "cancel") || is("order", "expire") || is("order", "edit") ||
           is("money", "promise") || is("money", "pay") || is("money", "refund_part") || is("money", "refund_rest") ||
           is("parcel", "ship") || is("parcel", "deliver") || is("parcel", "lose") || is("parcel", "come_back") ||
           (entry.kind == "return" && entry.event != "close") || entry.kind == "note";
}

std::string note_of(const Audience& audience, const shop::OrderDetail& order, const shop::OrderHistoryEntry& entry)
{
    if (entry.kind != "parcel") return entry.reason.empty() ? "" : audience.text(entry.reason);
    for (const auto& parcel : order.parcels)
        if (parcel.number == entry.number && entry.event == "ship") {
            if (parcel.tracking_number.empty()) return parcel.courier;
            return parcel.courier.empty() ? parcel.tracking_number : parcel.courier + " · " + parcel.tracking_number;
        }
    return {};
}

} // namespace

Value status_of(const Audience& audience, ParcelState state)
{
    const auto code = shop::name_of(state);
    switch (state) {
    case ParcelState::packed: return status(code, audience.text("Packed"), "wait");
    case ParcelState::shipped: return status(code, audience.text("On its way"), "go");
    case ParcelState::delivered: return status(code, audience.text("Delivered"), "done");
    case ParcelState::returned: return status(code, audience.text("Came back"), "stop");
    case ParcelState::lost: return status(code, audience.text("Lost"), "stop");
    case ParcelState::cancelled: return status(code, audience.text("Unpacked"), "stop");
    }
    return {};
}

Value status_of(const Audience& audience, ReturnState state)
{
    const auto code = shop::name_of(state);
    switch (state) {
    case ReturnState::requested: return status(code, audience.text("Asked for"), "wait");
    case ReturnState::approved: return status(code, audience.text("Send it back"), "go");
    case ReturnState::refused: return status(code, audience.text("Refused"), "stop");
    case ReturnState::received: return status(code, audience.text("It has arrived"), "go");
    case ReturnState::closed: return status(code, audience.text("Done"), "done");
    case ReturnState::withdrawn: return status(code, audience.text("Withdrawn"), "stop");
    }
    return {};
}

Value status_of(const Audience& audience, MoneyState state)
{
    const auto code = shop::name_of(state);
    switch (state) {
    case MoneyState::unpaid: return status(code, audience.text("Unpaid"), "wait");
    case MoneyState::promised: return status(code, audience.text("Pay on delivery"), "wait");
    case MoneyState::partly_paid: return status(code, audience.text("Partly paid"), "wait");
    case MoneyState::paid: return status(code, audience.text("Paid"), "done");
    case MoneyState::partly_refunded: return status(code, audience.text("Partly refunded"), "done");
    case MoneyState::refunded: return status(code, audience.text("Refunded"), "done");
    }
    return {};
}

Value status_of(const Audience& audience, FulfilmentState state)
{
    const auto code = shop::name_of(state);
    switch (state) {
    case FulfilmentState::unfulfilled: return status(code, audience.text("Not sent"), "wait");
    case FulfilmentState::partly_shipped: return status(code, audience.text("Partly sent"), "go");
    case FulfilmentState::shipped: return status(code, audience.text("Sent"), "go");
    case FulfilmentState::delivered: return status(code, audience.text("Delivered"), "done");
    }
    return {};
}

Value return_reasons_of(const Audience& audience, std::string_view selected)
{
    auto reasons = Value::list();
    for (const auto reason : return_reasons)
        reasons.push({{"value", reason},
                      {"text", audience.text("orders.return_" + std::string{reason})},
                      {"selected", selected == reason}});
    return reasons;
}

Value parcels_of(const Audience& audience, const shop::OrderDetail& order)
{
    auto parcels = Value::list();
    for (const auto& parcel : order.parcels) {
        if (parcel.state == ParcelState::cancelled) continue;
        auto lines = Value::list();
        for (const auto& line : parcel.lines)
            lines.push({{"name", name_of_line(order, line.line)}, {"quantity", line.quantity}});
        parcels.push({{"number", parcel.number},
                      {"status", status_of(audience, parcel.state)},
                      {"courier", parcel.courier},
                      {"tracking_number", parcel.tracking_number},
                      {"tracking_url", parcel.tracking_url.empty() ? Value{} : Value{parcel.tracking_url}},
                      {"shipped_at", optional_time(parcel.shipped_at)},
                      {"delivered_at", optional_time(parcel.delivered_at)},
                      {"lines", std::move(lines)}});
    }
    return parcels;
}

Value returns_of(const Audience& audience, const shop::OrderDetail& order)
{
    auto returns = Value::list();
    for (const auto& asked : order.returns) {
        auto lines = Value::list();
        for (const auto& line : asked.lines)
            lines.push({{"id", line.line},
                        {"name", name_of_line(order, line.line)},
                        {"quantity", line.quantity},
                        {"amount", line.amount.to_value()}});
        const bool open = asked.state == ReturnState::requested || asked.state == ReturnState::approved;
        returns.push({{"number", asked.number},
                      {"status", status_of(audience, asked.state)},
                      {"reason", audience.text("orders.return_" + asked.reason)},
                      {"note", asked.note},
                      {"answer", asked.answer.empty() ? "" : audience.text(asked.answer)},
                      {"amount", asked.amount.to_value()},
                      {"requested_at", to_rfc3339(asked.requested_at)},
                      {"lines", std::move(lines)},
                      {"withdraw_url", open ? Value{audience.url("/orders/" + order.summary.public_id + "/returns/" +
                                                                 std::to_string(asked.number) + "/withdraw")}
                                            : Value{}}});
    }
    return returns;
}

/// What was asked for, and last what is owed without anybody having asked: the order was cancelled, or too much came.
Value refunds_of(const Audience& audience, const shop::OrderDetail& order)
{
    auto refunds = Value::list();
    auto owed = order.payment.captured - order.payment.refundable - order.payment.refunded;
    for (const auto& refund : order.refunds) {
        if (!refund.refunded_at) owed -= refund.amount;
        refunds.push({{"amount", refund.amount.to_value()},
                      {"shipping", refund.shipping.is_zero() ? Value{} : refund.shipping.to_value()},
                      {"reason", audience.text(refund.reason)},
                      {"actor", refund.actor},
                      {"requested_at", to_rfc3339(refund.requested_at)},
                      {"refunded_at", optional_time(refund.refunded_at)}});
    }
    if (owed > Money{})
        refunds.push({{"amount", owed.to_value()},
                      {"shipping", Value{}},
                      {"reason", ""},
                      {"actor", ""},
                      {"requested_at", Value{}},
                      {"refunded_at", Value{}}});
    return refunds;
}

std::string sentence_of(const Audience& audience, const shop::OrderHistoryEntry& entry, bool pickup)
{
    if (entry.kind == "parcel" && entry.event == "ship" && pickup) return audience.text("Ready to collect");
    if (entry.kind == "note") return audience.text(entry.customer_sees ? "A note from the store" : "Internal note");
    return audience.text("orders.history_" + entry.kind + "_" + entry.event, {{"number", entry.number}});
}

Value timeline_of(const Audience& audience, const shop::OrderDetail& order)
{
    auto timeline = Value::list();
    const auto add = [&](Entry entry) { timeline.push(to_value(entry)); };
    const auto& head = order.summary;
    for (const auto& entry : order.history) {
        if (!tells(entry)) continue;
        const bool stopped = entry.event == "cancel" || entry.event == "expire" || entry.event == "lose" ||
                             entry.event == "refuse" || entry.event == "come_back";
        add({sentence_of(audience, entry, order.pickup), entry.at, stopped ? "stopped" : "done",
             note_of(audience, order, entry)});
    }
    if (head.stage == OrderStage::cancelled) return timeline;
    if (head.stage == OrderStage::placed) add({audience.text("Waiting for your payment"), std::nullopt, "current"});
    if (head.fulfilment == FulfilmentState::unfulfilled)
        add({audience.text(head.stage == OrderStage::placed ? (order.pickup ? "Ready to collect" : "Sent")
                                                             : "Being packed"),
             std::nullopt, head.stage == OrderStage::placed ? "upcoming" : "current"});
    if (head.fulfilment == FulfilmentState::partly_shipped)
        add({audience.text("The rest follows"), std::nullopt, "current"});
    if (head.fulfilment != FulfilmentState::delivered)
        add({audience.text(head.fulfilment == FulfilmentState::shipped && !order.pickup ? "On its way" : "Delivered"),
             std::nullopt, head.fulfilment == FulfilmentState::shipped ? "current" : "upcoming"});
    return timeline;
}

} // namespace hurtrock::orders
