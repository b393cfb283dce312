#include "session_form.hpp"

#include <gtest/gtest.h>

#include <map>

namespace hurtrock::stripe {
namespace {

using namespace std::chrono_literals;

const Time now{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21}};

shop::PaymentRequest request()
{
    shop::PaymentRequest made;
    made.attempt_id = "HR-1-abc";
    made.order_number = "HR-1";
    made.order_public_id = "pub1";
    made.amount = Money{268'000};
    made.customer_email = "siti@example.com";
    made.locale = "en";
    made.return_url = "https://shop.example/en/payments/HR-1-abc/return";
    made.expires_at = now + 1h;
    made.idempotency_key = "HR-1-abc-start";
    made.lines = {{shop::LineKind::product, "SKU", "Kopi & Teh", Money{125'000}, 2},
                  {shop::LineKind::shipping, "shipping", "JNE REG", Money{18'000}, 1}};
    return made;
}

std::map<std::string, std::string> fields(const shop::PaymentRequest& payment)
{
    const auto form = session_form(payment, "Order HR-1", now).value();
    std::map<std::string, std::string> all{form.begin(), form.end()};
    EXPECT_EQ(all.size(), form.size()) << "a field stands there twice";
    return all;
}

std::int64_t sum(const std::map<std::string, std::string>& all)
{
    std::int64_t total = 0;
    for (int i = 0; all.contains("line_items[" + std::to_string(i) + "][quantity]"); ++i) {
        const auto at = "line_items[" + std::to_string(i) + "]";
        total += std::stoll(all.at(at + "[quantity]")) * std::stoll(all.at(at + "[price_data][unit_amount]"));
    }
    return total;
}

TEST(SessionForm, names_the_attempt_everywhere_and_each_line)
{
    const auto all = fields(request());
    EXPECT_EQ(all.at("mode"), "payment");
    EXPECT_EQ(all.at("client_reference_id"), "HR-1-abc");
    EXPECT_EQ(all.at("metadata[attempt_id]"), "HR-1-abc");
    EXPECT_EQ(all.at("payment_intent_data[metadata][attempt_id]"), "HR-1-abc");
    EXPECT_EQ(all.at("metadata[order_id]"), "pub1");
    EXPECT_EQ(all.at("locale"), "en");
    EXPECT_EQ(all.at("adaptive_pricing[enabled]"), "false");
    EXPECT_EQ(all.at("line_items[0][price_data][currency]"), "idr");
    EXPECT_EQ(all.at("line_items[0][price_data][unit_amount]"), "12500000");
    EXPECT_EQ(all.at("line_items[0][price_data][product_data][name]"), "Kopi & Teh");
    EXPECT_EQ(all.at("line_items[0][quantity]"), "2");
    EXPECT_EQ(sum(all), 26'800'000);
    EXPECT_FALSE(all.contains("payment_method_types[0]")) << "removed from the API";
}

TEST(SessionForm, an_order_with_a_discount_is_one_line_of_its_total)
{
    auto payment = request();
    payment.lines.push_back({shop::LineKind::discount, "discount", "Diskon", Money{-20'000}, 1});
    payment.amount = Money{248'000};
    const auto all = fields(payment);
    EXPECT_EQ(sum(all), 24'800'000);
    EXPECT_EQ(all.at("line_items[0][price_data][product_data][name]"), "Order HR-1");
    EXPECT_EQ(all.at("line_items[0][price_data][product_data][description]"), "Kopi & Teh × 2, JNE REG, Diskon");
    EXPECT_FALSE(all.contains("line_items[1][quantity]"));
}

TEST(SessionForm, more_lines_than_stripe_takes_are_one_line)
{
    auto payment = request();
    payment.lines.assign(101, {shop::LineKind::product, "S", "Pick gitar édisi", Money{1'000}, 1});
    payment.amount = Money{101'000};
    const auto all = fields(payment);
    EXPECT_EQ(sum(all), 10'100'000);
    EXPECT_LE(all.at("line_items[0][price_data][product_data][description]").size(), 500u);
}

TEST(SessionForm, ends_with_the_payment_where_stripe_allows_it)
{
    auto payment = request();
    EXPECT_EQ(fields(payment).at("expires_at"), std::to_string((now + 1h).time_since_epoch() / 1s));
    for (const auto wrong : {10min, 30min, 25h + 0min, -5min}) {
        payment.expires_at = now + wrong;
        EXPECT_FALSE(fields(payment).contains("expires_at")) << wrong.count();
    }
}

TEST(SessionForm, amounts_beyond_stripe_make_none)
{
    auto payment = request();
    payment.amount = Money{10'000'000'000};
    EXPECT_FALSE(session_form(payment, "x", now));
    payment.amount = Money{};
    EXPECT_FALSE(session_form(payment, "x", now));
}

TEST(SessionForm, text_is_cut_between_characters)
{
    EXPECT_EQ(shortened("pendek", 10), "pendek");
    EXPECT_EQ(shortened("ééééé", 8), "éé…");
    EXPECT_LE(shortened(std::string(999, 'x'), 250).size(), 250u);
}

} // namespace
} // namespace hurtrock::stripe
