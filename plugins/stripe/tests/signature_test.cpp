#include "signature.hpp"

#include <hurtrock/crypto.hpp>
#include <hurtrock/json.hpp>

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <random>

namespace hurtrock::stripe {
namespace {

/// Made with the official npm client.
Value vectors()
{
    std::ifstream file{HURTROCK_PLUGIN_FOLDER "/tests/signature-vectors.json"};
    const std::string text{std::istreambuf_iterator<char>{file}, {}};
    return from_json(text).value();
}

std::chrono::sys_seconds at(std::int64_t unix_time)
{
    return std::chrono::sys_seconds{std::chrono::seconds{unix_time}};
}

std::string body_of(const Value& vector) { return from_base64(vector["payload_base64"].text()).value(); }

const std::string secret = "whsec_test_secret_hurtrock_01";
const std::string body = R"({"id":"evt_1","object":"event","type":"checkout.session.completed"})";
constexpr std::int64_t when = 1'700'000'000;

std::string header_of(std::string_view key, std::int64_t time, std::string_view text)
{
    const auto written = std::to_string(time);
    return "t=" + written + ",v1=" + hmac_sha256_hex(key, written + "." + std::string{text});
}

TEST(Signature, is_that_of_the_official_client)
{
    const auto all = vectors();
    ASSERT_EQ(all["vectors"].size(), 3u);
    for (const auto& vector : all["vectors"].items()) {
        const auto time = vector["timestamp"].integer();
        EXPECT_TRUE(
            is_signed(vector["header"].text(), body_of(vector), {std::string{vector["secret"].text()}}, at(time)));
        EXPECT_EQ(vector["header"].text(), header_of(vector["secret"].text(), time, body_of(vector)));
    }
}

TEST(Signature, is_refused_where_the_official_client_refuses)
{
    const auto all = vectors();
    ASSERT_GE(all["negative"].size(), 11u);
    for (const auto& one : all["negative"].items()) {
        const auto& vector = all["vectors"].items().at(static_cast<std::size_t>(one["vector"].integer()));
        const auto header = one.has("header") ? one["header"].text() : vector["header"].text();
        const auto key = one["secret"].text(vector["secret"].text());
        const auto text = body_of(vector) + std::string{one["body_suffix"].text()};
        EXPECT_EQ(is_signed(header, text, {std::string{key}}, at(one["now"].integer(vector["timestamp"].integer()))),
                  one["ok"].boolean())
            << one["why"].text();
    }
}

TEST(Signature, of_any_secret_in_use_counts)
{
    const auto header = header_of("whsec_new", when, body);
    EXPECT_TRUE(is_signed(header, body, {"whsec_new", "whsec_old"}, at(when)));
    EXPECT_TRUE(is_signed(header, body, {"whsec_old", "whsec_new"}, at(when)));
    EXPECT_FALSE(is_signed(header, body, {"whsec_old"}, at(when)));
    EXPECT_FALSE(is_signed(header, body, {}, at(when)));
    EXPECT_FALSE(is_signed(header_of("", when, body), body, {""}, at(when))) << "an empty secret signs nothing";
}

TEST(Signature, needs_a_header_that_is_one)
{
    const auto right = header_of(secret, when, body);
    const auto only = right.substr(right.find("v1="));
    for (const auto& header :
         {std::string{}, std::string{"t="}, std::string{","}, std::string{"v1="}, only, "t=1e9," + only, "t=-1," + only,
          "t= 1700000000," + only, "t=1700000000 ," + only, right + ",t=1700000000", "T=1700000000," + only,
          std::string{"t=1700000000,v1="}, std::string{"t=99999999999999999999,"} + only, std::string(5'000, 'x')})
        EXPECT_FALSE(is_signed(header, body, {secret}, at(when))) << header.substr(0, 80);
    EXPECT_TRUE(is_signed("v9=zz," + right + ",v0=00", body, {secret}, at(when))) << "unknown schemes are passed over";
}

/// Nobody who lacks the secret gets anything past it, whatever is changed.
TEST(Signature, ten_thousand_changes_of_header_or_body_are_refused)
{
    std::mt19937 random{5};
    const auto header = header_of(secret, when, body);
    const auto below = [&](std::size_t end) { return static_cast<std::size_t>(random() % end); };
    int tried = 0;
    while (tried < 10'000) {
        auto changed_header = header, changed_body = body;
        auto& text = below(2) == 0 ? changed_header : changed_body;
        switch (below(5)) {
        case 0:
            text[below(text.size())] ^= static_cast<char>(1U << below(8));
            break;
        case 1:
            text.erase(below(text.size()), 1 + below(4));
            break;
        case 2:
            text.insert(below(text.size() + 1), 1, static_cast<char>(below(256)));
            break;
        case 3:
            std::swap(text[below(text.size())], text[below(text.size())]);
            break;
        default:
            text.resize(below(text.size()));
            break;
        }
        // What is behind the signature's comma, or a scheme of another name, says nothing.
        if (changed_body == body && changed_header.find(header) != std::string::npos) continue;
        if (changed_body == body && changed_header == header) continue;
        ++tried;
        EXPECT_FALSE(is_signed(changed_header, changed_body, {secret}, at(when))) << changed_header << "\n"
                                                                                  << changed_body;
    }
}

TEST(Signature, a_recorded_one_is_too_old_after_five_minutes)
{
    const auto header = header_of(secret, when, body);
    EXPECT_TRUE(is_signed(header, body, {secret}, at(when + 300)));
    EXPECT_FALSE(is_signed(header, body, {secret}, at(when + 301)));
    EXPECT_FALSE(
        is_signed("t=" + std::to_string(when + 301) + header.substr(header.find(',')), body, {secret}, at(when + 301)));
}

} // namespace
} // namespace hurtrock::stripe
