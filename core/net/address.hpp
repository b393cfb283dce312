#pragma once
/// The address of an outgoing call, read by the parser that libcurl itself uses, so that the host that is checked is
/// the host that is called.

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::net {

struct Address {
    /// "https" or "http".
    std::string scheme;
    /// Lower case, without brackets: "api.example.com", "127.0.0.1", "::1".
    std::string host;
    int port{443};

    bool is_plain() const noexcept { return scheme == "http"; }
    bool is_loopback() const noexcept;
    /// "api.example.com", "127.0.0.1:8080": with the port unless it is the scheme's own.
    std::string place() const;
};

/// nullopt for anything but http and https with a host, and for addresses that hold a user or a password.
std::optional<Address> parse_address(const std::string& url);

} // namespace hurtrock::net
