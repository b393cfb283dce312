#include "decode.hpp"

#include <png.h>
#include <turbojpeg.h>
#include <webp/decode.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace hurtrock::files {
namespace {

Problem not_a_picture() { return {.code = "pictures.not_a_picture"}; }
Problem too_large()
{
    return {.code = "pictures.too_large",
            .arguments = {{"megabytes", static_cast<std::int64_t>(picture_bytes_max / 1'000'000)},
                          {"megapixels", picture_pixels_max / 1'000'000}}};
}

bool fits(int width, int height)
{
    return width <= picture_side_max && height <= picture_side_max &&
           std::int64_t{width} * height <= picture_pixels_max;
}

const unsigned char* start_of(std::string_view bytes) { return reinterpret_cast<const unsigned char*>(bytes.data()); }

/// The largest reduction libjpeg does while decoding that leaves both sides long enough.
tjscalingfactor reduction(int width, int height, int side_needed)
{
    for (const int denominator : {8, 4, 2}) {
        const tjscalingfactor factor{1, denominator};
        if (TJSCALED(width, factor) >= side_needed && TJSCALED(height, factor) >= side_needed) return factor;
    }
    return {1, 1};
}

/// CMYK of JPEG files is Adobe's, stored inverted.
Bitmap rgb_of_cmyk(const std::vector<std::uint8_t>& inks, int width, int height)
{
    Bitmap bitmap{width, height, 3};
    for (std::size_t pixel = 0; pixel < inks.size() / 4; ++pixel)
        for (std::size_t channel = 0; channel < 3; ++channel)
            bitmap.pixels[pixel * 3 + channel] =
                static_cast<std::uint8_t>(inks[pixel * 4 + channel] * inks[pixel * 4 + 3] / 255);
    return bitmap;
}

Result<Decoded> decode_jpeg(std::string_view bytes, int side_needed)
{
    const std::unique_ptr<void, int (*)(void*)> decoder{tjInitDecompress(), &tjDestroy};
    Decoded decoded;
    int subsampling = 0, colours = 0;
    if (!decoder || tjDecompressHeader3(decoder.get(), start_of(bytes), bytes.size(), &decoded.stated_width,
                                        &decoded.stated_height, &subsampling, &colours) != 0)
        return not_a_picture();
    if (!fits(decoded.stated_width, decoded.stated_height)) return too_large();

    const auto factor = reduction(decoded.stated_width, decoded.stated_height, side_needed);
    const int width = TJSCALED(decoded.stated_width, factor), height = TJSCALED(decoded.stated_height, factor);
    const bool inks = colours == TJCS_CMYK || colours == TJCS_YCCK;
    Bitmap bitmap{width, height, inks ? 4 : 3};
    // libjpeg-turbo stops at the first warning, which is what a truncated or damaged file gives.
    if (tjDecompress2(decoder.get(), start_of(bytes), bytes.size(), bitmap.pixels.data(), width, 0, height,
                      inks ? TJPF_CMYK : TJPF_RGB, TJFLAG_STOPONWARNING | TJFLAG_LIMITSCANS) != 0)
        return not_a_picture();
    decoded.bitmap = inks ? rgb_of_cmyk(bitmap.pixels, width, height) : std::move(bitmap);
    decoded.orientation = exif_orientation(bytes);
    return decoded;
}

Result<Decoded> decode_png(std::string_view bytes)
{
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    const std::unique_ptr<png_image, void (*)(png_image*)> cleanup{&image, &png_image_free};
    if (!png_image_begin_read_from_memory(&image, bytes.data(), bytes.size())) return not_a_picture();
    if (image.width > picture_side_max || image.height > picture_side_max ||
        !fits(static_cast<int>(image.width), static_cast<int>(image.height)))
        return too_large();
    const bool transparent = (image.format & PNG_FORMAT_FLAG_ALPHA) != 0;
    image.format = transparent ? PNG_FORMAT_RGBA : PNG_FORMAT_RGB;
    Decoded decoded;
    decoded.stated_width = static_cast<int>(image.width);
    decoded.stated_height = static_cast<int>(image.height);
    decoded.bitmap = Bitmap{decoded.stated_width, decoded.stated_height, transparent ? 4 : 3};
    if (!png_image_finish_read(&image, nullptr, decoded.bitmap.pixels.data(), 0, nullptr)) return not_a_picture();
    return decoded;
}

Result<Decoded> decode_webp(std::string_view bytes)
{
    WebPBitstreamFeatures features;
    if (WebPGetFeatures(start_of(bytes), bytes.size(), &features) != VP8_STATUS_OK || features.has_animation)
        return not_a_picture();
    if (!fits(features.width, features.height)) return too_large();
    Decoded decoded;
    decoded.stated_width = features.width;
    decoded.stated_height = features.height;
    decoded.bitmap = Bitmap{features.width, features.height, features.has_alpha ? 4 : 3};
    auto& pixels = decoded.bitmap.pixels;
    const int stride = features.width * decoded.bitmap.channels;
    const auto* done = features.has_alpha
                           ? WebPDecodeRGBAInto(start_of(bytes), bytes.size(), pixels.data(), pixels.size(), stride)
                           : WebPDecodeRGBInto(start_of(bytes), bytes.size(), pixels.data(), pixels.size(), stride);
    if (!done) return not_a_picture();
    decoded.orientation = exif_orientation(bytes);
    return decoded;
}

} // namespace

Result<Decoded> decode(std::string_view bytes, int side_needed)
{
    if (bytes.size() > picture_bytes_max) return too_large();
    if (bytes.starts_with("\xFF\xD8\xFF")) return decode_jpeg(bytes, side_needed);
    if (bytes.starts_with("\x89PNG\r\n\x1A\n")) return decode_png(bytes);
    if (bytes.starts_with("RIFF") && bytes.substr(0, 12).ends_with("WEBP")) return decode_webp(bytes);
    return not_a_picture();
}

} // namespace hurtrock::files
