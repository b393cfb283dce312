#include "cors.hpp"

#include "core/http/characters.hpp"

#include <algorithm>

namespace hurtrock::web {
namespace {

/// What scripts of other origins may read beside the headers they always may (Fetch standard, "CORS-safelisted response-header").
constexpr const char* exposed_headers = "ETag, Link, Location, Retry-After, X-Request-Id";

std::string joined(const std::vector<std::string>& items)
{
    std::string list;
    for (const auto& item : items) list += (list.empty() ? "" : ", ") + item;
    return list;
}

} // namespace

bool is_api(std::string_view path) noexcept { return path == "/api" || path.starts_with("/api/"); }

bool is_listed_origin(const config::CorsConfig& cors, std::string_view path, std::string_view origin)
{
    if (!cors.is_on() || !is_api(path) || origin.empty()) return false;
    return cors.origins.front() == "*" || std::find(cors.origins.begin(), cors.origins.end(), origin) != cors.origins.end();
}

bool is_trusted_origin(const config::CorsConfig& cors, std::string_view path, std::string_view origin)
{
    return cors.credentials && is_listed_origin(cors, path, origin);
}

void add_cors_headers(const config::CorsConfig& cors, const http::Request& raw, std::string_view path, http::HeaderList& headers)
{
    if (!cors.is_on() || !is_api(path)) return;
    const bool any = cors.origins.front() == "*";
    if (!any) headers.emplace_back("Vary", "Origin");
    const auto* origin = raw.header("origin");
    if (!origin || !is_listed_origin(cors, path, *origin)) return;
    headers.emplace_back("Access-Control-Allow-Origin", any ? "*" : *origin);
    if (cors.credentials) headers.emplace_back("Access-Control-Allow-Credentials", "true");
    const bool is_preflight = raw.method == "OPTIONS" && raw.header("access-control-request-method");
    if (!is_preflight) {
        headers.emplace_back("Access-Control-Expose-Headers", exposed_headers);
        return;
    }
    headers.emplace_back("Access-Control-Allow-Methods", joined(cors.methods));
    if (!cors.headers.empty()) headers.emplace_back("Access-Control-Allow-Headers", joined(cors.headers));
    headers.emplace_back("Access-Control-Max-Age", std::to_string(cors.max_age_seconds));
}

} // namespace hurtrock::web
