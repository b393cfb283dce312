#pragma once
/// Redaction: makes text that may be kept and shown out of text that may hold secrets. For what a plugin stores of its
/// own accord, such as the bodies of webhooks; the host does the same to every exchange it logs.

#include <hurtrock/export.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace hurtrock {

/// Hides, in HTTP heads, JSON and form bodies and plain text: the values of headers and fields whose name speaks of a
/// credential (authorization, cookie, secret, password, token, signature, api key, cvc, pin, card number), everywhere
/// in the text; each of `secrets` (those of at least 4 characters), as it is and in Base64; and numbers that could be a
/// payment card's (13 to 19 digits with a right check digit, ISO/IEC 7812-1 annex B), of which the last four stay.
HURTROCK_API std::string redacted(std::string_view text, const std::vector<std::string>& secrets = {});

} // namespace hurtrock
