#include "weight.hpp"

#include <gtest/gtest.h>

namespace hurtrock::shipping
{
namespace
{

const ShippingService usual = [] {
    ShippingService service;
    service.base_price = Money{2'000};
    service.price_per_kg = Money{10'000};
    return service;
}();

struct Example {
    const char* name;
    shop::Parcel parcel;
    std::int64_t kg;
};

class BillableWeight : public testing::TestWithParam<Example>
{
};

TEST_P(BillableWeight, is_as_the_courier_counts)
{
    EXPECT_EQ(billable_kg({GetParam().parcel}, usual), GetParam().kg);
}

INSTANTIATE_TEST_SUITE_P(Divisor6000Tolerance300Least1, BillableWeight,
                         testing::Values(Example{"below_a_kilogram", {.weight_g = 800}, 1},
                                         Example{"at_the_tolerance", {.weight_g = 1300}, 1},
                                         Example{"a_gram_above_it", {.weight_g = 1301}, 2},
                                         Example{"well_above", {.weight_g = 2450}, 3},
                                         Example{"volume_4_000", {1000, 400, 300, 200}, 4},
                                         Example{"volume_5_625", {1000, 450, 300, 250}, 6},
                                         Example{"volume_41_667", {35'000, 500, 500, 1000}, 42}),
                         [](const auto& test) { return test.param.name; });

TEST(BillableWeight, rounds_the_sum_once)
{
    EXPECT_EQ(billable_kg({{.weight_g = 600}, {.weight_g = 600}}, usual), 1);
    EXPECT_EQ(billable_kg({{.weight_g = 700}, {.weight_g = 700}}, usual), 2);
    EXPECT_EQ(billable_kg({}, usual), 1);
}

TEST(VolumeGrams, are_rounded_up)
{
    EXPECT_EQ(volume_grams({0, 10, 10, 10}, 6000), 1);
    EXPECT_EQ(volume_grams({0, 450, 300, 250}, 6000), 5625);
    EXPECT_EQ(volume_grams({}, 6000), 0);
}

TEST(Price, is_base_plus_kilograms_and_only_the_base_in_the_store)
{
    EXPECT_EQ(price_of({{.weight_g = 2450}}, usual), Money{32'000});
    auto pickup = usual;
    pickup.pickup = true;
    EXPECT_EQ(price_of({{.weight_g = 2450}}, pickup), Money{2'000});
}

TEST(Rules, free_from_an_amount_on)
{
    auto generous = usual;
    EXPECT_FALSE(is_free(generous, Money{1'000'000'000})) << "zero means never";
    generous.free_from = Money{500'000};
    EXPECT_FALSE(is_free(generous, Money{499'999}));
    EXPECT_TRUE(is_free(generous, Money{500'000}));
}

TEST(Rules, too_heavy_is_not_carried)
{
    auto light = usual;
    EXPECT_TRUE(carries(light, {{.weight_g = 900'000}})) << "zero means any weight";
    light.kg_max = 20;
    EXPECT_TRUE(carries(light, {{.weight_g = 20'300}}));
    EXPECT_FALSE(carries(light, {{.weight_g = 20'301}}));
    EXPECT_FALSE(carries(light, {{0, 500, 500, 1000}})) << "volume counts too";
    light.pickup = true;
    EXPECT_TRUE(carries(light, {{.weight_g = 900'000}}));
}

} // namespace
} // namespace hurtrock::shipping
