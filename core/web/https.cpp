#include "https.hpp"

namespace hurtrock::web {
namespace {

/// Without the port, which is that of http.
std::string_view name_of_host(std::string_view host)
{
    const auto colon = host.rfind(':');
    const bool has_port = colon != std::string_view::npos && host.find(']', colon) == std::string_view::npos;
    return has_port ? host.substr(0, colon) : host;
}

} // namespace

std::optional<std::string> https_address(config::HttpsMode mode, std::string_view public_url, const Client& client, std::string_view target)
{
    const bool public_https = public_url.starts_with("https://");
    const bool wanted = mode == config::HttpsMode::always || (mode == config::HttpsMode::automatic && public_https && client.scheme_reported);
    if (!wanted || client.scheme == "https" || !target.starts_with('/')) return std::nullopt;
    if (public_https) return std::string{public_url} + std::string{target};
    if (client.host.empty()) return std::nullopt; // HTTP/1.0 without a host: nowhere to send them
    return "https://" + std::string{name_of_host(client.host)} + std::string{target};
}

bool is_https_only(config::HttpsMode mode, std::string_view public_url, const Client& client)
{
    return client.scheme == "https" || mode == config::HttpsMode::always ||
           (mode == config::HttpsMode::automatic && public_url.starts_with("https://"));
}

} // namespace hurtrock::web
