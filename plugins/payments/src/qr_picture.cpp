#include "qr_picture.hpp"

#include <cstdint>
#include <memory>

#include <zint.h>

namespace hurtrock::payments {
namespace {

constexpr std::size_t text_bytes_max = 1'000;
constexpr int quiet_modules = 4;
constexpr int pixels_a_module = 8;
/// Of four: scanned from a clean screen, and with room for long payloads.
constexpr int correction_level = 2;

struct SymbolDeleter {
    void operator()(zint_symbol* symbol) const { ZBarcode_Delete(symbol); }
};
using Symbol = std::unique_ptr<zint_symbol, SymbolDeleter>;

Symbol encode(std::string_view text)
{
    if (text.empty() || text.size() > text_bytes_max) return nullptr;
    Symbol symbol{ZBarcode_Create()};
    if (!symbol) return nullptr;
    symbol->symbology = BARCODE_QRCODE;
    symbol->input_mode = UNICODE_MODE;
    symbol->option_1 = correction_level;
    const auto failed = ZBarcode_Encode(symbol.get(), reinterpret_cast<const unsigned char*>(text.data()),
                                        static_cast<int>(text.size()));
    return failed >= ZINT_ERROR ? nullptr : std::move(symbol);
}

bool is_dark(const zint_symbol& symbol, int row, int column)
{
    if (row < 0 || column < 0 || row >= symbol.rows || column >= symbol.width) return false;
    return (symbol.encoded_data[row][column >> 3] >> (column & 7)) & 1;
}

/// Rows of a PNG of one bit: a filter byte (none), then eight pixels a byte, 1 is white.
std::string pixels_of(const zint_symbol& symbol, int side)
{
    std::string all;
    for (int y = 0; y < side; ++y) {
        std::string line(1 + static_cast<std::size_t>((side + 7) / 8), '\0');
        for (int x = 0; x < side; ++x)
            if (!is_dark(symbol, y / pixels_a_module - quiet_modules, x / pixels_a_module - quiet_modules))
                line[static_cast<std::size_t>(1 + x / 8)] |= static_cast<char>(0x80 >> (x % 8));
        all += line;
    }
    return all;
}

std::string big_endian(std::uint32_t number)
{
    return {static_cast<char>(number >> 24), static_cast<char>(number >> 16), static_cast<char>(number >> 8),
            static_cast<char>(number)};
}

/// CRC-32 as PNG (RFC 2083, section 15) computes it.
std::uint32_t crc32(std::string_view bytes)
{
    std::uint32_t sum = 0xFFFFFFFF;
    for (const auto byte : bytes) {
        sum ^= static_cast<std::uint8_t>(byte);
        for (int bit = 0; bit < 8; ++bit)
            sum = (sum & 1) != 0 ? 0xEDB88320 ^ (sum >> 1) : sum >> 1;
    }
    return ~sum;
}

/// Adler-32 (RFC 1950, section 8.2).
std::uint32_t adler32(std::string_view bytes)
{
    constexpr std::uint32_t base = 65'521;
    std::uint32_t low = 1, high = 0;
    for (const auto byte : bytes) {
        low = (low + static_cast<std::uint8_t>(byte)) % base;
        high = (high + low) % base;
    }
    return high << 16 | low;
}

/// A zlib stream (RFC 1950) of blocks that are stored as they are (RFC 1951, section 3.2.4): a code is small enough.
std::string stored(std::string_view bytes)
{
    constexpr std::size_t block_bytes_max = 65'535;
    const auto checksum = adler32(bytes);
    std::string stream{"\x78\x01"};
    do {
        const auto block = bytes.substr(0, block_bytes_max);
        bytes.remove_prefix(block.size());
        const auto length = static_cast<std::uint16_t>(block.size());
        const auto inverse = static_cast<std::uint16_t>(~length);
        stream += bytes.empty() ? '\x01' : '\x00';
        stream += {static_cast<char>(length), static_cast<char>(length >> 8), static_cast<char>(inverse),
                   static_cast<char>(inverse >> 8)};
        stream += block;
    } while (!bytes.empty());
    return stream + big_endian(checksum);
}

/// Section 3.2 of RFC 2083: length, type, content, checksum of the two.
std::string chunk(const char* type, const std::string& content)
{
    const auto checked = type + content;
    return big_endian(static_cast<std::uint32_t>(content.size())) + checked + big_endian(crc32(checked));
}

} // namespace

std::optional<std::string> qr_picture(std::string_view text)
{
    const auto symbol = encode(text);
    if (!symbol) return std::nullopt;
    const int side = (symbol->width + 2 * quiet_modules) * pixels_a_module;
    const auto size = big_endian(static_cast<std::uint32_t>(side));
    return std::string{"\x89PNG\r\n\x1a\n"} + chunk("IHDR", size + size + std::string{"\x01\x00\x00\x00\x00", 5}) +
           chunk("IDAT", stored(pixels_of(*symbol, side))) + chunk("IEND", "");
}

} // namespace hurtrock::payments
