#include "weight.hpp"

#include <algorithm>

namespace hurtrock::shipping
{

std::int64_t billable_kg(const std::vector<shop::Parcel>& parcels, const ShippingService& service) noexcept
{
    std::int64_t grams = 0;
    for (const auto& parcel : parcels)
        grams += std::max(parcel.weight_g, volume_grams(parcel, service.divisor));
    return rounded_kg(grams, service.tolerance_g, service.kg_min);
}

Money price_of(const std::vector<shop::Parcel>& parcels, const ShippingService& service)
{
    if (service.pickup) return service.base_price;
    return service.base_price + service.price_per_kg * billable_kg(parcels, service);
}

} // namespace hurtrock::shipping
