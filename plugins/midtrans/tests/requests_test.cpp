#include "requests.hpp"
#include "status.hpp"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace hurtrock::midtrans {
namespace {

const Time now = *time_in("2026-11-21 10:00:00");

shop::PaymentRequest request()
{
    shop::PaymentRequest made;
    made.attempt_id = "HR-1042-abcdefgh";
    made.order_number = "HR-1042";
    made.amount = Money{268'000};
    made.customer_name = "Siti Nurhaliza";
    made.customer_email = "siti@example.com";
    made.customer_phone = "+6281234567890";
    made.return_url = "https://shop.example/payments/HR-1042-abcdefgh/return";
    made.expires_at = now + std::chrono::minutes{180};
    made.lines = {{shop::LineKind::product, "SKU-1", "Senar", Money{125'000}, 2},
                  {shop::LineKind::shipping, "shipping", "JNE REG", Money{23'000}, 1},
                  {shop::LineKind::discount, "discount", "Diskon", Money{-5'000}, 1}};
    return made;
}

std::int64_t sum_of(const Value& items)
{
    std::int64_t sum = 0;
    for (const auto& item : items.items())
        sum += item["price"].integer() * item["quantity"].integer();
    return sum;
}

TEST(Items, sum_to_the_amount_with_shipping_and_discount)
{
    const auto items = items_of(request());
    EXPECT_EQ(items.size(), 3U);
    EXPECT_EQ(sum_of(items), 268'000);
    EXPECT_EQ(items.items()[2]["price"].integer(), -5'000);
}

TEST(Items, sum_to_the_amount_for_any_order)
{
    std::mt19937 random{5};
    for (int round = 0; round < 10'000; ++round) {
        auto made = request();
        made.lines.clear();
        std::int64_t sum = 0;
        for (auto count = random() % 12; count > 0; --count) {
            shop::PaymentLine line{.id = "SKU-" + std::to_string(random() % 4), .name = "x"};
            line.price = Money{static_cast<std::int64_t>(random() % 90'000'000) - (random() % 4 == 0 ? 5'000'000 : 0)};
            line.quantity = 1 + static_cast<std::int64_t>(random() % 20);
            sum += (line.price * line.quantity).units();
            made.lines.push_back(line);
        }
        // Now and then the lines do not sum to what is owed: one line stands for all.
        made.amount = Money{round % 5 == 0 ? sum + 1 : std::max<std::int64_t>(sum, 1)};
        const auto items = items_of(made);
        ASSERT_EQ(sum_of(items), made.amount.units());
        std::set<std::string> ids;
        for (const auto& item : items.items()) {
            ASSERT_TRUE(ids.emplace(item["id"].text()).second) << "ids are distinct";
            ASSERT_FALSE(item["name"].text().empty());
        }
    }
}

TEST(Items, have_texts_that_midtrans_takes)
{
    auto made = request();
    std::string long_name;
    for (int i = 0; i < 60; ++i)
        long_name += "é|";
    made.lines[0].name = long_name;
    made.lines[0].id = std::string(70, 'x');
    made.lines[1].id = std::string(70, 'x');
    const auto items = items_of(made);
    const auto name = items.items()[0]["name"].text();
    EXPECT_EQ(name.size(), 75U) << "50 characters, half of them of two bytes";
    EXPECT_EQ(name.find('|'), std::string_view::npos);
    EXPECT_EQ(items.items()[1]["id"].text().size(), 50U);
    EXPECT_NE(items.items()[0]["id"].text(), items.items()[1]["id"].text());
}

TEST(Shortened, never_halves_a_character)
{
    EXPECT_EQ(shortened("añb", 2), "añ");
    EXPECT_EQ(shortened("🎸🎸", 1), "🎸");
    EXPECT_EQ(shortened("abc", 9), "abc");
    EXPECT_EQ(shortened("", 3), "");
}

TEST(SnapBody, says_all_that_the_page_needs)
{
    Config config;
    config.enabled_payments = {"credit_card", "bca_va"};
    auto made = request();
    made.shipping_address.recipient = "Budi";
    made.shipping_address.street = "Jl. Merdeka 1";
    made.shipping_address.city = "Kota Bandung";
    made.shipping_address.postal_code = "40115";
    const auto body = snap_body(made, config, now);
    EXPECT_EQ(body["transaction_details"]["order_id"].text(), "HR-1042-abcdefgh");
    EXPECT_EQ(body["transaction_details"]["gross_amount"].integer(), 268'000);
    EXPECT_EQ(body["callbacks"]["finish"].text(), made.return_url);
    EXPECT_EQ(body["expiry"]["start_time"].text(), "2026-11-21 10:00:00 +0700");
    EXPECT_EQ(body["expiry"]["duration"].integer(), 180);
    EXPECT_EQ(body["enabled_payments"].size(), 2U);
    EXPECT_EQ(body["customer_details"]["shipping_address"]["country_code"].text(), "IDN");
    EXPECT_TRUE(body["credit_card"]["secure"].boolean());
    EXPECT_FALSE(snap_body(made, Config{}, now).has("enabled_payments"));
}

TEST(ChargeBody, names_bank_and_expiry)
{
    const auto va = charge_body(request(), *find_channel("bni_va"), now);
    EXPECT_EQ(va["payment_type"].text(), "bank_transfer");
    EXPECT_EQ(va["bank_transfer"]["bank"].text(), "bni");
    EXPECT_EQ(va["custom_expiry"]["expiry_duration"].integer(), 180);
    EXPECT_EQ(charge_body(request(), *find_channel("qris"), now)["qris"]["acquirer"].text(), "gopay");
    EXPECT_TRUE(charge_body(request(), *find_channel("echannel"), now).has("echannel"));
}

TEST(Config, reads_lists_and_notices_swapped_keys)
{
    EXPECT_EQ(words_in(" credit_card, bca_va;qris  <b> X "),
              (std::vector<std::string>{"credit_card", "bca_va", "qris"}));
    Config config;
    EXPECT_FALSE(key_trouble(config).empty());
    config.server_key = "SB-Mid-server-abc";
    config.client_key = "SB-Mid-client-abc";
    EXPECT_EQ(key_trouble(config), "");
    config.production = true;
    EXPECT_FALSE(key_trouble(config).empty());
    config.server_key = "Mid-client-abc";
    EXPECT_NE(key_trouble(config).find("client key"), std::string::npos);
}

} // namespace
} // namespace hurtrock::midtrans
