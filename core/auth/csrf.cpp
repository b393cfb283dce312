#include "csrf.hpp"

#include "encoding.hpp"

namespace hurtrock::auth {
namespace {

constexpr std::size_t mac_bytes = 32;

std::string masked(std::string_view mask, std::string_view bytes)
{
    std::string result{bytes};
    for (std::size_t at = 0; at < result.size(); ++at) result[at] = static_cast<char>(result[at] ^ mask[at]);
    return result;
}

} // namespace

std::string Csrf::token(std::string_view owner) const
{
    const auto mask = random_bytes(mac_bytes);
    return to_base64url(mask + masked(mask, hmac_sha256(key_, owner)));
}

bool Csrf::verify(std::string_view owner, std::string_view token) const
{
    if (token.size() > 100) return false;
    const auto bytes = from_base64url(token);
    if (!bytes || bytes->size() != 2 * mac_bytes) return false;
    const auto mac = masked(bytes->substr(0, mac_bytes), bytes->substr(mac_bytes));
    return equal_in_constant_time(mac, hmac_sha256(key_, owner));
}

} // namespace hurtrock::auth
