#include <hurtrock/barcodes.hpp>

#include <cstdint>
#include <vector>

#include <png.h>

namespace hurtrock {
namespace {

constexpr int quiet_modules = 4;
constexpr int pixels_a_module = 8;
constexpr std::uint8_t black = 0, white = 255;

std::vector<std::uint8_t> pixels_of(const Barcode& code, int side)
{
    std::vector<std::uint8_t> pixels;
    pixels.reserve(static_cast<std::size_t>(side) * static_cast<std::size_t>(side));
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            pixels.push_back(
                code.is_dark(y / pixels_a_module - quiet_modules, x / pixels_a_module - quiet_modules) ? black : white);
    return pixels;
}

} // namespace

std::optional<std::string> qr_picture(std::string_view text)
{
    const auto code = qr_code(text);
    if (!code) return std::nullopt;
    const int side = (code->columns + 2 * quiet_modules) * pixels_a_module;
    const auto pixels = pixels_of(*code, side);
    png_image image{};
    image.version = PNG_IMAGE_VERSION;
    image.width = image.height = static_cast<png_uint_32>(side);
    image.format = PNG_FORMAT_GRAY;
    std::string picture(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
    png_alloc_size_t bytes = picture.size();
    if (!png_image_write_to_memory(&image, picture.data(), &bytes, 0, pixels.data(), 0, nullptr)) return std::nullopt;
    picture.resize(bytes);
    return picture;
}

} // namespace hurtrock
