#pragma once
/// Shipping: which services can bring a parcel, and for how much. Provided by the shipping plugin.

#include <hurtrock/database.hpp>

namespace hurtrock::shop {

struct Parcel {
    std::int64_t weight_g{0};
    /// Outer size; 0 when unknown.
    std::int64_t length_mm{0}, width_mm{0}, height_mm{0};
};

struct ShippingOption {
    /// "jne-reg"
    std::string code;
    std::string name;
    Money price{};
    int days_min{0}, days_max{0};
    /// Collected in the store: no address needed.
    bool pickup{false};
};

/// Where the parcels go, as far as it is known; and what they are worth, for rules such as free shipping.
struct Destination {
    std::string postal_code{};
    std::string district{}, city{}, province{};
};

struct ShippingRequest {
    std::vector<Parcel> parcels;
    /// What the customer pays for the goods, after discounts.
    Money goods{};
    Destination destination{};
};

class Shipping {
public:
    static constexpr const char* interface_name = "hurtrock.shipping/1";

    /// The active services in display order, priced for all parcels together (billable kilograms as each courier counts).
    virtual std::vector<ShippingOption> quote(Reader& reader, const ShippingRequest& request,
                                              std::string_view locale) = 0;

protected:
    ~Shipping() = default;
};

} // namespace hurtrock::shop
