#include "address.hpp"

#include <algorithm>
#include <charconv>
#include <curl/curl.h>

namespace hurtrock::net {
namespace {

using Parsed = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(const Parsed& url, CURLUPart which, unsigned flags = 0)
{
    char* text = nullptr;
    std::string copy;
    if (curl_url_get(url.get(), which, &text, flags) == CURLUE_OK) copy = text;
    curl_free(text);
    return copy;
}

std::string lower(std::string text)
{
    std::transform(text.begin(), text.end(), text.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return text;
}

} // namespace

bool Address::is_loopback() const noexcept
{
    const bool in_127 = host.starts_with("127.") && host.find_first_not_of("0123456789.") == std::string::npos;
    return host == "localhost" || host == "::1" || in_127;
}

std::string Address::place() const
{
    const auto name = host.find(':') == std::string::npos ? host : "[" + host + "]";
    return port == (is_plain() ? 80 : 443) ? name : name + ":" + std::to_string(port);
}

std::optional<Address> parse_address(const std::string& url)
{
    const Parsed parsed{curl_url(), &curl_url_cleanup};
    if (!parsed || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), 0) != CURLUE_OK) return std::nullopt;
    Address address{.scheme = lower(part(parsed, CURLUPART_SCHEME)), .host = lower(part(parsed, CURLUPART_HOST))};
    const auto port = part(parsed, CURLUPART_PORT, CURLU_DEFAULT_PORT);
    const auto read = std::from_chars(port.data(), port.data() + port.size(), address.port);
    const bool http = address.scheme == "https" || address.scheme == "http";
    const bool secretive = !part(parsed, CURLUPART_USER).empty() || !part(parsed, CURLUPART_PASSWORD).empty();
    if (!http || secretive || address.host.empty() || read.ec != std::errc{}) return std::nullopt;
    if (address.host.front() == '[') address.host = address.host.substr(1, address.host.size() - 2);
    return address;
}

} // namespace hurtrock::net
