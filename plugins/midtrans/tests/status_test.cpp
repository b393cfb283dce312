#include "methods.hpp"

#include <gtest/gtest.h>

namespace hurtrock::midtrans {
namespace {

using shop::FactKind;

const Time now{std::chrono::seconds{1'795'230'000}};

Value body(std::string_view state, std::string_view fraud, std::string_view type = "credit_card")
{
    Value made{{"order_id", "HR-1-abc"},      {"transaction_id", "t-1"},
               {"status_code", "200"},        {"gross_amount", "268000.00"},
               {"currency", "IDR"},           {"payment_type", type},
               {"transaction_status", state}, {"transaction_time", "2026-11-21 10:00:00"}};
    if (!fraud.empty()) made.set("fraud_status", fraud);
    return made;
}

std::vector<shop::PaymentFact> facts(const Value& told)
{
    const auto status = read_status(told);
    return status ? facts_of(*status, true, now) : std::vector<shop::PaymentFact>{};
}

TEST(Status, means_what_the_table_says)
{
    const std::vector<std::tuple<const char*, const char*, FactKind>> table{
        {"pending", "", FactKind::pending},
        {"pending", "accept", FactKind::pending},
        {"capture", "accept", FactKind::captured},
        {"capture", "challenge", FactKind::review},
        {"capture", "deny", FactKind::failed},
        {"settlement", "accept", FactKind::captured},
        {"settlement", "", FactKind::captured},
        {"authorize", "accept", FactKind::authorized},
        {"authorize", "challenge", FactKind::review},
        {"deny", "", FactKind::attempt_failed},
        {"deny", "accept", FactKind::attempt_failed},
        {"deny", "deny", FactKind::failed},
        {"deny", "challenge", FactKind::failed},
        {"cancel", "", FactKind::cancelled},
        {"expire", "", FactKind::expired},
        {"failure", "", FactKind::attempt_failed},
    };
    for (const auto& [state, fraud, kind] : table) {
        const auto told = facts(body(state, fraud));
        ASSERT_EQ(told.size(), 1U) << state << fraud;
        EXPECT_EQ(told.front().kind, kind) << state << " " << fraud;
        EXPECT_EQ(told.front().attempt_id, "HR-1-abc");
        EXPECT_EQ(told.front().reference, "t-1");
        EXPECT_EQ(told.front().amount, kind == FactKind::captured ? Money{268'000} : Money{});
    }
    EXPECT_TRUE(facts(body("exploded", "")).empty());
}

TEST(Status, of_capture_and_settlement_is_one_fact)
{
    EXPECT_EQ(facts(body("capture", "accept")).front().key, facts(body("settlement", "accept")).front().key);
}

TEST(Status, tells_refunds_as_a_total)
{
    auto told = body("partial_refund", "accept");
    told.set("refunds", Value::list({{{"refund_key", "R1"}, {"refund_amount", "10000.00"}},
                                     {{"refund_key", "R2"}, {"refund_amount", "5000.00"}}}));
    const auto made = facts(told);
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].kind, FactKind::captured);
    EXPECT_EQ(made[1].kind, FactKind::refunded);
    EXPECT_EQ(made[1].amount, Money{15'000});
    EXPECT_EQ(made[1].refund_key, "R2");

    auto whole = body("refund", "");
    whole.set("refund_amount", "268000.00");
    EXPECT_EQ(facts(whole)[1].amount, Money{268'000});
    EXPECT_EQ(facts(body("refund", ""))[1].amount, Money{268'000}) << "without an amount it is all of it";
}

TEST(Status, of_an_approved_card_that_was_cancelled_is_money_sent_back)
{
    auto told = body("cancel", "accept");
    told.set("approval_code", "1576");
    const auto made = facts(told);
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[0].kind, FactKind::cancelled);
    EXPECT_EQ(made[1].kind, FactKind::refunded);
    EXPECT_EQ(made[1].amount, Money{268'000});
}

TEST(Status, of_a_denied_transfer_is_a_reversal)
{
    for (const auto* type : {"bank_transfer", "permata", "echannel", "cstore"}) {
        const auto made = facts(body("deny", "", type));
        ASSERT_EQ(made.size(), 1U);
        EXPECT_EQ(made.front().kind, FactKind::failed);
        EXPECT_EQ(made.front().at, now) << "after whatever was paid";
    }
}

TEST(Status, of_a_chargeback_is_disputed_money)
{
    const auto made = facts(body("chargeback", "accept"));
    ASSERT_EQ(made.size(), 2U);
    EXPECT_EQ(made[1].kind, FactKind::disputed);
    EXPECT_EQ(made[1].amount, Money{268'000});
    auto part = body("partial_chargeback", "");
    part.set("refund_amount", "8000.00");
    EXPECT_EQ(facts(part)[1].amount, Money{8'000});
}

TEST(Status, with_a_fee_of_the_customer_tells_it_apart)
{
    auto told = body("settlement", "accept");
    told.set("gross_amount", "272000.00");
    told.set("metadata", {{"extra_info", {{"gross_amount_info", {{"original_amount", "268000.00"}}}}}});
    const auto made = facts(told);
    EXPECT_EQ(made.front().amount, Money{268'000});
    EXPECT_EQ(made.front().fee, Money{4'000});
    told.set("metadata", {{"extra_info", {{"gross_amount_info", {{"original_amount", "300000.00"}}}}}});
    EXPECT_FALSE(read_status(told)) << "an original above the gross amount is no fee";
}

TEST(Amounts, are_whole_rupiah_or_nothing)
{
    EXPECT_EQ(rupiah_in("268000.00"), 268'000);
    EXPECT_EQ(rupiah_in("268000"), 268'000);
    EXPECT_EQ(rupiah_in("0.0"), 0);
    for (const auto* text :
         {"", ".", ".00", "1.", "1.50", "1.001", "-1.00", "+1", " 1", "1e5", "1,000.00", "0x10", "9999999999999999"})
        EXPECT_FALSE(rupiah_in(text)) << text;
    auto broken = body("settlement", "");
    broken.set("gross_amount", "268000.50");
    EXPECT_FALSE(read_status(broken));
    broken.set("gross_amount", "268000.00");
    for (const auto* currency : {"RUPIAH", "", "I)R", "idr"}) {
        broken.set("currency", currency);
        EXPECT_FALSE(read_status(broken)) << currency;
    }
}

TEST(Times, are_of_jakarta)
{
    const auto time = time_in("2026-11-21 10:00:00");
    ASSERT_TRUE(time);
    EXPECT_EQ(to_rfc3339(*time).substr(0, 19), "2026-11-21T03:00:00");
    EXPECT_EQ(time_text(*time), "2026-11-21 10:00:00 +0700");
    EXPECT_EQ(time_text(*time_in("2027-01-01 00:30:15")), "2027-01-01 00:30:15 +0700");
    for (const auto* text :
         {"", "2026-13-01 00:00:00", "2026-02-30 00:00:00", "2026-11-21T10:00:00", "2026-11-21 24:00:00", "2026-11-21"})
        EXPECT_FALSE(time_in(text)) << text;
}

TEST(Methods, have_names_people_know)
{
    auto va = body("pending", "", "bank_transfer");
    va.set("va_numbers", Value::list({{{"bank", "bca"}, {"va_number", "812785002530231"}}}));
    EXPECT_EQ(read_status(va)->method, "BCA virtual account");
    auto permata = body("pending", "", "permata");
    permata.set("permata_va_number", "8778004890127981");
    EXPECT_EQ(read_status(permata)->method, "Permata virtual account");
    auto card = body("capture", "accept");
    card.set("masked_card", "48111111-1114");
    EXPECT_EQ(read_status(card)->method, "Card •••• 1114");
    EXPECT_EQ(read_status(body("pending", "", "qris"))->method, "QRIS");
    EXPECT_EQ(read_status(body("pending", "", "novelty"))->method, "novelty");
}

TEST(Methods, show_what_is_needed_to_pay)
{
    const Translate same = [](std::string_view text) { return std::string{text}; };
    auto va = body("pending", "", "bank_transfer");
    va.set("expiry_time", "2026-11-22 10:00:00");
    va.set("va_numbers", Value::list({{{"bank", "bca"}, {"va_number", "812785002530231"}}}));
    const auto how = instructions_for(*read_status(va), same);
    ASSERT_TRUE(how);
    EXPECT_EQ(how->rows.items()[1]["copy"].text(), "812785002530231");
    EXPECT_EQ(how->rows.items()[1]["value"].text(), "8127 8500 2530 231");
    EXPECT_EQ(how->expires_at, time_in("2026-11-22 10:00:00"));

    auto wallet = body("pending", "", "gopay");
    wallet.set("qr_string", "0002");
    wallet.set("actions", Value::list({{{"name", "generate-qr-code"}, {"url", "https://api.example/qr"}},
                                       {{"name", "deeplink-redirect"}, {"url", "gojek://gopay/pay"}}}));
    EXPECT_EQ(instructions_for(*read_status(wallet), same)->deep_link, "gojek://gopay/pay");
    wallet.set("actions", Value::list({{{"name", "deeplink-redirect"}, {"url", "javascript://alert(1)"}}}));
    EXPECT_EQ(instructions_for(*read_status(wallet), same)->deep_link, "");
    EXPECT_FALSE(instructions_for(*read_status(body("pending", "")), same));
}

TEST(Methods, are_refunded_by_midtrans_only_where_it_can)
{
    for (const auto* type : {"bank_transfer", "permata", "echannel", "cstore"})
        EXPECT_FALSE(refund_window(*read_status(body("settlement", "", type)))) << type;
    for (const auto* type : {"credit_card", "gopay", "shopeepay", "qris", "dana", "ovo", "kredivo", "akulaku"})
        EXPECT_TRUE(refund_window(*read_status(body("settlement", "", type)))) << type;
}

} // namespace
} // namespace hurtrock::midtrans
