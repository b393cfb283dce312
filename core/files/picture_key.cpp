#include "picture_key.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace hurtrock::files {
namespace {

constexpr std::array widths{320, 640, 960, 1600};
constexpr std::size_t key_length = 32;
constexpr std::size_t hash_bytes = 12;

int hex_number(std::string_view digits) noexcept
{
    int number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number, 16);
    return error == std::errc{} && end == digits.data() + digits.size() ? number : 0;
}

const char* extension(Format format) noexcept { return format == Format::jpeg ? ".jpg" : ".webp"; }

std::string file_name(std::string_view key, int width, Format format)
{
    return std::string{key} + '-' + std::to_string(width) + extension(format);
}

} // namespace

std::string picture_key(std::string_view bytes, PictureSize size)
{
    std::array<unsigned char, crypto_generichash_BYTES> hash;
    crypto_generichash(hash.data(), hash.size(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(),
                       nullptr, 0);
    std::array<char, key_length + 1> text;
    sodium_bin2hex(text.data(), 2 * hash_bytes + 1, hash.data(), hash_bytes);
    std::snprintf(text.data() + 2 * hash_bytes, 9, "%04x%04x", static_cast<unsigned>(size.width) & 0xFFFF,
                  static_cast<unsigned>(size.height) & 0xFFFF);
    return text.data();
}

std::optional<PictureSize> size_of(std::string_view key) noexcept
{
    if (key.size() != key_length || key.find_first_not_of("0123456789abcdef") != std::string_view::npos)
        return std::nullopt;
    const PictureSize size{hex_number(key.substr(24, 4)), hex_number(key.substr(28, 4))};
    if (size.width == 0 || size.height == 0) return std::nullopt;
    return size;
}

std::vector<int> widths_of(int width)
{
    std::vector<int> kept;
    for (const int step : widths)
        if (step <= width) kept.push_back(step);
    if (width < widths.back() && (kept.empty() || kept.back() != width)) kept.push_back(width);
    return kept;
}

int height_at(PictureSize size, int width) noexcept
{
    return std::max(1, static_cast<int>((std::int64_t{size.height} * width + size.width / 2) / size.width));
}

std::filesystem::path relative_path(std::string_view key, int width, Format format)
{
    return std::filesystem::path{key.substr(0, 2)} / key.substr(2, 2) / file_name(key, width, format);
}

std::string url_path(std::string_view key, int width, Format format)
{
    return "/media/" + file_name(key, width, format);
}

std::optional<MediaFile> resolve_media(const std::filesystem::path& media_folder, std::string_view name)
{
    const auto key = name.substr(0, key_length);
    const auto size = size_of(key);
    if (!size) return std::nullopt;
    for (const int width : widths_of(size->width))
        for (const auto format : {Format::jpeg, Format::webp})
            if (name == file_name(key, width, format))
                return MediaFile{media_folder / relative_path(key, width, format),
                                 format == Format::jpeg ? "image/jpeg" : "image/webp"};
    return std::nullopt;
}

} // namespace hurtrock::files
