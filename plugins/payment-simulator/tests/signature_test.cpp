#include "provider.hpp"

#include <gtest/gtest.h>

#include <random>

namespace hurtrock::payment_simulator {
namespace {

const std::string body = R"({"id":"a","kind":"captured"})";

TEST(Signature, of_the_right_secret_and_time_is_accepted)
{
    EXPECT_TRUE(is_signed("secret", signature_of("secret", 1'700'000'000, body), body, 1'700'000'000));
    EXPECT_TRUE(is_signed("secret", signature_of("secret", 1'700'000'000, body), body, 1'700'000'300));
}

TEST(Signature, too_old_too_new_or_of_another_secret_is_not)
{
    EXPECT_FALSE(is_signed("secret", signature_of("secret", 1'700'000'000, body), body, 1'700'000'301));
    EXPECT_FALSE(is_signed("secret", signature_of("secret", 1'700'000'000, body), body, 1'699'999'699));
    EXPECT_FALSE(is_signed("secret", signature_of("other", 1'700'000'000, body), body, 1'700'000'000));
    for (const auto* header : {"", "t=", "t=1700000000", "t=1700000000,", "v1=00", "t=x,v1=00"})
        EXPECT_FALSE(is_signed("secret", header, body, 1'700'000'000)) << header;
}

TEST(Signature, any_changed_byte_of_header_or_body_is_refused)
{
    std::mt19937 random{7};
    const auto header = signature_of("secret", 1'700'000'000, body);
    for (int round = 0; round < 10'000; ++round) {
        auto changed_header = header, changed_body = body;
        auto& text = round % 2 == 0 ? changed_header : changed_body;
        text[random() % text.size()] ^= static_cast<char>(1U << (random() % 7));
        if (changed_header == header && changed_body == body) continue;
        EXPECT_FALSE(is_signed("secret", changed_header, changed_body, 1'700'000'000));
    }
}

TEST(Body, leads_back_to_its_fact)
{
    const SimulatedEvent event{"e1", "HR-1-abc", "captured", "", Money{12'500}, Time{std::chrono::seconds{5}}};
    const auto fact = fact_in(body_of(event));
    ASSERT_TRUE(fact);
    EXPECT_EQ(fact->key, "captured:e1");
    EXPECT_EQ(fact->amount, Money{12'500});
    EXPECT_EQ(fact->attempt_id, "HR-1-abc");
    EXPECT_FALSE(fact_in("[]"));
    EXPECT_FALSE(fact_in(R"({"kind":"exploded","id":"x"})"));
    EXPECT_FALSE(fact_in("{"));
}

} // namespace
} // namespace hurtrock::payment_simulator
