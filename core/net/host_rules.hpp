#pragma once
/// Which hosts a plugin may call, send visitors to from a form, and have a page load from, as its manifest says under
/// `network`:
///
///     network: [api.example.com, "*.example.net:8443", "${setting:base_url}"]
///
/// A name is that host over https on port 443 or the port given; "*." stands for any name below the suffix; a setting
/// for scheme, host and port of its present value.

#include "address.hpp"

#include <hurtrock/result.hpp>

#include <functional>
#include <vector>

namespace hurtrock::net {

struct HostRule {
    enum class Kind { host, suffix, setting };
    Kind kind{Kind::host};
    /// The host; the suffix with its leading dot; the setting's key.
    std::string text;
    int port{443};

    /// As the manifest writes it.
    std::string written() const;
};

/// Problem "network.rule" {reason}.
Result<HostRule> parse_host_rule(std::string_view written);

/// Reads a url setting; "" when it is not set.
using SettingValue = std::function<std::string(const std::string& key)>;

/// What the rule stands for as a source of a content security policy: "https://*.example.net:8443"; "" for a setting
/// without an address.
std::string source_of(const HostRule& rule, const SettingValue& setting);

/// Empty when the address may be called; otherwise why not, for log and author.
std::string refusal_of(const Address& address, const std::vector<HostRule>& rules, const SettingValue& setting);

/// The source that stands for the scheme, host and port of `url` in the policy of a page that loads from there. Problem
/// "network.source" {reason} for what may not be called either, and for what is no address.
Result<std::string> page_source(const std::string& url, const std::vector<HostRule>& rules,
                                const SettingValue& setting);

} // namespace hurtrock::net
