#include "editing.hpp"

#include "arithmetic.hpp"
#include "paying.hpp"
#include "repository.hpp"
#include "returns_repository.hpp"

#include <algorithm>

namespace hurtrock::orders
{
namespace
{

constexpr std::int64_t quantity_max = 99;
/// How long a customer has for the difference.
constexpr std::chrono::hours difference_time{48};

const OrderLine* line_with(const Order& order, VariantId variant)
{
    const auto found = std::find_if(order.lines.begin(), order.lines.end(),
                                    [&](const auto& line) { return line.variant == variant; });
    return found == order.lines.end() ? nullptr : &*found;
}

} // namespace

bool Editing::editable(const Order& order)
{
    return (order.stage == OrderStage::placed || order.stage == OrderStage::confirmed) &&
           order.fulfilment != FulfilmentState::shipped && order.fulfilment != FulfilmentState::delivered;
}

Result<Money> Editing::apply(Transaction& tx, std::string_view public_id, const Edit& edit, const Why& why)
{
    inventory_->lock(tx, public_id);
    auto before = repository::lock(tx, public_id);
    if (!before) return unknown_order();
    if (!editable(*before)) return refused("orders.cannot_edit", *before);
    if (before->revision != edit.revision) return refused("orders.changed_meanwhile", *before);
    before->lines = repository::lines(tx, before->id);
    Order order = *before;
    if (auto changed = change_lines(order, edit); !changed) return changed.problem();
    if (auto added = add_line(tx, order, edit); !added) return added.problem();
    if (std::all_of(order.lines.begin(), order.lines.end(), [](const auto& line) { return line.quantity == 0; }))
        return refused("orders.edit_empty", order);
    if (auto moved = change_stock(tx, *before, order, why.actor); !moved) return moved.problem();

    const auto written = order.lines;
    std::erase_if(order.lines, [](const auto& line) { return line.quantity == 0; });
    std::optional<shop::TaxSummary> inside;
    if (const auto tax = host_.services().find<shop::Tax>(); tax && !before->tax_name.empty())
        inside = tax->inside(tx, taxable(order.lines), order.shipping_paid(), order.placed_at);
    apply_tax(order, inside ? &*inside : nullptr);
    add_up(order);
    auto stored = order.lines;
    for (const auto& line : written)
        if (line.quantity == 0) stored.push_back(line);
    repository::rewrite(tx, order, stored);

    if (auto noted = change(tx, order, StageEvent::edit, why, host_.clock().now()); !noted) return noted.problem();
    if (auto settled = settle(tx, order, why); !settled) return settled.problem();
    const auto difference = order.total - before->total;
    auto event = event_of<shop::OrderEdited>(order, 0, why.reason);
    event.amount = difference;
    if (auto heard = tx.raise(event); !heard) return heard.problem();
    return difference;
}

Result<Done> Editing::change_lines(Order& order, const Edit& edit) const
{
    bool any = !edit.add_sku.empty();
    for (const auto& wanted : edit.quantities) {
        const auto line = std::find_if(order.lines.begin(), order.lines.end(),
                                       [&](const auto& one) { return one.id == wanted.line; });
        if (line == order.lines.end()) return refused("orders.changed_meanwhile", order);
        if (line->quantity == wanted.quantity) continue;
        if (wanted.quantity < line->packed)
            return Problem{.code = "orders.edit_packed",
                           .arguments = {{"name", line->product_name}, {"packed", line->packed}},
                           .status = 409};
        resize(*line, wanted.quantity);
        any = true;
    }
    if (!any) return refused("orders.edit_nothing", order);
    return Done{};
}

Result<Done> Editing::add_line(Transaction& tx, Order& order, const Edit& edit)
{
    if (edit.add_sku.empty()) return Done{};
    const auto variant = catalog_->variant_by_sku(tx, edit.add_sku);
    const auto views = variant ? catalog_->variants(tx, {*variant}, order.locale) : std::vector<shop::VariantView>{};
    if (views.empty() || !views.front().active)
        return Problem{.code = "orders.unknown_sku", .field = "add_sku", .arguments = {{"sku", edit.add_sku}}};
    for (auto& line : order.lines) {
        if (line.variant != *variant) continue;
        if (line.quantity + edit.add_quantity > quantity_max)
            return Problem{.code = "orders.edit_too_many", .field = "add_quantity"};
        resize(line, line.quantity + edit.add_quantity);
        return Done{};
    }
    shop::CartLine added;
    added.variant = views.front();
    added.quantity = edit.add_quantity;
    order.lines.push_back(to_order_lines(std::vector<shop::CartLine>(1, added), {}).front());
    return Done{};
}

/// In order of variant id, as all locks of stock.
Result<Done> Editing::change_stock(Transaction& tx, const Order& before, const Order& after, std::string_view actor)
{
    std::vector<shop::StockLine> changed;
    for (const auto& line : after.lines) {
        const auto* was = line_with(before, line.variant);
        if (!was || was->quantity != line.quantity) changed.push_back({line.variant, line.quantity, 0});
    }
    std::sort(changed.begin(), changed.end(), [](const auto& a, const auto& b) { return a.variant < b.variant; });
    for (const auto& line : changed)
        if (auto resized = inventory_->resize(tx, before.public_id, line, actor); !resized) return resized;
    return Done{};
}

/// Due: another payment is opened for it. Owed: it is sent back. Neither for an order that nobody has paid: its payment is
/// replaced by one of the new sum.
Result<Done> Editing::settle(Transaction& tx, Order& order, const Why& why)
{
    const auto now = host_.clock().now();
    const auto due = order.due();
    if (due.is_negative()) {
        repository::receive(tx, order.id, due);
        order.received += due;
        repository::add_refund(tx, order.id,
                               {.cause = "edit", .amount = -due, .reason = why.reason, .actor = why.actor}, now);
        const auto asked = payments_->request_refund(tx, order.public_id, -due, why.reason, why.actor);
        if (!asked) return asked.problem();
    }
    if (due > Money{}) {
        const auto raised = next(order.money, MoneyEvent::raise);
        if (raised)
            if (auto done = change(tx, order, MoneyEvent::raise, why, now); !done) return done;
        const auto until = order.stage == OrderStage::placed ? order.expires_at : now + difference_time;
        const auto opened = payments_->open(tx, payment_for(host_, order, until));
        return opened ? Result<Done>{Done{}} : opened.problem();
    }
    if (next(order.money, MoneyEvent::lower)) return change(tx, order, MoneyEvent::lower, why, now);
    return Done{};
}

} // namespace hurtrock::orders
