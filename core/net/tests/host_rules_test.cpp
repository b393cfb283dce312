#include "core/net/host_rules.hpp"

#include <gtest/gtest.h>

namespace hurtrock::net {
namespace {

std::vector<HostRule> rules_of(std::initializer_list<const char*> written)
{
    std::vector<HostRule> rules;
    for (const auto* one : written)
        rules.push_back(parse_host_rule(one).value());
    return rules;
}

bool allowed(const std::vector<HostRule>& rules, const std::string& url, const std::string& setting = {})
{
    const auto address = parse_address(url);
    return address && refusal_of(*address, rules, [&](const std::string&) { return setting; }).empty();
}

TEST(HostRules, AHostIsThatHostOverHttpsOnItsPort)
{
    const auto rules = rules_of({"api.example.com", "pay.example.com:8443"});
    EXPECT_TRUE(allowed(rules, "https://api.example.com/v1?x=1#y"));
    EXPECT_TRUE(allowed(rules, "HTTPS://API.Example.COM:443/"));
    EXPECT_TRUE(allowed(rules, "https://pay.example.com:8443/"));
    for (const auto* other : {"https://pay.example.com/", "https://api.example.com:8443/", "http://api.example.com/",
                              "https://api.example.com.evil.example/", "https://evil.example/api.example.com",
                              "https://xapi.example.com/", "https://api.example.com./", "https://127.0.0.1/"})
        EXPECT_FALSE(allowed(rules, other)) << other;
}

TEST(HostRules, ASuffixIsWhatLiesBelowIt)
{
    const auto rules = rules_of({"*.example.com"});
    EXPECT_TRUE(allowed(rules, "https://a.b.example.com/"));
    EXPECT_FALSE(allowed(rules, "https://example.com/"));
    EXPECT_FALSE(allowed(rules, "https://evilexample.com/"));
}

TEST(HostRules, ASettingIsItsSchemeHostAndPort)
{
    const auto rules = rules_of({"${setting:base_url}"});
    EXPECT_TRUE(allowed(rules, "https://sandbox.example/x", "https://sandbox.example/v2"));
    EXPECT_TRUE(allowed(rules, "http://127.0.0.1:4010/x", "http://127.0.0.1:4010"));
    EXPECT_TRUE(allowed(rules, "http://gateway.internal/x", "http://gateway.internal"));
    EXPECT_FALSE(allowed(rules, "http://sandbox.example/x", "https://sandbox.example"));
    EXPECT_FALSE(allowed(rules, "https://sandbox.example:444/x", "https://sandbox.example"));
    EXPECT_FALSE(allowed(rules, "https://sandbox.example/x", ""));
}

TEST(HostRules, BecomeSourcesOfAPolicy)
{
    const auto source = [](std::string_view written, const std::string& setting = {}) {
        return source_of(parse_host_rule(written).value(), [&](const std::string&) { return setting; });
    };
    EXPECT_EQ(source("pay.example.com"), "https://pay.example.com");
    EXPECT_EQ(source("pay.example.com:8443"), "https://pay.example.com:8443");
    EXPECT_EQ(source("*.example.com"), "https://*.example.com");
    EXPECT_EQ(source("${setting:base}", "http://127.0.0.1:4010/v1"), "http://127.0.0.1:4010");
    EXPECT_EQ(source("${setting:base}", "https://pay.example.com/x"), "https://pay.example.com");
    EXPECT_EQ(source("${setting:base}", ""), "");
    EXPECT_EQ(source("${setting:base}", "not an address; script-src *"), "");
}

TEST(HostRules, PlainHttpIsForLoopbackOnly)
{
    const auto rules = rules_of({"localhost:4010", "127.0.0.1:4010", "api.example.com:80"});
    EXPECT_TRUE(allowed(rules, "http://localhost:4010/"));
    EXPECT_TRUE(allowed(rules, "http://127.0.0.1:4010/"));
    EXPECT_FALSE(allowed(rules, "http://api.example.com/"));
    EXPECT_FALSE(allowed(rules, "http://127.0.0.1.evil.example:4010/"));
}

TEST(HostRules, AddressesThatAreNeverCalled)
{
    for (const auto* url :
         {"", "api.example.com", "ftp://api.example.com/", "file:///etc/passwd", "https://user:pw@api.example.com/",
          "https://user@api.example.com/", "https://", "https://api.example.com:0x50/",
          "https://api.example.com:99999/", "https://api.example.com\r\nX: y/", "gopher://a/", "smtp://a/"})
        EXPECT_FALSE(parse_address(url)) << url;
    EXPECT_EQ(parse_address("http://[::1]:81/")->place(), "[::1]:81");
    EXPECT_TRUE(parse_address("http://[::1]:81/")->is_loopback());
}

TEST(HostRules, SaysWhatIsWrongWithARule)
{
    const auto reason = [](const char* written) {
        return std::string{parse_host_rule(written).problem().arguments["reason"].text()};
    };
    EXPECT_NE(reason("https://api.example.com").find("without \"https://\""), std::string::npos);
    EXPECT_NE(reason("api.example.com/v1").find("without a path"), std::string::npos);
    EXPECT_NE(reason("*.com").find("half the world"), std::string::npos);
    EXPECT_NE(reason("api.example.com:http").find("no port"), std::string::npos);
    for (const auto* wrong :
         {"", "*", "*.", "a..b", "-a.example", "API.example.com", "api_x.example", "a b", "${setting:x"})
        EXPECT_FALSE(parse_host_rule(wrong)) << wrong;
    for (const auto* right : {"api.example.com", "*.example.com:8443", "${setting:base_url}"})
        EXPECT_EQ(parse_host_rule(right)->written(), right);
}

TEST(HostRules, APageLoadsOnlyFromWhatIsDeclared)
{
    const auto rules = rules_of({"app.example.com", "*.example.net", "${setting:base_url}"});
    const auto source = [&](const std::string& url) {
        const auto found =
            page_source(url, rules, [](const std::string&) { return std::string{"http://127.0.0.1:8090/v1"}; });
        return found ? *found : "refused: " + found.problem().code;
    };
    EXPECT_EQ(source("https://APP.example.com/snap/snap.js?x=1"), "https://app.example.com");
    EXPECT_EQ(source("https://a.b.example.net:443/"), "https://a.b.example.net");
    EXPECT_EQ(source("http://127.0.0.1:8090/snap/snap.js"), "http://127.0.0.1:8090");
    for (const auto* other :
         {"https://elsewhere.example/", "https://example.net/", "http://app.example.com/",
          "https://app.example.com:8443/", "https://app.example.com.elsewhere.example/",
          "https://app.example.com@elsewhere.example/", "http://127.0.0.1:8091/", "https://*.example.net/",
          "https://a;script-src *.example.net/", "https://a b.example.net/", "data:text/javascript,1", "javascript:1",
          "//app.example.com/", "*", "'unsafe-inline'", ""})
        EXPECT_EQ(source(other), "refused: network.source") << other;
}

} // namespace
} // namespace hurtrock::net
