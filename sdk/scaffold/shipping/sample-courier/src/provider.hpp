#pragma once
/// The courier's prices, through its API.

#include <hurtrock/sdk.hpp>
#include <hurtrock/shop/shipping_provider.hpp>

namespace hurtrock::sample_courier {

class SampleCourierProvider final : public shop::ShippingProvider {
public:
    explicit SampleCourierProvider(Host& host) : http_{host.http_client()}, settings_{host.settings()} {}

    std::string unavailable_reason() const override;
    /// Problem "sample_courier.no_answer".
    Result<std::vector<shop::ShippingOption>> quote(const shop::ShippingRequest& request, std::string_view locale) override;

private:
    HttpClient& http_;
    const Settings& settings_;
};

} // namespace hurtrock::sample_courier
