#include "decode.hpp"

#include <algorithm>

namespace hurtrock::files {
namespace {

/// Bounds-checked reading of TIFF's numbers in either byte order.
class Tiff {
public:
    explicit Tiff(std::string_view bytes) : bytes_{bytes}, little_{bytes.starts_with("II")} {}

    std::uint32_t number(std::size_t offset, std::size_t width) const
    {
        if (offset > bytes_.size() || width > bytes_.size() - offset) return 0;
        std::uint32_t value = 0;
        for (std::size_t at = 0; at < width; ++at)
            value = value << 8 | static_cast<unsigned char>(bytes_[offset + (little_ ? width - 1 - at : at)]);
        return value;
    }

private:
    std::string_view bytes_;
    bool little_;
};

constexpr std::uint32_t orientation_tag = 0x0112;
constexpr std::uint32_t entries_max = 200;

/// Image file directory 0 of a TIFF header (EXIF 2.32, section 4.5).
int orientation_of(std::string_view header)
{
    if (!header.starts_with(std::string_view{"MM\0*", 4}) && !header.starts_with(std::string_view{"II*\0", 4}))
        return 1;
    const Tiff tiff{header};
    const std::size_t directory = tiff.number(4, 4);
    const auto entries = std::min(tiff.number(directory, 2), entries_max);
    for (std::uint32_t entry = 0; entry < entries; ++entry) {
        const auto offset = directory + 2 + 12 * std::size_t{entry};
        if (tiff.number(offset, 2) != orientation_tag) continue;
        const auto value = tiff.number(offset + 8, 2);
        return value >= 1 && value <= 8 ? static_cast<int>(value) : 1;
    }
    return 1;
}

constexpr std::string_view exif_marker{"Exif\0\0", 6};

int jpeg_orientation(std::string_view bytes)
{
    for (std::size_t at = 2; at + 4 <= bytes.size() && bytes[at] == '\xFF';) {
        const auto marker = static_cast<unsigned char>(bytes[at + 1]);
        const auto length = static_cast<std::size_t>(static_cast<unsigned char>(bytes[at + 2]) << 8 |
                                                     static_cast<unsigned char>(bytes[at + 3]));
        if (marker == 0xDA || length < 2) break; // the pixels begin
        const auto segment = bytes.substr(at + 4, length - 2);
        if (marker == 0xE1 && segment.starts_with(exif_marker))
            return orientation_of(segment.substr(exif_marker.size()));
        at += 2 + length;
    }
    return 1;
}

int webp_orientation(std::string_view bytes)
{
    for (std::size_t at = 12; at + 8 <= bytes.size();) {
        std::size_t length = 0;
        for (int byte = 3; byte >= 0; --byte)
            length = length << 8 | static_cast<unsigned char>(bytes[at + 4 + static_cast<std::size_t>(byte)]);
        if (bytes.substr(at, 4) == "EXIF") {
            auto chunk = bytes.substr(at + 8, length);
            if (chunk.starts_with(exif_marker)) chunk.remove_prefix(exif_marker.size());
            return orientation_of(chunk);
        }
        at += 8 + length + (length & 1);
    }
    return 1;
}

} // namespace

int exif_orientation(std::string_view bytes)
{
    return bytes.starts_with("RIFF") ? webp_orientation(bytes) : jpeg_orientation(bytes);
}

} // namespace hurtrock::files
