#include "fake_midtrans.hpp"
#include "payment_window.hpp"

#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

namespace hurtrock::midtrans {
namespace {

struct WindowShop : ::testing::Test {
    WindowShop()
    {
        auto options = kit::this_plugin({{"server_key", test_server_key}});
        options.http = &gateway.http;
        shop = std::make_unique<kit::Shop>(options);
        gateway.clock = [this] { return shop->clock().now(); };
    }

    void choose_window()
    {
        shop->set("midtrans", "client_key", "SB-Mid-client-x");
        shop->set("midtrans", "window", "popup");
    }

    shop::StartResult begin(const std::string& order)
    {
        const auto payments = shop->find<shop::Payments>();
        shop::NewPayment wanted;
        wanted.provider = "midtrans";
        wanted.order_number = "HR-1042";
        wanted.order_public_id = order;
        wanted.amount = Money{268'000};
        wanted.locale = "id";
        wanted.return_url = "https://shop.example/back";
        wanted.expires_at = shop->clock().now() + std::chrono::hours{24};
        const auto opened =
            shop->database().transaction("test.open", [&](Transaction& tx) { return payments->open(tx, wanted); });
        return payments->begin(opened.value());
    }

    FakeMidtrans gateway;
    std::unique_ptr<kit::Shop> shop;
};

TEST_F(WindowShop, begins_on_the_orders_page_only_if_it_was_chosen)
{
    const auto on_its_page = std::get<shop::PayByRedirect>(begin("aaaa"));
    EXPECT_FALSE(on_its_page.begins_here());
    EXPECT_TRUE(on_its_page.extra.empty());

    choose_window();
    const auto here = std::get<shop::PayByRedirect>(begin("bbbb"));
    EXPECT_TRUE(here.begins_here());
    EXPECT_EQ(here.extra["token"].text(), here.gateway_reference);
    EXPECT_TRUE(here.url.starts_with("https://app.sandbox.midtrans.com/")) << "the way without scripts";

    shop->set("midtrans", "client_key", "");
    EXPECT_FALSE(std::get<shop::PayByRedirect>(begin("cccc")).begins_here()) << "without the key there is no window";
}

TEST_F(WindowShop, is_closed_with_a_server_key_for_the_client_key)
{
    choose_window();
    const auto provider = shop->find<shop::PaymentProvider>("midtrans");
    EXPECT_EQ(provider->unavailable_reason(), "");
    for (const auto* secret : {"SB-Mid-server-other", test_server_key}) {
        shop->set("midtrans", "client_key", secret);
        EXPECT_NE(provider->unavailable_reason(), "");
    }
}

TEST_F(WindowShop, needs_the_client_key_and_the_form_says_so)
{
    auto admin = shop->admin();
    const kit::Fields chosen{{"active", "1"},
                             {"environment", "sandbox"},
                             {"window", "popup"},
                             {"client_key", ""},
                             {"minutes_to_pay", "60"},
                             {"timeout_seconds", "8"}};
    const auto refused = admin.header("Accept-Language", "en").post("/admin/plugins/midtrans/settings", chosen);
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.holds("client_key-error")) << refused.body;
    EXPECT_EQ(shop->settings("midtrans").text("window"), "redirect") << "nothing was saved";

    auto with_key = chosen;
    with_key[3].second = "SB-Mid-client-x";
    EXPECT_EQ(admin.post("/admin/plugins/midtrans/settings", with_key).status, 303);
    EXPECT_EQ(shop->settings("midtrans").text("window"), "popup");
    auto without_window = chosen;
    without_window[2].second = "redirect";
    EXPECT_EQ(admin.post("/admin/plugins/midtrans/settings", without_window).status, 303)
        << "the key is for the window alone";
}

TEST(Window, is_for_a_payment_that_waits_on_midtranss_page)
{
    Config config;
    config.server_key = test_server_key;
    config.client_key = "SB-Mid-client-x";
    config.snap_base = "https://app.midtrans.com/snap/v1";
    config.in_window = true;
    shop::PaymentView payment;
    payment.provider = "midtrans";
    payment.state = shop::PaymentState::pending;
    payment.redirect_url = "https://app.midtrans.com/snap/v4/redirection/t";
    payment.extra = Value{{"here", true}, {"token", "t"}};
    EXPECT_EQ(window_of(config, payment)["token"].text(), "t");
    EXPECT_EQ(window_of(config, payment)["client_key"].text(), "SB-Mid-client-x");

    const auto is_shut = [&](auto change) {
        auto changed_config = config;
        auto changed = payment;
        change(changed_config, changed);
        return window_of(changed_config, changed).is_null();
    };
    EXPECT_TRUE(is_shut([](Config& its, shop::PaymentView&) { its.in_window = false; }));
    EXPECT_TRUE(is_shut([](Config& its, shop::PaymentView&) { its.client_key = its.server_key; }));
    EXPECT_TRUE(is_shut([](Config& its, shop::PaymentView&) { its.client_key = "Mid-server-other"; }));
    EXPECT_TRUE(is_shut([](Config&, shop::PaymentView& its) { its.provider = "stripe"; }));
    EXPECT_TRUE(is_shut([](Config&, shop::PaymentView& its) { its.state = shop::PaymentState::paid; }));
    EXPECT_TRUE(is_shut([](Config&, shop::PaymentView& its) { its.redirect_url.clear(); }));
    EXPECT_TRUE(is_shut([](Config&, shop::PaymentView& its) { its.extra = {}; })) << "begun before it was chosen";
}

TEST(ScriptAddress, stands_beside_the_api_of_pages)
{
    Config config;
    config.snap_base = "https://app.midtrans.com/snap/v1";
    EXPECT_EQ(script_address(config), "https://app.midtrans.com/snap/snap.js");
    config.snap_base = "http://127.0.0.1:8090/snap";
    EXPECT_EQ(script_address(config), "http://127.0.0.1:8090/snap/snap.js");
}

} // namespace
} // namespace hurtrock::midtrans
