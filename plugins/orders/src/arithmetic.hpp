#pragma once
/// Money of lines, without a database: what discounts and tax make of them, what a part of a line is worth, what a line is
/// with another quantity. Whatever is split here sums to what it was split from.

#include "types.hpp"

#include <hurtrock/shop/cart.hpp>
#include <hurtrock/shop/payments.hpp>
#include <hurtrock/shop/tax.hpp>

namespace hurtrock::orders
{

/// Copies of the cart's lines with their discounts (one a line, or none at all); tax comes from apply_tax.
std::vector<OrderLine> to_order_lines(const std::vector<shop::CartLine>& lines, const shop::Discounts& discounts);

/// What tax is asked for, and its answer put into the order. Without a summary the order holds no tax.
std::vector<shop::TaxableLine> taxable(const std::vector<OrderLine>& lines);
void apply_tax(Order& order, const shop::TaxSummary* summary);

/// Sets subtotal, discount_total, tax and total from the lines and the shipping.
void add_up(Order& order);

/// What `units` more units of a line are worth when these parts were taken before. The last unit takes what is left, so
/// that the parts of all units sum to the line whatever the order of asking and withdrawing.
struct Part {
    Money amount{}, tax{};
};
Part part_of(const OrderLine& line, std::int64_t units, std::int64_t units_before, const Part& before);

/// What of the money that went back was paid for the order, of its price: what came twice or in excess goes back first,
/// what a unique code added goes last.
Money of_price(Money price, const shop::PaymentBalance& balance, Money refunded);

/// The line with another quantity at its own price: a smaller one keeps its share of the discount and its reasons, a larger
/// one gets no more than it had.
void resize(OrderLine& line, std::int64_t quantity);

} // namespace hurtrock::orders
