#pragma once
/// ShippingProvider: somebody who knows what a courier asks today, written by a plugin and provided under a key:
///
///     host.services().provide<shop::ShippingProvider>(provider_, "xpress");
///
/// A provider answers facts; what is offered, and in which order, the shipping plugin decides. An option of a provider takes
/// the place of the owner's own service of the same code, whose price is thus what counts while the provider cannot answer.

#include <hurtrock/shop/shipping.hpp>

namespace hurtrock::shop {

/// Called from several threads at once, without an open transaction, on threads that may call out. An answer that takes longer
/// than 2 s is not waited for; it is kept for 10 minutes for those who ask the same. What it throws counts as a Problem; after
/// either it is left in peace for 30 s.
class ShippingProvider {
public:
    static constexpr const char* interface_name = "hurtrock.shipping-provider/1";

    /// Empty when it can be used now; otherwise why not, for the owner ("settings are missing"). No calls out.
    virtual std::string unavailable_reason() const = 0;
    /// What it would take for all parcels together, in the customer's language; nothing for a place it does not reach.
    /// `code` is a to z, 0 to 9 and '-', and stable: orders keep it. Any Problem means: not known now.
    virtual Result<std::vector<ShippingOption>> quote(const ShippingRequest& request, std::string_view locale) = 0;

protected:
    ~ShippingProvider() = default;
};

} // namespace hurtrock::shop
