#pragma once
/// GET /api/v1/places?q=&limit=: what the address field offers while one types.

#include <hurtrock/plugin.hpp>
#include <hurtrock/shop/places.hpp>

namespace hurtrock::places {

Response search(const Request& request, shop::Places& places);

} // namespace hurtrock::places
