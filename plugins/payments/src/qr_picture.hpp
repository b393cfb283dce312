#pragma once
/// A QR code as a picture that a phone can save: black on white, with the quiet zone of ISO/IEC 18004.

#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::payments {

/// A PNG of one bit a pixel; nullopt when the text is empty, or longer than a code that is scanned from a screen may
/// be.
std::optional<std::string> qr_picture(std::string_view text);

} // namespace hurtrock::payments
