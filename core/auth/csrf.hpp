#pragma once
/// Forgery tokens. The token of a form is an HMAC over what identifies the visitor, either the session's key or the
/// guest's, masked with fresh random bytes each time it is printed, so that compression tells nothing about it
/// (BREACH). Nothing is stored. Form: base64url(mask ‖ mask xor HMAC-SHA256(key, owner)), 86 characters. Thread-safe.

#include "server_secret.hpp"

namespace hurtrock::auth {

class Csrf {
public:
    explicit Csrf(const ServerSecret& secret) : key_{secret.key("csrf")} {}

    /// `owner` is Session::key or the guest key; a visitor with neither shares one token, and is protected by the
    /// checks of Origin and Sec-Fetch-Site alone.
    std::string token(std::string_view owner) const;
    /// In constant time.
    bool verify(std::string_view owner, std::string_view token) const;

private:
    std::string key_;
};

} // namespace hurtrock::auth
