#include "resize.hpp"

#define STB_IMAGE_RESIZE_IMPLEMENTATION
#define STB_IMAGE_RESIZE_STATIC
#include <stb/stb_image_resize.h>

#include <cstring>
#include <new>
#include <utility>

namespace hurtrock::files {
namespace {

/// Where the pixel at (x, y) of the upright picture lies in the stored one.
std::pair<int, int> source_of(int orientation, int x, int y, int width, int height)
{
    switch (orientation) {
    case 2: return {width - 1 - x, y};
    case 3: return {width - 1 - x, height - 1 - y};
    case 4: return {x, height - 1 - y};
    case 5: return {y, x};
    case 6: return {y, height - 1 - x};
    case 7: return {width - 1 - y, height - 1 - x};
    case 8: return {width - 1 - y, x};
    default: return {x, y};
    }
}

} // namespace

Bitmap upright(Bitmap bitmap, int orientation)
{
    if (orientation <= 1 || orientation > 8) return bitmap;
    const bool swapped = orientation >= 5;
    Bitmap turned{swapped ? bitmap.height : bitmap.width, swapped ? bitmap.width : bitmap.height, bitmap.channels};
    for (int y = 0; y < turned.height; ++y)
        for (int x = 0; x < turned.width; ++x) {
            const auto [from_x, from_y] = source_of(orientation, x, y, bitmap.width, bitmap.height);
            std::memcpy(turned.at(x, y), bitmap.at(from_x, from_y), static_cast<std::size_t>(bitmap.channels));
        }
    return turned;
}

Bitmap shrunk(const Bitmap& bitmap, int width, int height)
{
    if (width == bitmap.width && height == bitmap.height) return bitmap;
    Bitmap smaller{width, height, bitmap.channels};
    const int alpha = bitmap.channels == 4 ? 3 : STBIR_ALPHA_CHANNEL_NONE;
    if (!stbir_resize_uint8_srgb(bitmap.pixels.data(), bitmap.width, bitmap.height, 0, smaller.pixels.data(), width,
                                 height, 0, bitmap.channels, alpha, 0))
        throw std::bad_alloc{};
    return smaller;
}

Bitmap opaque(const Bitmap& bitmap)
{
    if (bitmap.channels == 3) return bitmap;
    Bitmap laid{bitmap.width, bitmap.height, 3};
    for (std::size_t pixel = 0; pixel < laid.pixels.size() / 3; ++pixel) {
        const auto* from = bitmap.pixels.data() + pixel * 4;
        for (std::size_t channel = 0; channel < 3; ++channel)
            laid.pixels[pixel * 3 + channel] =
                static_cast<std::uint8_t>((from[channel] * from[3] + 255 * (255 - from[3])) / 255);
    }
    return laid;
}

} // namespace hurtrock::files
