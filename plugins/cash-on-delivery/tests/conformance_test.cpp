#include <hurtrock/testing/payment_conformance.hpp>
#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

namespace hurtrock::cash_on_delivery
{
namespace
{

/// People are the gateway here: nothing can be asked, and nothing can fall silent.
class People final : public kit::GatewayFake
{
public:
    explicit People(kit::Shop& shop) : shop_{shop} {}

    bool pay(const std::string&) override { return false; }
    bool fail(const std::string&) override { return false; }
    bool expire(const std::string&) override { return false; }
    int begun(const std::string&) override { return 1; }
    Money refunded(const std::string&) override { return {}; }
    Time now() override { return shop_.clock().now(); }

private:
    kit::Shop& shop_;
};

TEST(Conformance, of_the_provider)
{
    kit::Shop shop{kit::this_plugin()};
    const auto provider = shop.find<shop::PaymentProvider>("cod");
    ASSERT_TRUE(provider);
    People people{shop};
    for (const auto& check : kit::payment_conformance(*provider, people))
        EXPECT_TRUE(check.passed()) << check;
    EXPECT_TRUE(shop.broken_queries().empty());
}

} // namespace
} // namespace hurtrock::cash_on_delivery
