#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

using namespace hurtrock;

TEST(Hello, GreetsByName)
{
    kit::Shop shop{kit::this_plugin({{"greeting", "Halo"}})};
    EXPECT_TRUE(shop.browser().get("/hello/Sari").holds("Halo, Sari!"));
}

TEST(Hello, StandsOnTheHomePageOfATheme)
{
    auto options = kit::this_plugin();
    options.plugins.push_back("store"); // whose page has the slot
    options.theme = "rock-metal";
    kit::Shop shop{options};
    EXPECT_TRUE(shop.browser().get("/en").holds("Say hello"));
}
