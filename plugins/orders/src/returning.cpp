#include "returning.hpp"

#include "arithmetic.hpp"
#include "repository.hpp"
#include "returns_repository.hpp"

#include <algorithm>

namespace hurtrock::orders
{
namespace
{

bool counts(const shop::OrderReturn& asked)
{
    return asked.state != ReturnState::refused && asked.state != ReturnState::withdrawn;
}

/// What of a line was asked back before, and what that was worth.
struct Before {
    std::int64_t units{0};
    Part part;
};
Before before_of(const std::vector<shop::OrderReturn>& returns, std::int64_t line)
{
    Before before;
    for (const auto& asked : returns) {
        if (!counts(asked)) continue;
        for (const auto& returned : asked.lines) {
            if (returned.line != line) continue;
            before.units += returned.quantity;
            before.part.amount += returned.amount;
            before.part.tax += returned.tax;
        }
    }
    return before;
}

Problem too_many(const OrderLine& line)
{
    return {.code = "orders.return_too_many",
            .arguments = {{"name", line.product_name}, {"left", line.shipped - line.returning}},
            .status = 409};
}

} // namespace

std::optional<Time> Returning::open_until(const Order& order) const
{
    const auto days = host_.settings().integer("return_days");
    if (days == 0 || order.stage == OrderStage::cancelled) return std::nullopt;
    if (order.fulfilment == FulfilmentState::unfulfilled) return std::nullopt;
    const auto now = host_.clock().now();
    const auto until = order.delivered_at ? *order.delivered_at + std::chrono::hours{24 * days} : now;
    return until >= now ? std::optional{until} : std::nullopt;
}

Result<int> Returning::request(Transaction& tx, std::string_view public_id, const ReturnRequest& wanted,
                               std::string_view actor, bool any_time)
{
    const auto order = repository::lock(tx, public_id);
    if (!order) return unknown_order();
    if (!any_time && !open_until(*order)) return refused("orders.return_too_late", *order);
    const auto returns = repository::returns(tx, order->id);
    shop::OrderReturn made;
    made.reason = wanted.reason;
    made.note = wanted.note;
    for (const auto& line : repository::lines(tx, order->id)) {
        const auto asked = std::find_if(wanted.lines.begin(), wanted.lines.end(),
                                        [&](const auto& one) { return one.line == line.id && one.quantity > 0; });
        if (asked == wanted.lines.end()) continue;
        if (!repository::ask_back(tx, line.id, asked->quantity)) return too_many(line);
        const auto before = before_of(returns, line.id);
        const auto part = part_of(line, asked->quantity, before.units, before.part);
        made.lines.push_back({line.id, asked->quantity, part.amount, part.tax});
        made.amount += part.amount;
    }
    if (made.lines.empty()) return refused("orders.return_empty", *order);
    const auto now = host_.clock().now();
    made.number = repository::add_return(tx, order->id, made, now);
    if (auto begun = begin(tx, *order, "return", "request", "requested", made.number, {actor, wanted.note}, now); !begun)
        return begun.problem();
    if (auto heard = tx.raise(event_of<shop::ReturnRequested>(*order, made.number, wanted.note)); !heard)
        return heard.problem();
    return made.number;
}

Result<Returning::Opened> Returning::open(Transaction& tx, std::string_view public_id, int number)
{
    auto order = repository::lock(tx, public_id);
    if (!order) return unknown_order();
    for (auto& asked : repository::returns(tx, order->id))
        if (asked.number == number) return Opened{std::move(*order), std::move(asked)};
    return Problem{.code = "orders.unknown_return", .status = 404};
}

Result<Done> Returning::approve(Transaction& tx, std::string_view public_id, int number, const Why& why)
{
    auto opened = open(tx, public_id, number);
    if (!opened) return opened.problem();
    if (auto done = change(tx, opened->order, opened->asked, ReturnEvent::approve, why, host_.clock().now()); !done)
        return done;
    return tx.raise(event_of<shop::ReturnApproved>(opened->order, number, why.reason));
}

Result<Done> Returning::turn_down(Transaction& tx, std::string_view public_id, int number, ReturnEvent event,
                                  const Why& why)
{
    auto opened = open(tx, public_id, number);
    if (!opened) return opened.problem();
    if (auto done = change(tx, opened->order, opened->asked, event, why, host_.clock().now()); !done) return done;
    for (const auto& line : opened->asked.lines)
        repository::ask_back(tx, line.line, -line.quantity);
    if (event != ReturnEvent::refuse) return Done{};
    return tx.raise(event_of<shop::ReturnRefused>(opened->order, number, why.reason));
}

Result<Done> Returning::receive(Transaction& tx, std::string_view public_id, int number,
                                const std::unordered_set<std::int64_t>& restocked, const Why& why)
{
    inventory_->lock(tx, public_id);
    auto opened = open(tx, public_id, number);
    if (!opened) return opened.problem();
    auto& [order, asked] = *opened;
    if (auto done = change(tx, order, asked, ReturnEvent::receive, why, host_.clock().now()); !done) return done;
    const auto lines = repository::lines(tx, order.id);
    for (const auto& returned : asked.lines) {
        const bool restock = restocked.contains(returned.line);
        const auto line = std::find_if(lines.begin(), lines.end(),
                                       [&](const auto& one) { return one.id == returned.line; });
        if (auto back = inventory_->take_back(tx, public_id, line->variant, returned.quantity, restock, why.actor);
            !back)
            return back;
        repository::receive_line(tx, order.id, number, returned.line, restock);
    }
    return tx.raise(event_of<shop::ReturnReceived>(order, number));
}

Result<Done> Returning::refund_return(Transaction& tx, std::string_view public_id, int number, Money shipping,
                                      const Why& why)
{
    auto opened = open(tx, public_id, number);
    if (!opened) return opened.problem();
    auto& [order, asked] = *opened;
    if (auto done = change(tx, order, asked, ReturnEvent::close, why, host_.clock().now()); !done) return done;
    if ((asked.amount + shipping).is_zero()) return Done{};
    return send_back(tx, order, number, asked.amount, shipping, why);
}

Result<Done> Returning::refund(Transaction& tx, std::string_view public_id, Money goods, Money shipping,
                               const Why& why)
{
    const auto order = repository::lock(tx, public_id);
    if (!order) return unknown_order();
    if ((goods + shipping).is_zero()) return refused("orders.refund_nothing", *order);
    return send_back(tx, *order, 0, goods, shipping, why);
}

/// The payments plugin keeps the limit of what was captured; the order keeps that of its shipping.
Result<Done> Returning::send_back(Transaction& tx, const Order& order, int return_number, Money goods, Money shipping,
                                  const Why& why)
{
    if (!shipping.is_zero() && !repository::refund_shipping(tx, order.id, shipping))
        return Problem{.code = "orders.refund_shipping",
                       .field = "shipping",
                       .arguments = {{"left", (order.shipping_paid() - order.shipping_refunded).text()}},
                       .status = 409};
    repository::add_refund(tx, order.id,
                           {.return_number = return_number,
                            .cause = return_number ? "return" : "staff",
                            .amount = goods + shipping,
                            .shipping = shipping,
                            .reason = why.reason,
                            .actor = why.actor},
                           host_.clock().now());
    const auto keys = payments_->request_refund(tx, order.public_id, goods + shipping, why.reason, why.actor);
    if (!keys) return keys.problem();
    return Done{};
}

} // namespace hurtrock::orders
