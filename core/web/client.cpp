#include "client.hpp"

#include "core/http/characters.hpp"
#include "core/http/head_rules.hpp"

#include <algorithm>
#include <vector>

namespace hurtrock::web {
namespace {

/// One hop as a proxy reported it; empty where it said nothing.
struct Hop {
    std::string address, scheme, host;
};

/// The items of all headers of that name, in the order in which proxies appended them.
std::vector<std::string> items_of(const http::Request& request, std::string_view name)
{
    std::vector<std::string> items;
    for (const auto& [known, value] : request.headers) {
        if (known != name) continue;
        std::string item;
        bool quoted = false;
        for (std::size_t at = 0; at <= value.size(); ++at) {
            if (at == value.size() || (value[at] == ',' && !quoted)) {
                items.emplace_back(http::trimmed(item));
                item.clear();
                continue;
            }
            if (value[at] == '"') quoted = !quoted;
            item.push_back(value[at]);
        }
    }
    return items;
}

/// "[2001:db8::1]:4711", "2001:db8::1", "192.0.2.1:80" or "192.0.2.1" as an address in its usual form; empty for the rest
/// ("unknown", "_hidden").
std::string address_in(std::string_view node)
{
    if (node.starts_with('[')) node = node.substr(1, node.find(']') == std::string_view::npos ? 0 : node.find(']') - 1);
    else if (std::count(node.begin(), node.end(), ':') == 1) node = node.substr(0, node.find(':'));
    const auto address = base::IpAddress::parse(node);
    return address ? address->text() : std::string{};
}

std::string scheme_in(std::string_view text)
{
    if (http::equal_ignoring_case(text, "https")) return "https";
    return http::equal_ignoring_case(text, "http") ? "http" : "";
}

std::string host_in(std::string_view text) { return http::is_valid_host(text) ? std::string{text} : std::string{}; }

std::string unquoted(std::string_view value)
{
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return std::string{value};
}

/// RFC 7239, 4: for=192.0.2.43;proto=https;host=shop.example
Hop parse_forwarded(std::string_view element)
{
    Hop hop;
    while (!element.empty()) {
        auto pair = http::take_until(element, ';');
        const auto name = http::trimmed(http::take_until(pair, '='));
        const auto value = unquoted(http::trimmed(pair));
        if (http::equal_ignoring_case(name, "for")) hop.address = address_in(value);
        if (http::equal_ignoring_case(name, "proto")) hop.scheme = scheme_in(value);
        if (http::equal_ignoring_case(name, "host")) hop.host = host_in(value);
    }
    return hop;
}

std::vector<Hop> forwarded_hops(const http::Request& request)
{
    std::vector<Hop> hops;
    for (const auto& element : items_of(request, "forwarded")) hops.push_back(parse_forwarded(element));
    return hops;
}

/// Proxies append an address each; scheme and host they append, or set once for the whole way.
std::vector<Hop> x_forwarded_hops(const http::Request& request)
{
    const auto addresses = items_of(request, "x-forwarded-for");
    const auto schemes = items_of(request, "x-forwarded-proto");
    const auto hosts = items_of(request, "x-forwarded-host");
    std::vector<Hop> hops(std::max<std::size_t>(1, addresses.size()));
    const auto item_for = [&](const std::vector<std::string>& items, std::size_t at) {
        if (items.empty()) return std::string{};
        return items.size() == hops.size() ? items[at] : items.back();
    };
    for (std::size_t at = 0; at < hops.size(); ++at) {
        if (at < addresses.size()) hops[at].address = address_in(addresses[at]);
        hops[at].scheme = scheme_in(item_for(schemes, at));
        hops[at].host = host_in(item_for(hosts, at));
    }
    return hops;
}

} // namespace

Client client_of(const http::Request& request, const base::IpRanges& trusted, config::ForwardedBy by)
{
    Client client;
    client.address = request.peer;
    if (const auto* host = request.header("host")) client.host = *host;
    if (trusted.empty() || !base::contains(trusted, request.peer)) return client;
    const auto hops = by == config::ForwardedBy::rfc7239 ? forwarded_hops(request) : x_forwarded_hops(request);
    for (auto hop = hops.rbegin(); hop != hops.rend() && base::contains(trusted, client.address); ++hop) {
        if (!hop->scheme.empty()) client.scheme = hop->scheme;
        client.scheme_reported = client.scheme_reported || !hop->scheme.empty();
        if (!hop->host.empty()) client.host = hop->host;
        if (hop->address.empty()) break;
        client.address = hop->address;
    }
    return client;
}

} // namespace hurtrock::web
