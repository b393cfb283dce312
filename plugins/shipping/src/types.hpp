#pragma once
/// A courier's service as the owner configures it.

#include <hurtrock/shop/shipping.hpp>

namespace hurtrock::shipping {

struct ShippingService {
    std::int64_t id{0};
    std::string code;
    std::string name_id, name_en;
    Money base_price{};
    Money price_per_kg{};
    std::int64_t kg_min{1};
    /// Cubic centimetres that count as a kilogram.
    std::int64_t divisor{6000};
    /// Grams above a full kilogram that are not charged.
    std::int64_t tolerance_g{300};
    /// From this amount in goods on, the service costs nothing. Zero: never.
    Money free_from{};
    /// Billable kilograms above which it is not offered; 0: any weight.
    std::int64_t kg_max{0};
    std::int64_t days_min{1}, days_max{3};
    bool active{true};
    bool pickup{false};
    std::int64_t position{100};

    const std::string& name(std::string_view locale) const { return locale == "en" ? name_en : name_id; }
};

} // namespace hurtrock::shipping
