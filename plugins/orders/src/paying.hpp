#pragma once
/// What is asked of payments for an order.

#include "types.hpp"

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/payments.hpp>

namespace hurtrock::orders
{

/// A payment of what is due. With lines where the order is due in full; `fields` as the customer typed them.
shop::NewPayment payment_for(Host& host, const Order& order, Time expires_at, Value fields = {});

} // namespace hurtrock::orders
