#include "page_key.hpp"

#include "page_cache.hpp"
#include "request_host.hpp"

#include "core/http/negotiation.hpp"

namespace hurtrock::web {
namespace {

constexpr std::string_view our_cookies = "hurtrock_";

/// Headers that make an answer somebody's own, or a part of one.
bool is_personal(const http::Request& request)
{
    for (const auto& [name, value] : request.headers) {
        if (name == "cookie" && value.find(our_cookies) != std::string::npos) return true;
        if (name == "authorization" || name == "origin" || name == "range") return true;
    }
    return false;
}

bool is_never_shared(std::string_view target)
{
    for (const std::string_view prefix : {"/admin", "/webhooks/", "/readyz", "/metrics"})
        if (target.starts_with(prefix)) return true;
    return false;
}

std::string_view value_of(const http::Request& request, std::string_view name)
{
    const auto* value = request.header(name);
    return value ? std::string_view{*value} : std::string_view{};
}

/// As Responder chooses.
char coding_of(const http::Request& request)
{
    const auto accepted = value_of(request, "accept-encoding");
    return http::accepts_encoding(accepted, "br") ? 'b' : http::accepts_encoding(accepted, "gzip") ? 'g' : '-';
}

/// As Request::wants_json chooses, for addresses that have both forms.
char form_of(const http::Request& request)
{
    const auto accept = value_of(request, "accept");
    if (accept.find("json") == std::string_view::npos) return 'h';
    return http::media_type_quality(accept, "application/json") > http::media_type_quality(accept, "text/html") ? 'j'
                                                                                                                : 'h';
}

} // namespace

std::optional<std::string> page_key(const WebServices& services, const http::Request& request)
{
    if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
    if (request.target.size() > PageCache::key_bytes_max || is_never_shared(request.target) || is_personal(request))
        return std::nullopt;
    const auto client = client_of(request, services.trusted_proxies, services.forwarded_by);
    std::string key{coding_of(request), form_of(request)};
    if (has_no_language(http::split_target(request.target).path))
        key += http::best_language(value_of(request, "accept-language"), {"id", "en"}).value_or("id");
    return key.append(1, '\n')
        .append(client.scheme)
        .append("://")
        .append(client.host)
        .append(1, '\n')
        .append(request.target);
}

} // namespace hurtrock::web
