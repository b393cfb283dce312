#pragma once
/// Where couriers show a parcel's way. Known by the first word of their name, as couriers in Indonesia are.

#include <string>
#include <string_view>

namespace hurtrock::orders
{

/// A full address; empty when the courier or the number is not known.
std::string tracking_url(std::string_view courier, std::string_view number);

} // namespace hurtrock::orders
