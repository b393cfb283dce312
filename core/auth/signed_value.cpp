#include "signed_value.hpp"

#include "encoding.hpp"

namespace hurtrock::auth {

std::string SignedValues::sign(std::string_view value) const
{
    return to_base64url(value) + '.' + to_base64url(hmac_sha256(key_, value));
}

std::optional<std::string> SignedValues::open(std::string_view text) const
{
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    auto value = from_base64url(text.substr(0, dot));
    const auto mac = from_base64url(text.substr(dot + 1));
    if (!value || !mac || !equal_in_constant_time(*mac, hmac_sha256(key_, *value))) return std::nullopt;
    return value;
}

std::string Guests::key_of(std::string_view cookie) const
{
    if (!looks_like_token(cookie)) return {};
    return to_hex(hmac_sha256(key_, cookie));
}

} // namespace hurtrock::auth
