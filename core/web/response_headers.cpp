#include "response_headers.hpp"

#include "cors.hpp"

#include "core/http/characters.hpp"

#include <algorithm>

namespace hurtrock::web {
namespace {

constexpr int seconds_a_day = 86'400;

} // namespace

bool has_header(const http::HeaderList& headers, std::string_view name)
{
    return std::any_of(headers.begin(), headers.end(), [&](const auto& entry) { return http::equal_ignoring_case(entry.first, name); });
}

std::string content_security_policy(std::string_view nonce, std::string_view form_targets, const PageSources& sources)
{
    const auto own_and = [&](PageSource what) { return "'self'" + sources.list(what) + "; "; };
    const auto scripts = nonce.empty() ? std::string{} : " 'nonce-" + std::string{nonce} + "'";
    return "default-src 'none'; script-src 'self'" + scripts + sources.list(PageSource::script) + "; style-src " + own_and(PageSource::style) +
           "img-src " + own_and(PageSource::picture) + "font-src 'self'; connect-src " + own_and(PageSource::connection) +
           (sources.has(PageSource::frame) ? "frame-src" + sources.list(PageSource::frame) + "; " : "") +
           "manifest-src 'self'; form-action 'self'" + std::string{form_targets} + "; base-uri 'none'; frame-ancestors 'none'";
}

void add_common_headers(const WebServices& services, const RequestHost& request, http::HeaderList& headers)
{
    const auto add = [&](const char* name, std::string value) {
        if (!has_header(headers, name)) headers.emplace_back(name, std::move(value));
    };
    if (!has_header(headers, "Content-Security-Policy"))
        headers.emplace_back("Content-Security-Policy", content_security_policy({}, services.form_targets ? services.form_targets() : ""));
    add("X-Content-Type-Options", "nosniff");
    add("Referrer-Policy", "strict-origin-when-cross-origin");
    add("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()");
    add("Cross-Origin-Opener-Policy", "same-origin");
    add("X-Request-Id", std::string{request.id()});
    headers.emplace_back("Vary", "Accept-Encoding, Cookie");
    if (request.secure() && services.hsts_days > 0)
        add("Strict-Transport-Security", "max-age=" + std::to_string(static_cast<std::int64_t>(services.hsts_days) * seconds_a_day));
    add_cors_headers(services.cors, request.raw(), request.path(), headers);
}

} // namespace hurtrock::web
