#pragma once
/// What webhooks and gateways ask for: digests, message codes, comparison without a clue, encodings. Bytes travel as
/// text; results named hex are lower-case. Thread-safe.

#include <hurtrock/export.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace hurtrock {

/// FIPS 180-4.
HURTROCK_API std::string sha256_hex(std::string_view bytes);
HURTROCK_API std::string sha512_hex(std::string_view bytes);
/// RFC 2104 with SHA-256 and SHA-512.
HURTROCK_API std::string hmac_sha256_hex(std::string_view key, std::string_view message);
HURTROCK_API std::string hmac_sha512_hex(std::string_view key, std::string_view message);
/// The 32 bytes themselves.
HURTROCK_API std::string hmac_sha256(std::string_view key, std::string_view message);

/// Takes as long wherever the two differ; only their length shows. Compare signatures and tokens with nothing else.
HURTROCK_API bool equal_in_constant_time(std::string_view left, std::string_view right) noexcept;

/// RFC 4648, sections 4 (with padding) and 5 (URL-safe, without).
HURTROCK_API std::string to_base64(std::string_view bytes);
HURTROCK_API std::string to_base64url(std::string_view bytes);
/// nullopt for anything but whole, padded Base64 of section 4.
HURTROCK_API std::optional<std::string> from_base64(std::string_view text);
HURTROCK_API std::string to_hex(std::string_view bytes);
/// Either case; nullopt for an odd length and other characters.
HURTROCK_API std::optional<std::string> from_hex(std::string_view text);

} // namespace hurtrock
