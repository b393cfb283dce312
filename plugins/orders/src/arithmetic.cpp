#include "arithmetic.hpp"

#include <algorithm>

namespace hurtrock::orders
{

std::vector<OrderLine> to_order_lines(const std::vector<shop::CartLine>& lines, const shop::Discounts& discounts)
{
    std::vector<OrderLine> made;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const auto& line = lines[i];
        OrderLine copy;
        copy.variant = line.variant.id;
        copy.sku = line.variant.sku;
        copy.product_name = line.variant.product_name;
        copy.variant_name = line.variant.variant_name;
        copy.path = line.variant.path;
        copy.picture = line.variant.picture;
        copy.unit_price = line.variant.price;
        copy.quantity = line.quantity;
        copy.total = line.variant.price * line.quantity;
        copy.weight_g = line.variant.weight_g;
        if (i < discounts.lines.size()) copy.discount = discounts.lines[i];
        made.push_back(std::move(copy));
    }
    return made;
}

std::vector<shop::TaxableLine> taxable(const std::vector<OrderLine>& lines)
{
    std::vector<shop::TaxableLine> asked;
    for (const auto& line : lines)
        asked.push_back({line.variant, line.paid()});
    return asked;
}

void apply_tax(Order& order, const shop::TaxSummary* summary)
{
    for (std::size_t i = 0; i < order.lines.size(); ++i)
        order.lines[i].tax = summary ? summary->lines.at(i).tax : Money{};
    order.shipping_tax = summary ? summary->shipping.tax : Money{};
    order.tax_name = summary ? summary->name : "";
    order.tax_rate = summary ? summary->effective_rate : "";
}

void add_up(Order& order)
{
    order.subtotal = order.discount_total = Money{};
    order.tax = order.shipping_tax;
    for (const auto& line : order.lines) {
        order.subtotal += line.total;
        order.discount_total += line.discount.amount;
        order.tax += line.tax;
    }
    order.total = order.subtotal - order.discount_total + order.shipping_paid();
}

namespace
{
Money share_left(const Money& whole, std::int64_t upto, std::int64_t of, const Money& before)
{
    const auto share = whole.share(upto, of) - before;
    return std::max(share, Money{});
}
} // namespace

Part part_of(const OrderLine& line, std::int64_t units, std::int64_t units_before, const Part& before)
{
    const auto upto = units_before + units;
    Part part{share_left(line.paid(), upto, line.quantity, before.amount),
              share_left(line.tax, upto, line.quantity, before.tax)};
    part.tax = std::min(part.tax, part.amount);
    return part;
}

Money of_price(Money price, const shop::PaymentBalance& balance, Money refunded)
{
    const auto excess = std::max(balance.captured - balance.rounding - price, Money{});
    return std::clamp(refunded - excess, Money{}, price);
}

void resize(OrderLine& line, std::int64_t quantity)
{
    const auto before = line.discount.amount;
    if (quantity < line.quantity) {
        line.discount.amount = before.share(quantity, line.quantity);
        Money left = line.discount.amount;
        Money whole = before;
        // Each reason gets its share of what is left, so that the last takes the rest.
        for (auto& reason : line.discount.why) {
            const auto had = reason.amount;
            reason.amount = whole.is_zero() ? Money{} : left.share(had.units(), whole.units());
            left -= reason.amount;
            whole -= had;
        }
        std::erase_if(line.discount.why, [](const auto& reason) { return reason.amount.is_zero(); });
    }
    line.quantity = quantity;
    line.total = line.unit_price * quantity;
}

} // namespace hurtrock::orders
