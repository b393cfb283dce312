#pragma once
/// From rows to structs, for all files that speak SQL.

#include "types.hpp"

namespace hurtrock::orders
{

/// A row with all columns of orders.orders.
Order read_order(const Row& row);
/// A row with all columns of orders.lines.
OrderLine read_line(const Row& row);

/// As the jsonb columns keep them.
std::vector<shop::DiscountReason> read_reasons(const Value& stored);
Value to_stored(const std::vector<shop::DiscountReason>& reasons);

} // namespace hurtrock::orders
