#include "signature.hpp"

#include <hurtrock/crypto.hpp>
#include <hurtrock/json.hpp>

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <random>
#include <sstream>

namespace hurtrock::midtrans {
namespace {

/// Computed by other programs from the documented formula; beside this file.
Value vectors()
{
    std::ifstream file{HURTROCK_PLUGIN_FOLDER "/tests/signature-vectors.json"};
    std::ostringstream text;
    text << file.rdbuf();
    return from_json(text.str()).value();
}

Value notification(const Value& vector)
{
    return {{"order_id", vector["order_id"]},
            {"status_code", vector["status_code"]},
            {"gross_amount", vector["gross_amount"]},
            {"signature_key", vector["signature_key"]},
            {"transaction_status", "settlement"}};
}

TEST(Signature, is_that_of_the_vectors)
{
    const auto known = vectors();
    const auto& list = known["midtrans_signature"].items();
    ASSERT_EQ(list.size(), 4U);
    for (const auto& vector : list) {
        EXPECT_EQ(signature_of(vector["order_id"].text(), vector["status_code"].text(), vector["gross_amount"].text(),
                               vector["server_key"].text()),
                  vector["signature_key"].text());
        EXPECT_TRUE(is_signed(notification(vector), vector["server_key"].text()));
        EXPECT_FALSE(is_signed(notification(vector), "another key"));
        EXPECT_FALSE(is_signed(notification(vector), ""));
    }
}

TEST(Signature, of_basic_auth_is_that_of_the_documentation)
{
    const auto known = vectors();
    EXPECT_EQ("Basic " + to_base64(std::string{known["basic_auth"]["server_key"].text()} + ":"),
              known["basic_auth"]["authorization"].text());
}

/// 10,000 bodies with one to three changed bytes in what is signed, or in the signature.
TEST(Signature, of_a_changed_notification_never_fits)
{
    const auto known = vectors();
    const auto& vector = known["midtrans_signature"].items().front();
    const auto honest = notification(vector);
    std::mt19937 random{11};
    const std::array<const char*, 4> fields{"order_id", "status_code", "gross_amount", "signature_key"};
    int tried = 0;
    while (tried < 10'000) {
        auto changed = honest;
        for (auto changes = 1 + random() % 3; changes > 0; --changes) {
            const auto* field = fields[random() % fields.size()];
            std::string text{changed[field].text()};
            switch (random() % 4) {
            case 0:
                text[random() % text.size()] ^= static_cast<char>(1U << (random() % 7));
                break;
            case 1:
                text.erase(random() % text.size(), 1);
                break;
            case 2:
                text.insert(text.begin() + static_cast<long>(random() % (text.size() + 1)),
                            static_cast<char>('0' + random() % 10));
                break;
            default:
                std::swap(text[random() % text.size()], text[random() % text.size()]);
            }
            if (!text.empty()) changed.set(field, text);
        }
        if (changed == honest) continue;
        ++tried;
        EXPECT_FALSE(is_signed(changed, vector["server_key"].text())) << to_json(changed);
    }
}

TEST(Signature, cannot_be_carried_over_by_moving_letters_between_fields)
{
    // order "A" + "200" + "15000.00" has the same bytes as order "A2" + "001" + "5000.00".
    const auto made = signature_of("A", "200", "15000.00", "key");
    EXPECT_TRUE(is_signed(
        {{"order_id", "A"}, {"status_code", "200"}, {"gross_amount", "15000.00"}, {"signature_key", made}}, "key"));
    EXPECT_EQ(signature_of("A2", "001", "5000.00", "key"), made);
    EXPECT_FALSE(is_signed(
        {{"order_id", "A2"}, {"status_code", "001"}, {"gross_amount", "5000.00"}, {"signature_key", made}}, "key"));
}

TEST(Signature, needs_all_fields_as_text)
{
    for (const auto* field : {"order_id", "status_code", "gross_amount", "signature_key"}) {
        const auto known = vectors();
        const auto& vector = known["midtrans_signature"].items().front();
        auto missing = notification(vector);
        missing.erase(field);
        EXPECT_FALSE(is_signed(missing, vector["server_key"].text())) << field;
        missing.set(field, 200);
        EXPECT_FALSE(is_signed(missing, vector["server_key"].text())) << field;
        missing.set(field, Value::list());
        EXPECT_FALSE(is_signed(missing, vector["server_key"].text())) << field;
    }
    EXPECT_FALSE(is_signed(Value::list(), "key"));
    EXPECT_FALSE(is_signed(Value{}, "key"));
}

} // namespace
} // namespace hurtrock::midtrans
