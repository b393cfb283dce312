#include "fake_courier.hpp"

#include <hurtrock/shop/shipping_provider.hpp>
#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

namespace hurtrock::sample_courier {
namespace {

kit::Options with(FakeCourier& courier, Value settings = {{"api_key", "k-1"}})
{
    auto options = kit::this_plugin(std::move(settings));
    options.http = &courier;
    return options;
}

std::vector<shop::ShippingOption> quote(kit::Shop& shop)
{
    shop::ShippingRequest request;
    request.parcels = {{.weight_g = 900}, {.weight_g = 600}};
    request.destination.postal_code = "40154";
    return shop.find<shop::Shipping>()->quote(shop.database(), request, "en");
}

TEST(Provider, PutsTheCouriersPricesIntoTheCheckout)
{
    FakeCourier courier;
    kit::Shop shop{with(courier)};
    const auto options = quote(shop);
    ASSERT_EQ(options.size(), 1U);
    EXPECT_EQ(options[0].code, "sample-courier-reg");
    EXPECT_EQ(options[0].price, Money{12'000});
    ASSERT_EQ(courier.asked.size(), 1U);
    EXPECT_EQ(courier.asked[0].url, "https://api.courier.example/v1/rates");
    EXPECT_EQ(courier.asked[0].body, R"({"postal_code":"40154","weight_g":1500})");
}

TEST(Provider, LeavesTheShopToItsOwnPricesWhenTheCourierFails)
{
    FakeCourier courier;
    courier.status = 500;
    kit::Shop shop{with(courier)};
    EXPECT_TRUE(quote(shop).empty());
}

TEST(Provider, AsksNobodyWithoutAKey)
{
    FakeCourier courier;
    kit::Shop shop{with(courier, Value::map())};
    EXPECT_FALSE(shop.find<shop::ShippingProvider>("sample-courier")->unavailable_reason().empty());
    EXPECT_TRUE(quote(shop).empty());
    EXPECT_TRUE(courier.asked.empty());
}

} // namespace
} // namespace hurtrock::sample_courier
