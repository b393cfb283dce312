#include "core/http/cookies.hpp"
#include "core/http/url.hpp"

#include <gtest/gtest.h>

namespace hurtrock::http {
namespace {

TEST(PercentEncoding, round_trips_every_byte_of_text)
{
    const std::string text = "a b+c%/?&=é\xf0\x9f\x8e\xb8~";
    EXPECT_EQ(percent_encode("a b/é"), "a%20b%2F%C3%A9");
    EXPECT_EQ(percent_decode(percent_encode(text)), text);
}

TEST(PercentEncoding, refuses_what_cannot_be_decoded_exactly)
{
    for (const char* bad : {"%", "%2", "%zz", "a%2", "%%20", "%00", "%ff", "%c3", "%ed%a0%80", "%c0%af", "%f5%80%80%80"})
        EXPECT_FALSE(percent_decode(bad)) << bad;
    EXPECT_EQ(percent_decode("a%2Fb"), "a/b");
    EXPECT_EQ(percent_decode("a+b"), "a+b");
    EXPECT_EQ(percent_decode("a+b", Plus::space), "a b");
}

TEST(Parameters, keep_order_and_repetition)
{
    const auto parameters = parse_parameters("size=S&size=M&&q=bass+guitar%21&empty&x=a=b");
    ASSERT_TRUE(parameters);
    EXPECT_EQ(parameters->all("size"), (std::vector<std::string>{"S", "M"}));
    EXPECT_EQ(*parameters->get("q"), "bass guitar!");
    EXPECT_EQ(*parameters->get("empty"), "");
    EXPECT_EQ(*parameters->get("x"), "a=b");
    EXPECT_EQ(parameters->get("none"), nullptr);
    EXPECT_EQ(write_parameters(*parameters), "size=S&size=M&q=bass%20guitar%21&empty=&x=a%3Db");
}

TEST(Parameters, are_limited_and_strict)
{
    EXPECT_TRUE(parse_parameters(""));
    EXPECT_TRUE(parse_parameters("")->is_empty());
    EXPECT_FALSE(parse_parameters("a=%"));
    EXPECT_FALSE(parse_parameters("%=a"));
    EXPECT_FALSE(parse_parameters("a=1&b=2&c=3", 2));
    EXPECT_TRUE(parse_parameters("a=1&b=2", 2));
}

TEST(Paths, are_split_from_queries)
{
    EXPECT_EQ(split_target("/a/b?c=d?e").path, "/a/b");
    EXPECT_EQ(split_target("/a/b?c=d?e").query, "c=d?e");
    EXPECT_EQ(split_target("/a").query, "");
}

TEST(Paths, are_decoded_and_cleaned)
{
    EXPECT_EQ(normalise_path("/"), "/");
    EXPECT_EQ(normalise_path("//"), "/");
    EXPECT_EQ(normalise_path("/a//b/"), "/a/b/");
    EXPECT_EQ(normalise_path("//evil.example/a"), "/evil.example/a");
    EXPECT_EQ(normalise_path("/caf%C3%A9/...x"), "/café/...x");
    EXPECT_EQ(normalise_path("/a+b"), "/a+b");
}

TEST(Paths, cannot_climb_or_hide_anything)
{
    for (const char* bad : {"", "a", "/..", "/../a", "/a/..", "/a/../b", "/./a", "/%2e%2e/a", "/.%2E/a", "/a%2fb", "/a%2F..%2Fb", "/a\\b", "/%5c",
                            "/a%00", "/%0d%0a", "/%7f", "/%", "/%ff"})
        EXPECT_FALSE(normalise_path(bad)) << bad;
}

TEST(Cookies, of_several_headers_are_all_read)
{
    Request request;
    request.headers = {{"cookie", "a=1; b=\"two\""}, {"host", "x"}, {"cookie", "c=3"}};
    const auto cookies = parse_cookies(request);
    EXPECT_EQ(*cookies.get("a"), "1");
    EXPECT_EQ(*cookies.get("b"), "two");
    EXPECT_EQ(*cookies.get("c"), "3");
}

TEST(Cookies, that_are_malformed_do_not_hide_the_others)
{
    Request request;
    request.headers = {{"cookie", "; novalue; =noname; a b=1; good=x=y ;; bad\x01=1; last="}};
    const auto cookies = parse_cookies(request);
    ASSERT_EQ(cookies.entries().size(), 2u);
    EXPECT_EQ(*cookies.get("good"), "x=y");
    EXPECT_EQ(*cookies.get("last"), "");
}

TEST(Cookies, are_written_safely)
{
    SetCookie cookie;
    cookie.name = "session";
    cookie.value = "abc.DEF-1";
    cookie.max_age = std::chrono::seconds(60);
    EXPECT_EQ(write_set_cookie(cookie), "session=abc.DEF-1; Path=/; Max-Age=60; SameSite=Lax; Secure; HttpOnly");
    cookie.value = "a;b";
    EXPECT_FALSE(write_set_cookie(cookie));
    cookie.value = "a\r\nX: 1";
    EXPECT_FALSE(write_set_cookie(cookie));
    cookie.value = "ok";
    cookie.path = "/a; Domain=evil";
    EXPECT_FALSE(write_set_cookie(cookie));
    cookie.path = "/";
    cookie.name = "a b";
    EXPECT_FALSE(write_set_cookie(cookie));
}

} // namespace
} // namespace hurtrock::http
