#pragma once
/// From a row of orders.orders to an Order, for both files that speak SQL.

#include "types.hpp"

namespace hurtrock::orders
{

Order read_order(const Row& row);

} // namespace hurtrock::orders
