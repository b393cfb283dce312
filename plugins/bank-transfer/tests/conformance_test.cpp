#include <hurtrock/testing/payment_conformance.hpp>
#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

namespace hurtrock::bank_transfer {
namespace {

TEST(Conformance, of_the_provider)
{
    kit::Shop shop{kit::this_plugin()};
    const auto provider = shop.find<shop::PaymentProvider>("transfer");
    ASSERT_TRUE(provider);
    kit::PeopleFake people{shop.clock()};
    for (const auto& check : kit::payment_conformance(*provider, people))
        EXPECT_TRUE(check.passed()) << check;
    EXPECT_TRUE(shop.broken_queries().empty());
}

} // namespace
} // namespace hurtrock::bank_transfer
