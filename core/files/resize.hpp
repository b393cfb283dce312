#pragma once
/// Turning and shrinking.

#include "bitmap.hpp"

namespace hurtrock::files {

/// As EXIF's orientation (1 to 8) says; 5 to 8 swap width and height.
Bitmap upright(Bitmap bitmap, int orientation);
/// In linear light, alpha respected. Throws std::bad_alloc.
Bitmap shrunk(const Bitmap& bitmap, int width, int height);
/// Laid on white, for formats without transparency.
Bitmap opaque(const Bitmap& bitmap);

} // namespace hurtrock::files
