#pragma once
/// Quotes, from the shop's own table of services and from couriers that are asked.

#include "couriers.hpp"
#include "types.hpp"

#include <hurtrock/plugin.hpp>

namespace hurtrock::shipping
{

class QuoteService final : public shop::Shipping
{
public:
    explicit QuoteService(Host& host) : couriers_{host} {}

    std::vector<shop::ShippingOption> quote(Reader& reader, const shop::ShippingRequest& request,
                                            std::string_view locale) override;

private:
    Couriers couriers_;
};

/// Problem "shipping.code_taken" on field "code".
Result<std::int64_t> save(Database& database, const ShippingService& service,
                          const std::function<void(Transaction&)>& note);

/// The services of the demo shop in Bandung.
std::vector<ShippingService> demo_services();

} // namespace hurtrock::shipping
