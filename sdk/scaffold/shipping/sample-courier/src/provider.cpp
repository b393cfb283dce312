#include "provider.hpp"

#include <algorithm>

namespace hurtrock::sample_courier {
namespace {

constexpr std::chrono::milliseconds connect_limit{500}, answer_limit{1'800};

std::int64_t weight_of(const std::vector<shop::Parcel>& parcels)
{
    std::int64_t grams = 0;
    for (const auto& parcel : parcels) grams += parcel.weight_g;
    return grams;
}

} // namespace

std::string SampleCourierProvider::unavailable_reason() const { return settings_.complete() ? "" : "the API key is missing"; }

Result<std::vector<shop::ShippingOption>> SampleCourierProvider::quote(const shop::ShippingRequest& request, std::string_view)
{
    const auto answer = http_.post(settings_.text("base_url") + "/v1/rates")
                            .bearer(settings_.secret("api_key"))
                            .json({{"postal_code", request.destination.postal_code}, {"weight_g", weight_of(request.parcels)}})
                            .timeout(connect_limit, answer_limit)
                            .send();
    const auto content = answer.json();
    if (!answer.ok() || !content) return Problem{.code = "sample_courier.no_answer", .arguments = {{"reason", answer.summary()}}};

    std::vector<shop::ShippingOption> options;
    const Value rates = (*content)["rates"];
    for (const auto& rate : rates.items())
        options.push_back({.code = "sample-courier-" + std::string{rate["service"].text()},
                           .name = std::string{rate["name"].text()},
                           .price = Money{rate["price"].integer()},
                           .days_min = static_cast<int>(rate["days_min"].integer()),
                           .days_max = static_cast<int>(rate["days_max"].integer())});
    return options;
}

} // namespace hurtrock::sample_courier
