#include "request_host.hpp"

#include "page_key.hpp"

#include "https.hpp"

#include "core/http/negotiation.hpp"
#include "core/plugins/guard.hpp"

#include <hurtrock/json.hpp>

#include <algorithm>
#include <random>
#include <stdexcept>

namespace hurtrock::web {
namespace {

constexpr std::size_t request_id_length = 12;

/// Tells requests apart, guards nothing: a generator of this thread's own (xorshift64*, Vigna: An experimental exploration of
/// Marsaglia's xorshift generators) instead of a call to the kernel for each request.
std::string make_request_id()
{
    constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";
    thread_local std::uint64_t state = (std::uint64_t{std::random_device{}()} << 32 | std::random_device{}()) | 1;
    std::string id;
    for (std::uint64_t bits = 0; id.size() < request_id_length; bits >>= 6) {
        if (id.size() % 6 == 0) {
            state ^= state >> 12;
            state ^= state << 25;
            state ^= state >> 27;
            bits = (state * 2685821657736338717ull) >> 28; // the upper bits are the good ones; 36 for six characters
        }
        id += alphabet[bits & 63];
    }
    return id;
}

} // namespace

bool has_no_language(std::string_view path)
{
    for (const std::string_view prefix : {"/admin", "/api/", "/assets/", "/media/", "/webhooks/"})
        if (path.starts_with(prefix)) return true;
    return path == "/healthz" || path == "/readyz" || path == "/metrics" || path == "/sitemap.xml" || path == "/robots.txt";
}

namespace {

std::string lower(std::string_view text)
{
    std::string lowered{text};
    std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                   [](unsigned char c) { return static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c); });
    return lowered;
}

} // namespace

std::string localised_path(std::string_view locale, std::string_view path)
{
    if (locale != "en" || !path.starts_with('/') || has_no_language(path)) return std::string{path};
    if (path == "/") return "/en";
    if (path.starts_with("/?")) return "/en" + std::string{path.substr(1)};
    return "/en" + std::string{path};
}

RequestHost::RequestHost(const WebServices& services, const http::Request& raw, Method method)
    : services_{services},
      raw_{raw},
      method_{method},
      id_{make_request_id()},
      client_{client_of(raw, services.trusted_proxies, services.forwarded_by)}
{
    read_target();
    visitor_ = std::make_unique<VisitorHost>(services_, http::parse_cookies(raw_), client_.address, sent("user-agent"),
                                             is_https_only(services_.https, services_.public_url, client_));
    read_own_language();
}

/// Who works in the admin may have chosen a language there; it goes before what the browser asks for.
void RequestHost::read_own_language()
{
    const bool admin = path_ == "/admin" || path_.starts_with("/admin/");
    if (const auto* session = visitor_->session(); admin && session && !session->locale.empty()) locale_ = session->locale;
}

void RequestHost::read_target()
{
    const auto target = http::split_target(raw_.target);
    auto path = http::normalise_path(target.path);
    auto query = http::parse_parameters(target.query);
    bad_target_ = !path || !query;
    path_ = path.value_or("/");
    if (query) query_ = std::move(*query);
    if (path_ == "/en" || path_.starts_with("/en/")) {
        locale_ = "en";
        path_.erase(0, 3);
        if (path_.empty()) path_ = "/";
    } else if (has_no_language(path_)) {
        locale_ = http::best_language(sent("accept-language"), {"id", "en"}).value_or("id");
    }
}

Result<Done> RequestHost::read_form()
{
    const auto content_type = sent("content-type");
    const auto kind = lower(content_type.substr(0, content_type.find(';')));
    if (kind == "multipart/form-data") return read_multipart(content_type);
    if (kind != "application/x-www-form-urlencoded") return Done{};
    auto form = http::parse_parameters(raw_.body);
    if (!form) return Problem{.code = "request.bad_form", .status = 400};
    form_ = std::move(*form);
    return Done{};
}

Result<Done> RequestHost::read_multipart(std::string_view content_type)
{
    auto parsed = http::parse_multipart(content_type, raw_.body);
    if (const auto* error = std::get_if<http::MultipartError>(&parsed)) {
        if (*error == http::MultipartError::too_large || *error == http::MultipartError::too_many_parts)
            return Problem{.code = "request.too_large", .status = 413};
        return Problem{.code = "request.bad_form", .status = 400};
    }
    parts_ = std::move(std::get<std::vector<http::MultipartPart>>(parsed));
    for (const auto& part : parts_) {
        if (!part.filename) {
            if (!http::is_valid_utf8(part.content) || part.content.find('\0') != std::string_view::npos)
                return Problem{.code = "request.bad_form", .status = 400};
            form_.add(part.name, std::string{part.content});
        } else if (!part.filename->empty() || !part.content.empty()) {
            uploads_.push_back({part.name, *part.filename, part.content_type, part.content});
        }
    }
    return Done{};
}

std::string_view RequestHost::path(std::string_view name) const
{
    for (const auto& [known, value] : parameters_)
        if (known == name) return value;
    throw std::out_of_range{"the route has no placeholder {" + std::string{name} + "}"};
}

std::optional<std::string_view> RequestHost::query(std::string_view name) const
{
    const auto* value = query_.get(name);
    return value ? std::optional<std::string_view>{*value} : std::nullopt;
}

std::optional<std::string_view> RequestHost::form(std::string_view name) const
{
    const auto* value = form_.get(name);
    return value ? std::optional<std::string_view>{*value} : std::nullopt;
}

Result<Value> RequestHost::json() const
{
    const auto type = lower(sent("content-type"));
    if (!type.starts_with("application/json")) return Problem{.code = "request.not_json", .status = 415};
    return from_json(raw_.body);
}

std::string_view RequestHost::sent(std::string_view name) const
{
    const auto* value = raw_.header(name);
    return value ? std::string_view{*value} : std::string_view{};
}

std::string_view RequestHost::header(std::string_view name) const
{
    const auto lowered = lower(name);
    if (!is_told_apart(lowered)) keep_private();
    return sent(lowered);
}

bool RequestHost::wants_json() const
{
    if (path_.starts_with("/api/") || path_.starts_with("/webhooks/")) return true;
    const auto accept = sent("accept");
    if (accept.empty()) return false;
    return http::media_type_quality(accept, "application/json") > http::media_type_quality(accept, "text/html");
}

void RequestHost::may_load(PageSource what, std::string_view url) const
{
    const char* plugin = plugins::plugin_running();
    const auto source = services_.page_source && plugin ? services_.page_source(plugin, std::string{url})
                                                        : Problem{.code = "network.source", .arguments = {{"reason", "no plugin asks"}}};
    if (!source) throw std::invalid_argument{"may_load: " + std::string{source.problem().arguments["reason"].text()}};
    keep_private();
    sources_.add(what, *source);
}

std::string RequestHost::translate(std::string_view message, const Value& arguments) const
{
    const char* speaker = plugins::plugin_running();
    return services_.locales.translate(locale_, message, arguments, speaker ? speaker : "");
}

std::string RequestHost::url_for(std::string_view path) const { return localised_path(locale_, path); }

std::string RequestHost::absolute_url(std::string_view locale, std::string_view path) const
{
    return (services_.public_url.empty() ? origin() : services_.public_url) + localised_path(locale, path);
}

std::string RequestHost::local_target() const
{
    const auto query = http::split_target(raw_.target).query;
    return path_ + (query.empty() ? "" : "?" + std::string{query});
}

} // namespace hurtrock::web
