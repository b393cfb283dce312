#include "arithmetic.hpp"
#include "service.hpp"

#include <gtest/gtest.h>

namespace hurtrock::tax {
namespace {

/// PMK 131/2024: 12 % of 11/12 of the price; luxury goods 12 % of all of it.
constexpr Rate standard{1200, 11, 12}, luxury{1200, 1, 1};

struct Example {
    std::int64_t gross, tax;
};

class StandardRate : public testing::TestWithParam<Example> {};

TEST_P(StandardRate, is_11_of_111_rounded_half_up_and_adds_up)
{
    const auto held = inside(Money{GetParam().gross}, standard);
    EXPECT_EQ(held.tax, Money{GetParam().tax});
    EXPECT_EQ(held.net + held.tax, Money{GetParam().gross});
}

INSTANTIATE_TEST_SUITE_P(Vectors, StandardRate,
                         testing::Values(Example{111'000, 11'000}, Example{125'000, 12'387},
                                         Example{1'250'000, 123'874}, Example{268'000, 26'559}, Example{18'500, 1'833},
                                         Example{999, 99}, Example{0, 0}, Example{1, 0}, Example{5, 0}, Example{6, 1},
                                         Example{-125'000, -12'387}));

TEST(StandardRateBase, is_eleven_twelfths_of_the_net)
{
    const auto held = inside(Money{125'000}, standard);
    EXPECT_EQ(held.net, Money{112'613});
    EXPECT_EQ(held.base, Money{103'229});
}

TEST(LuxuryRate, is_12_of_112_with_the_net_as_base)
{
    const auto held = inside(Money{112'000}, luxury);
    EXPECT_EQ(held.tax, Money{12'000});
    EXPECT_EQ(held.base, held.net);
    EXPECT_EQ(inside(Money{125'000}, luxury).tax, Money{13'393});
}

TEST(RateBefore2025, is_11_of_111_as_well) { EXPECT_EQ(inside(Money{125'000}, {1100, 1, 1}).tax, Money{12'387}); }

TEST(RateTexts, are_what_papers_and_pages_say)
{
    EXPECT_EQ(statutory_text(standard), "12 %");
    EXPECT_EQ(effective_text(standard), "11 %");
    EXPECT_EQ(statutory_text({1250, 1, 1}), "12,5 %");
    EXPECT_EQ(statutory_text({1205, 1, 1}), "12,05 %");
    EXPECT_EQ(effective_text({1000, 1, 3}), "3,33 %");
}

TEST(ClassOf, is_the_products_own_then_the_nearest_categorys)
{
    shop::VariantView variant;
    variant.product = ProductId{7};
    variant.categories = {3, 2, 1};
    EXPECT_EQ(class_of(variant, {}), Class::standard);
    EXPECT_EQ(class_of(variant, {{false, 1, "", Class::exempt}, {false, 2, "", Class::luxury}}), Class::luxury);
    EXPECT_EQ(class_of(variant, {{false, 3, "", Class::luxury}, {true, 7, "", Class::exempt}}), Class::exempt);
    EXPECT_EQ(class_of(variant, {{true, 3, "", Class::luxury}, {false, 7, "", Class::luxury}}), Class::standard);
}

} // namespace
} // namespace hurtrock::tax
