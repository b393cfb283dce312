#include "core/web/client.hpp"
#include "core/web/https.hpp"

#include <gtest/gtest.h>

namespace hurtrock::web {
namespace {

using config::ForwardedBy;
using config::HttpsMode;

const base::IpRanges proxies{*base::IpRange::parse("10.0.0.0/8"), *base::IpRange::parse("::1")};

http::Request from(std::string peer, http::HeaderList headers)
{
    http::Request request;
    request.peer = std::move(peer);
    request.headers = std::move(headers);
    request.headers.emplace_back("host", "inner:5000");
    return request;
}

std::string seen(const http::Request& request, ForwardedBy by = ForwardedBy::x_forwarded)
{
    const auto client = client_of(request, proxies, by);
    return client.address + " " + client.scheme + " " + client.host + (client.scheme_reported ? "" : " ?");
}

TEST(Client, IsThePeerWhenItIsNoProxy)
{
    EXPECT_EQ(seen(from("203.0.113.9", {})), "203.0.113.9 http inner:5000 ?");
    EXPECT_EQ(seen(from("203.0.113.9", {{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-proto", "https"}, {"x-forwarded-host", "evil"}})), "203.0.113.9 http inner:5000 ?");
    EXPECT_EQ(seen(from("203.0.113.9", {{"forwarded", "for=1.2.3.4;proto=https"}}), ForwardedBy::rfc7239), "203.0.113.9 http inner:5000 ?");
    EXPECT_EQ(client_of(from("10.0.0.1", {{"x-forwarded-for", "1.2.3.4"}}), {}, ForwardedBy::x_forwarded).address, "10.0.0.1");
}

TEST(Client, IsWhomTheTrustedProxySaw)
{
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-for", "203.0.113.9"}, {"x-forwarded-proto", "https"}, {"x-forwarded-host", "shop.example"}})), "203.0.113.9 https shop.example");
    EXPECT_EQ(seen(from("::1", {{"x-forwarded-for", "2001:DB8:0::1"}, {"x-forwarded-proto", "HTTPS"}})), "2001:db8::1 https inner:5000");
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-proto", "http"}})), "10.0.0.1 http inner:5000");
    EXPECT_EQ(seen(from("10.0.0.1", {})), "10.0.0.1 http inner:5000 ?");
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-for", "203.0.113.9:4711"}})), "203.0.113.9 http inner:5000 ?");
}

TEST(Client, IsNotWhatTheVisitorWroteBeforeTheProxyDid)
{
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-for", "1.2.3.4, 10.9.9.9, 203.0.113.9"}})), "203.0.113.9 http inner:5000 ?");
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-for", "1.2.3.4"}, {"x-forwarded-for", "203.0.113.9"}})), "203.0.113.9 http inner:5000 ?") << "a line of its own";
    EXPECT_EQ(seen(from("10.0.0.1", {{"forwarded", "for=1.2.3.4;proto=https"}, {"x-forwarded-for", "203.0.113.9"}, {"x-forwarded-proto", "http"}})), "203.0.113.9 http inner:5000");
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-for", "1.2.3.4, nonsense"}})), "10.0.0.1 http inner:5000 ?");
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-host", "a/../b"}})), "10.0.0.1 http inner:5000 ?");
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-proto", "gopher"}})), "10.0.0.1 http inner:5000 ?");
}

TEST(Client, IsFoundBehindSeveralProxies)
{
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-for", "203.0.113.9, 10.0.0.2"}, {"x-forwarded-proto", "https, http"}})), "203.0.113.9 https inner:5000");
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-for", "203.0.113.9, 10.0.0.2"}, {"x-forwarded-proto", "https"}})), "203.0.113.9 https inner:5000");
    EXPECT_EQ(seen(from("10.0.0.1", {{"x-forwarded-for", "10.0.0.3, 10.0.0.2"}})), "10.0.0.3 http inner:5000 ?") << "a visitor from within";
}

TEST(Client, IsReadFromForwarded)
{
    EXPECT_EQ(seen(from("10.0.0.1", {{"forwarded", "for=203.0.113.9;proto=https;host=\"shop.example:8443\""}}), ForwardedBy::rfc7239), "203.0.113.9 https shop.example:8443");
    EXPECT_EQ(seen(from("10.0.0.1", {{"forwarded", "For=\"[2001:db8::1]:4711\"; Proto=https"}}), ForwardedBy::rfc7239), "2001:db8::1 https inner:5000");
    EXPECT_EQ(seen(from("10.0.0.1", {{"forwarded", "for=1.2.3.4, for=203.0.113.9;proto=https, for=10.0.0.2;proto=http"}}), ForwardedBy::rfc7239), "203.0.113.9 https inner:5000");
    EXPECT_EQ(seen(from("10.0.0.1", {{"forwarded", "for=unknown;proto=https"}}), ForwardedBy::rfc7239), "10.0.0.1 https inner:5000");
    EXPECT_EQ(seen(from("10.0.0.1", {{"forwarded", "for=\"a,b\";proto=https"}}), ForwardedBy::rfc7239), "10.0.0.1 https inner:5000");
    EXPECT_EQ(seen(from("10.0.0.1", {{"forwarded", ";;=,for"}}), ForwardedBy::rfc7239), "10.0.0.1 http inner:5000 ?");
    EXPECT_EQ(seen(from("10.0.0.1", {{"forwarded", "for=[::1"}}), ForwardedBy::rfc7239), "10.0.0.1 http inner:5000 ?");
}

std::string sent_to(HttpsMode mode, std::string_view public_url, std::string scheme, bool reported, std::string host = "shop.example:80")
{
    return https_address(mode, public_url, {"203.0.113.9", std::move(scheme), std::move(host), reported}, "/a?b=c").value_or("-");
}

TEST(Https, IsWhereVisitorsAreSent)
{
    EXPECT_EQ(sent_to(HttpsMode::automatic, "https://shop.example", "http", true), "https://shop.example/a?b=c");
    EXPECT_EQ(sent_to(HttpsMode::automatic, "https://shop.example", "http", false), "-") << "nobody says how they came";
    EXPECT_EQ(sent_to(HttpsMode::automatic, "https://shop.example", "https", true), "-");
    EXPECT_EQ(sent_to(HttpsMode::automatic, "http://shop.example", "http", true), "-");
    EXPECT_EQ(sent_to(HttpsMode::automatic, "", "http", true), "-");
    EXPECT_EQ(sent_to(HttpsMode::always, "", "http", false), "https://shop.example/a?b=c");
    EXPECT_EQ(sent_to(HttpsMode::always, "", "http", false, "[::1]:5000"), "https://[::1]/a?b=c");
    EXPECT_EQ(sent_to(HttpsMode::always, "", "http", false, "[::1]"), "https://[::1]/a?b=c");
    EXPECT_EQ(sent_to(HttpsMode::always, "", "http", false, ""), "-");
    EXPECT_EQ(sent_to(HttpsMode::always, "", "https", true), "-");
    EXPECT_EQ(sent_to(HttpsMode::never, "https://shop.example", "http", true), "-");
}

TEST(Https, DecidesWhetherCookiesAreSecure)
{
    EXPECT_TRUE(is_https_only(HttpsMode::never, "", {"", "https", "", true}));
    EXPECT_TRUE(is_https_only(HttpsMode::automatic, "https://shop.example", {}));
    EXPECT_TRUE(is_https_only(HttpsMode::always, "", {}));
    EXPECT_FALSE(is_https_only(HttpsMode::automatic, "", {}));
    EXPECT_FALSE(is_https_only(HttpsMode::never, "https://shop.example", {}));
}

} // namespace
} // namespace hurtrock::web
