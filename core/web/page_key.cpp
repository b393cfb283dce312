#include "page_key.hpp"

#include "page_cache.hpp"
#include "request_host.hpp"

#include "core/http/characters.hpp"
#include "core/http/negotiation.hpp"
#include "core/http/url.hpp"

#include <algorithm>

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

bool varies_by_something_else(std::string_view vary)
{
    while (!vary.empty()) {
        const auto name = vary.substr(0, vary.find(','));
        vary.remove_prefix(std::min(name.size() + 1, vary.size()));
        const auto first = name.find_first_not_of(' '), last = name.find_last_not_of(' ');
        if (first == std::string_view::npos) continue;
        const auto header = name.substr(first, last - first + 1);
        // Cookies of ours are nobody else's, others' are not read; forms are told apart.
        const bool is_known = http::equal_ignoring_case(header, "cookie") || http::equal_ignoring_case(header, "accept");
        if (!is_known && !is_told_apart(header)) return true;
    }
    return false;
}

} // namespace

bool is_told_apart(std::string_view header)
{
    for (const std::string_view name : {"accept-encoding", "authorization", "host", "origin", "range"})
        if (http::equal_ignoring_case(header, name)) return true;
    return false;
}

bool may_be_kept(const http::Response& answer)
{
    if (answer.status != 200 || !answer.body || answer.file || answer.source) return false;
    bool is_public = false;
    for (const auto& [name, value] : answer.headers) {
        if (http::equal_ignoring_case(name, "Set-Cookie")) return false;
        if (http::equal_ignoring_case(name, "Vary") && varies_by_something_else(value)) return false;
        if (http::equal_ignoring_case(name, "Cache-Control")) is_public = value.starts_with("public");
    }
    return is_public;
}

std::optional<std::string> page_key(const WebServices& services, const http::Request& request)
{
    if (request.method != "GET" && request.method != "HEAD") return std::nullopt;
    if (request.target.size() > PageCache::key_bytes_max || is_never_shared(request.target) || is_personal(request))
        return std::nullopt;
    if (!request.body.empty()) return std::nullopt;
    const auto client = client_of(request, services.trusted_proxies, services.forwarded_by);
    std::string key{coding_of(request), form_of(request)};
    // Which path an encoded one means is found out later; the language never does harm in the key.
    const auto path = http::split_target(request.target).path;
    if (has_no_language(path) || path.find_first_of("%.") != std::string_view::npos || path.find("//") != std::string_view::npos)
        key += http::best_language(value_of(request, "accept-language"), {"id", "en"}).value_or("id");
    return key.append(1, '\n')
        .append(client.scheme)
        .append("://")
        .append(client.host)
        .append(1, '\n')
        .append(request.target);
}

} // namespace hurtrock::web
