#pragma once
/// Codes that machines read, drawn as filled rectangles, so that they are sharp at any resolution.

#include "pdf.hpp"

namespace hurtrock::papers {

/// ISO/IEC 15417 asks for a quiet zone of ten modules on either side; so do couriers.
inline constexpr int quiet_modules = 10;
/// Narrower bars than these are not read back reliably from a thermal printer of 203 dpi (1.5 dots).
inline constexpr double module_mm_min = 0.19;
inline constexpr double bar_height_mm_min = 10;

struct Box {
    double x{0}, y{0}, width{0}, height{0};
};

/// Code 128, centred in the box, quiet zones inside it. False, with nothing drawn, when the text is not printable ASCII
/// or would need bars narrower than module_mm_min.
bool draw_code128(Pdf& pdf, const Box& box, std::string_view text);
/// A QR code of level M with a quiet zone of four modules, as large as the box's smaller side. False when it does not
/// fit.
bool draw_qr(Pdf& pdf, const Box& box, std::string_view text);

} // namespace hurtrock::papers
