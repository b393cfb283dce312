#pragma once
/// A mail as it goes over the wire: RFC 5322 headers with RFC 2047 words, a multipart/alternative body (RFC 2046) of
/// quoted-printable UTF-8 text and HTML (RFC 2045), lines ended by CRLF and at most 78 characters long.

#include "mail_types.hpp"

namespace hurtrock::mail {

/// The whole message. Line breaks and control characters in names and subject become spaces: no header can be smuggled
/// in.
std::string compose(const StoredMail& mail);

/// "=?UTF-8?B?…?=" where needed, folded; plain ASCII stays as it is.
std::string encoded_words(std::string_view text);
std::string quoted_printable(std::string_view text);
/// "Sat, 21 Nov 2026 03:04:05 +0000"
std::string mail_date(Time time);

} // namespace hurtrock::mail
