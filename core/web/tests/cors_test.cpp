#include "core/web/cors.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace hurtrock::web {
namespace {

const config::CorsConfig named{.origins = {"https://a.example", "https://b.example"}, .methods = {"GET", "PUT"}, .headers = {"X-Key"}, .credentials = true, .max_age_seconds = 60};
const config::CorsConfig anybody{.origins = {"*"}};

std::string headers_for(const config::CorsConfig& cors, std::string_view path, std::string method, http::HeaderList sent)
{
    http::Request request;
    request.method = std::move(method);
    request.headers = std::move(sent);
    http::HeaderList headers;
    add_cors_headers(cors, request, path, headers);
    std::string text;
    for (const auto& [name, value] : headers) text += name + ": " + value + "\n";
    return text;
}

TEST(Cors, AnswersListedOriginsOnly)
{
    EXPECT_EQ(headers_for(named, "/api/x", "GET", {{"origin", "https://b.example"}}),
              "Vary: Origin\nAccess-Control-Allow-Origin: https://b.example\nAccess-Control-Allow-Credentials: true\n"
              "Access-Control-Expose-Headers: ETag, Link, Location, Retry-After, X-Request-Id\n");
    for (const char* other : {"https://c.example", "https://a.example.evil", "http://a.example", "null", "https://A.example", ""})
        EXPECT_EQ(headers_for(named, "/api/x", "GET", {{"origin", other}}), "Vary: Origin\n") << other;
    EXPECT_EQ(headers_for(named, "/api/x", "GET", {}), "Vary: Origin\n");
}

TEST(Cors, AnswersPreflights)
{
    EXPECT_EQ(headers_for(named, "/api/x", "OPTIONS", {{"origin", "https://a.example"}, {"access-control-request-method", "PUT"}}),
              "Vary: Origin\nAccess-Control-Allow-Origin: https://a.example\nAccess-Control-Allow-Credentials: true\n"
              "Access-Control-Allow-Methods: GET, PUT\nAccess-Control-Allow-Headers: X-Key\nAccess-Control-Max-Age: 60\n");
    EXPECT_EQ(headers_for(named, "/api/x", "OPTIONS", {{"origin", "https://c.example"}, {"access-control-request-method", "PUT"}}), "Vary: Origin\n");
}

TEST(Cors, IsSilentOutsideTheApiAndWhenOff)
{
    EXPECT_EQ(headers_for(named, "/page", "GET", {{"origin", "https://a.example"}}), "");
    EXPECT_EQ(headers_for(named, "/apix", "GET", {{"origin", "https://a.example"}}), "");
    EXPECT_EQ(headers_for({}, "/api/x", "GET", {{"origin", "https://a.example"}}), "");
}

TEST(Cors, NeverLetsEverybodyActForAVisitor)
{
    const auto text = headers_for(anybody, "/api/x", "GET", {{"origin", "https://any.example"}});
    EXPECT_NE(text.find("Access-Control-Allow-Origin: *\n"), std::string::npos);
    EXPECT_EQ(text.find("Credentials"), std::string::npos);
    EXPECT_FALSE(is_trusted_origin(anybody, "/api/x", "https://any.example"));
    EXPECT_TRUE(is_listed_origin(anybody, "/api/x", "https://any.example"));
    EXPECT_TRUE(is_trusted_origin(named, "/api/x", "https://a.example"));
    EXPECT_FALSE(is_trusted_origin(named, "/account", "https://a.example"));
    EXPECT_FALSE(is_listed_origin(anybody, "/api/x", ""));
}

} // namespace
} // namespace hurtrock::web
