// Reading Cookie headers and writing Set-Cookie (RFC 6265).
#pragma once

#include "message.hpp"
#include "url.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace hurtrock::http {

inline constexpr std::size_t cookies_max = 150;

// The cookies of all Cookie headers, in order. Tolerant, because other sites on the same domain set cookies too:
// a pair that is malformed is skipped, the others count. Values are not percent-decoded.
ParameterList parse_cookies(const Request& request);

enum class SameSite { strict, lax, none };

struct SetCookie {
    std::string name;
    std::string value; // letters, digits and most punctuation; encode anything else first
    std::string path = "/";
    std::string domain; // empty: this host only
    std::optional<std::chrono::seconds> max_age; // empty: until the browser closes; zero: delete
    SameSite same_site = SameSite::lax;
    bool secure = true;
    bool http_only = true;
};

// The value of a Set-Cookie header. Nothing when a part holds characters that have no place there.
std::optional<std::string> write_set_cookie(const SetCookie& cookie);

} // namespace hurtrock::http
