#pragma once
/// Which passwords are accepted (NIST SP 800-63B: length and a list of the best-known ones, no rules about characters).

#include <hurtrock/result.hpp>

namespace hurtrock::auth {

/// In code points.
inline constexpr std::size_t password_length_min = 8;
inline constexpr std::size_t password_length_max = 200;

/// Problems "accounts.password_short", "accounts.password_long", "accounts.password_common", all of field "password".
Result<Done> check_password(std::string_view password);

} // namespace hurtrock::auth
