#pragma once
/// Random tokens and their printable forms.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::auth {

/// Bytes of every secret handed to a browser: 256 bits, which nobody guesses.
inline constexpr std::size_t token_bytes = 32;
/// The same as unpadded base64url (RFC 4648, section 5).
inline constexpr std::size_t token_characters = 43;

/// Random bytes of the operating system.
std::string random_bytes(std::size_t count);
/// A fresh token of token_characters.
std::string random_token();
/// Whether a cookie can be a token at all; spares the database the rest.
bool looks_like_token(std::string_view text) noexcept;

std::string to_hex(std::string_view bytes);
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);
/// SHA-256 in hex: how tokens are stored. A fast hash is enough for 256 random bits.
std::string sha256_hex(std::string_view text);
/// Takes the same time wherever the difference is.
bool equal_in_constant_time(std::string_view left, std::string_view right) noexcept;

} // namespace hurtrock::auth
