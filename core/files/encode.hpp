#pragma once
/// Pixels into files.

#include "bitmap.hpp"

#include <string>

namespace hurtrock::files {

inline constexpr int jpeg_quality = 82;
inline constexpr float webp_quality = 80;

/// Progressive; transparency is laid on white. Throws std::runtime_error.
std::string to_jpeg(const Bitmap& bitmap);
std::string to_webp(const Bitmap& bitmap);

} // namespace hurtrock::files
