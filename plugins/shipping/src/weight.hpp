#pragma once
/// Billable weight, as Indonesian couriers count it. A parcel weighs what the scales say or what its volume stands for,
/// whichever is more; whole kilograms are charged, and a rest up to the tolerance is free:
///
///     volume_g = ceil(L * W * H * 1000 / divisor)      (centimetres)
///     w        = max(weight_g, volume_g)
///     kg       = floor(w / 1000) + (w mod 1000 > tolerance_g ? 1 : 0)
///     billable = max(kg, kg_min)
///
/// Weights are summed first and rounded once. All arithmetic is in integers.

#include "types.hpp"

namespace hurtrock::shipping {

/// In grams; sizes in millimetres, so that 1000 cubic millimetres are one cubic centimetre.
constexpr std::int64_t volume_grams(const shop::Parcel& parcel, std::int64_t divisor) noexcept
{
    const auto cubic_mm = parcel.length_mm * parcel.width_mm * parcel.height_mm;
    return (cubic_mm + divisor - 1) / divisor;
}

constexpr std::int64_t rounded_kg(std::int64_t grams, std::int64_t tolerance_g, std::int64_t kg_min) noexcept
{
    const auto kg = grams / 1000 + (grams % 1000 > tolerance_g ? 1 : 0);
    return kg > kg_min ? kg : kg_min;
}

/// For all parcels together, as if strapped into one: each counts with the greater of its two weights.
std::int64_t billable_kg(const std::vector<shop::Parcel>& parcels, const ShippingService& service) noexcept;

/// False for more than the service takes.
inline bool carries(const ShippingService& service, const std::vector<shop::Parcel>& parcels) noexcept
{
    return service.pickup || service.kg_max == 0 || billable_kg(parcels, service) <= service.kg_max;
}

/// The owner's rule: an order of at least so much is sent for nothing.
inline bool is_free(const ShippingService& service, const Money& goods)
{
    return !service.free_from.is_zero() && goods >= service.free_from;
}

Money price_of(const std::vector<shop::Parcel>& parcels, const ShippingService& service);

} // namespace hurtrock::shipping
