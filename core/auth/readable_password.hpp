#pragma once
/// Passwords for people to copy from a terminal: "kx7-vivid-plectrum-m4q", 45 random bits.

#include <string>

namespace hurtrock::auth {

std::string readable_password();

} // namespace hurtrock::auth
