#pragma once
/// Codes that machines read, as grids of modules: what draws them decides on size, quiet zone and colours; and a QR code
/// ready drawn. Thread-safe.

#include <hurtrock/export.hpp>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock {

struct Barcode {
    int columns{0}, rows{0};
    /// Row by row.
    std::vector<bool> modules;

    /// False around the grid, so that a quiet zone needs no case of its own.
    bool is_dark(int row, int column) const
    {
        if (row < 0 || column < 0 || row >= rows || column >= columns) return false;
        return modules[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) + static_cast<std::size_t>(column)];
    }
};

/// Longer texts are refused.
inline constexpr std::size_t barcode_bytes_max = 1'000;

/// A QR code (ISO/IEC 18004) of error correction level M for UTF-8 text. nullopt when the text is empty or too long.
HURTROCK_API std::optional<Barcode> qr_code(std::string_view text);
/// The same code as a PNG that a phone can save: black on white, with the quiet zone of ISO/IEC 18004.
HURTROCK_API std::optional<std::string> qr_picture(std::string_view text);
/// Code 128 (ISO/IEC 15417), one row. nullopt when the text is empty, too long or not printable ASCII.
HURTROCK_API std::optional<Barcode> code_128(std::string_view text);

} // namespace hurtrock
