#include "host_rules.hpp"

#include <algorithm>
#include <charconv>

namespace hurtrock::net {
namespace {

constexpr std::string_view setting_open = "${setting:";
constexpr int https_port = 443;

Problem wrong(std::string reason) { return {.code = "network.rule", .arguments = {{"reason", std::move(reason)}}}; }

/// RFC 1123 section 2.1: labels of letters, digits and inner hyphens. Lower case, so that there is one way to write it.
bool is_host_name(std::string_view name)
{
    if (name.empty() || name.size() > 253) return false;
    for (std::size_t at = 0; at <= name.size();) {
        const auto end = std::min(name.find('.', at), name.size());
        const auto label = name.substr(at, end - at);
        const bool good = !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-' &&
                          std::all_of(label.begin(), label.end(), [](char c) {
                              return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
                          });
        if (!good) return false;
        at = end + 1;
    }
    return true;
}

Result<int> parse_port(std::string_view text)
{
    int port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size() || port < 1 || port > 65535)
        return wrong("\"" + std::string{text} + "\" is no port; write 1 to 65535");
    return port;
}

bool fits(const HostRule& rule, const Address& address, const SettingValue& setting)
{
    switch (rule.kind) {
    case HostRule::Kind::host:
        return address.host == rule.text && address.port == rule.port;
    case HostRule::Kind::suffix:
        return address.host.size() > rule.text.size() && address.host.ends_with(rule.text) && address.port == rule.port;
    case HostRule::Kind::setting:
        const auto value = parse_address(setting(rule.text));
        return value && value->host == address.host && value->port == address.port && value->scheme == address.scheme;
    }
    return false;
}

} // namespace

std::string HostRule::written() const
{
    if (kind == Kind::setting) return std::string{setting_open} + text + "}";
    return (kind == Kind::suffix ? "*" : "") + text + (port == https_port ? "" : ":" + std::to_string(port));
}

Result<HostRule> parse_host_rule(std::string_view written)
{
    if (written.starts_with(setting_open) && written.ends_with('}'))
        return HostRule{HostRule::Kind::setting,
                        std::string{written.substr(setting_open.size(), written.size() - setting_open.size() - 1)}};
    if (written.find("://") != std::string_view::npos) return wrong("name the host alone, without \"https://\"");
    if (written.find('/') != std::string_view::npos) return wrong("name the host alone, without a path");
    HostRule rule;
    auto name = written;
    if (const auto colon = written.rfind(':'); colon != std::string_view::npos) {
        const auto port = parse_port(written.substr(colon + 1));
        if (!port) return port.problem();
        rule.port = *port;
        name = written.substr(0, colon);
    }
    const bool suffix = name.starts_with("*.");
    if (suffix) name.remove_prefix(2);
    if (!is_host_name(name))
        return wrong("\"" + std::string{written} +
                     "\" is no host; write api.example.com, *.example.com or ${setting:base_url}");
    if (suffix && name.find('.') == std::string_view::npos)
        return wrong("\"" + std::string{written} + "\" would allow half the world; name more of the host");
    rule.kind = suffix ? HostRule::Kind::suffix : HostRule::Kind::host;
    rule.text = (suffix ? "." : "") + std::string{name};
    return rule;
}

std::string source_of(const HostRule& rule, const SettingValue& setting)
{
    const auto port = rule.port == https_port ? std::string{} : ":" + std::to_string(rule.port);
    switch (rule.kind) {
    case HostRule::Kind::host:
        return "https://" + rule.text + port;
    case HostRule::Kind::suffix:
        return "https://*" + rule.text + port;
    case HostRule::Kind::setting:
        const auto value = parse_address(setting(rule.text));
        return value ? value->scheme + "://" + value->place() : "";
    }
    return {};
}

std::string refusal_of(const Address& address, const std::vector<HostRule>& rules, const SettingValue& setting)
{
    const auto rule =
        std::find_if(rules.begin(), rules.end(), [&](const auto& one) { return fits(one, address, setting); });
    if (rule == rules.end()) return address.place() + " is not declared; add it to plugin.yaml under \"network\"";
    if (address.is_plain() && !address.is_loopback() && rule->kind != HostRule::Kind::setting)
        return "plain http to " + address.place() + " is not allowed; use https";
    return {};
}

Result<std::string> page_source(const std::string& url, const std::vector<HostRule>& rules, const SettingValue& setting)
{
    const auto refused = [](std::string reason) {
        return Problem{.code = "network.source", .arguments = {{"reason", std::move(reason)}}};
    };
    const auto address = parse_address(url);
    if (!address) return refused("not an address of http or https");
    if (auto reason = refusal_of(*address, rules, setting); !reason.empty()) return refused(std::move(reason));
    // What stands between the sources of a policy must not stand inside of one.
    const auto place = address->place();
    const bool plain = std::all_of(place.begin(), place.end(), [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') ||
               std::string_view{"-.:[]"}.find(letter) != std::string_view::npos;
    });
    if (!plain) return refused("the host cannot stand in a policy");
    return address->scheme + "://" + place;
}

} // namespace hurtrock::net
