#include "couriers.hpp"

#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace hurtrock::shipping
{
namespace
{

const Query own_service{"shipping_test.own", R"(
    INSERT INTO shipping.services (code, name, base_price, price_per_kg, kg_min, divisor, tolerance_g, days_min, days_max, active, pickup, position)
    VALUES ('xpress-reg', '{"id": "Tabel", "en": "Table"}', 0, 10000, 1, 6000, 300, 2, 3, true, false, 10))"};

/// A courier that does as it is told.
class Courier final : public shop::ShippingProvider
{
public:
    std::string unavailable_reason() const override { return reason; }
    Result<std::vector<shop::ShippingOption>> quote(const shop::ShippingRequest& request, std::string_view locale) override
    {
        ++asked;
        if (throws) throw std::runtime_error{"the line is dead"};
        std::this_thread::sleep_for(takes);
        if (refuses) return Problem{"xpress.closed"};
        return std::vector<shop::ShippingOption>{
            {.code = "xpress-reg", .name = std::string{"Live "} + std::string{locale}, .price = Money{7'000 + request.parcels.at(0).weight_g}, .days_min = 1, .days_max = 2},
            {.code = "xpress-sameday", .name = "Same day", .price = Money{50'000}}};
    }

    std::atomic<int> asked{0};
    std::atomic<bool> throws{false}, refuses{false};
    std::string reason;
    std::chrono::milliseconds takes{0};
};

class Quotes : public ::testing::Test
{
protected:
    Quotes()
    {
        auto options = kit::this_plugin();
        options.stand_in = [this](Host& host) { host.services().provide<shop::ShippingProvider>(courier, "xpress"); };
        shop = std::make_unique<kit::Shop>(std::move(options));
        const auto made = shop->database().transaction("shipping_test.own", [](Transaction& tx) -> Result<Done> {
            tx.run(own_service);
            return Done{};
        });
        EXPECT_TRUE(made);
    }

    std::vector<shop::ShippingOption> quote(Reader& reader, std::int64_t weight_g = 900)
    {
        shop::ShippingRequest request;
        request.parcels = {{.weight_g = weight_g}};
        return shop->find<shop::Shipping>()->quote(reader, request, "en");
    }
    std::vector<shop::ShippingOption> quote(std::int64_t weight_g = 900) { return quote(shop->database(), weight_g); }

    Courier courier;
    std::unique_ptr<kit::Shop> shop;
};

TEST_F(Quotes, TakeTheCouriersPriceInPlaceOfTheTables)
{
    const auto options = quote();
    ASSERT_EQ(options.size(), 2U);
    EXPECT_EQ(options[0].name, "Live en");
    EXPECT_EQ(options[0].price, Money{7'900});
    EXPECT_EQ(options[1].code, "xpress-sameday");
}

TEST_F(Quotes, RememberAnAnswerForTenMinutes)
{
    quote();
    quote();
    EXPECT_EQ(courier.asked, 1);
    quote(1'500);
    EXPECT_EQ(courier.asked, 2) << "another parcel is another question";
    shop->clock().advance(answer_kept + std::chrono::seconds{1});
    quote();
    EXPECT_EQ(courier.asked, 3);
}

TEST_F(Quotes, FallBackToTheTableAndLeaveABrokenCourierInPeace)
{
    courier.throws = true;
    EXPECT_EQ(quote().at(0).price, Money{10'000});
    EXPECT_EQ(quote().size(), 1U);
    EXPECT_EQ(courier.asked, 1);
    courier.throws = false;
    courier.refuses = true;
    shop->clock().advance(rest_after_failure + std::chrono::seconds{1});
    EXPECT_EQ(quote().at(0).name, "Table");
    EXPECT_EQ(courier.asked, 2);
    courier.refuses = false;
    shop->clock().advance(rest_after_failure + std::chrono::seconds{1});
    EXPECT_EQ(quote().at(0).name, "Live en");
}

TEST_F(Quotes, DoNotWaitForASlowCourier)
{
    courier.takes = answer_limit + std::chrono::milliseconds{700};
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(quote().at(0).name, "Table");
    EXPECT_LT(std::chrono::steady_clock::now() - start, answer_limit + std::chrono::milliseconds{500});
    std::this_thread::sleep_for(std::chrono::milliseconds{1'200});
    EXPECT_EQ(quote().at(0).name, "Live en") << "what came late is remembered";
}

TEST_F(Quotes, AskNobodyInsideATransactionOrWithoutSettings)
{
    const auto inside = [&] {
        std::vector<shop::ShippingOption> options;
        const auto done = shop->database().transaction("shipping_test.quote", [&](Transaction& tx) -> Result<Done> {
            options = quote(tx);
            return Done{};
        });
        EXPECT_TRUE(done);
        return options;
    };
    EXPECT_EQ(inside().at(0).name, "Table");
    EXPECT_EQ(courier.asked, 0);
    quote();
    EXPECT_EQ(inside().at(0).name, "Live en");
    courier.reason = "settings are missing";
    EXPECT_EQ(quote(2'000).at(0).name, "Table");
}

TEST_F(Quotes, AreMadeOfStatementsThatPostgresAccepts) { EXPECT_TRUE(shop->broken_queries().empty()); }

} // namespace
} // namespace hurtrock::shipping
