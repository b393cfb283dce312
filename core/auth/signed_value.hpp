#pragma once
/// Cookies that carry a value the visitor may read but not write (flash messages), and the guest's key. Thread-safe.

#include "server_secret.hpp"

#include <optional>

namespace hurtrock::auth {

class SignedValues {
public:
    /// Values signed for one purpose ("flash") are refused for every other.
    SignedValues(const ServerSecret& secret, std::string_view purpose)
        : key_{secret.key("signed:" + std::string{purpose})}
    {}

    /// base64url(value) "." base64url(HMAC): fit for a cookie, about 4/3 of the value plus 44 characters.
    std::string sign(std::string_view value) const;
    /// nullopt when anything was changed.
    std::optional<std::string> open(std::string_view text) const;

private:
    std::string key_;
};

/// Guests are known by a random cookie; what is stored and handed to plugins is its HMAC, so that a leaked table lets
/// nobody pose as a guest. The cookie's value comes from random_token().
class Guests {
public:
    explicit Guests(const ServerSecret& secret) : key_{secret.key("guest")} {}

    /// 64 hex characters; empty for a cookie that cannot be ours.
    std::string key_of(std::string_view cookie) const;

private:
    std::string key_;
};

} // namespace hurtrock::auth
