#pragma once
/// Bytes of a JPEG, PNG or WebP into pixels. The size is read from the header and checked before anything is decoded.

#include "bitmap.hpp"

#include <hurtrock/result.hpp>

#include <string_view>

namespace hurtrock::files {

inline constexpr std::size_t picture_bytes_max = 20'000'000;
inline constexpr std::int64_t picture_pixels_max = 50'000'000;
/// What WebP can hold.
inline constexpr int picture_side_max = 16'383;

struct Decoded {
    Bitmap bitmap;
    /// As the file states them, before turning upright; a JPEG may be decoded smaller.
    int stated_width{0};
    int stated_height{0};
    /// EXIF's 1 to 8; 1 is upright.
    int orientation{1};
};

/// `side_needed`: a JPEG far larger may be decoded at a half, quarter or eighth as long as both sides stay at least
/// this. Problems "pictures.not_a_picture", "pictures.too_large" {megabytes, megapixels}.
Result<Decoded> decode(std::string_view bytes, int side_needed);

/// EXIF's orientation out of a JPEG or WebP; 1 when there is none or it makes no sense.
int exif_orientation(std::string_view bytes);

} // namespace hurtrock::files
