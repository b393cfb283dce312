#include <hurtrock/barcodes.hpp>

#include <algorithm>
#include <memory>

#include <zint.h>

namespace hurtrock {
namespace {

constexpr int level_m = 2;
constexpr int no_option = -1;

struct SymbolDeleter {
    void operator()(zint_symbol* symbol) const { ZBarcode_Delete(symbol); }
};

std::optional<Barcode> encode(int symbology, int option, std::string_view text)
{
    if (text.empty() || text.size() > barcode_bytes_max) return std::nullopt;
    const std::unique_ptr<zint_symbol, SymbolDeleter> symbol{ZBarcode_Create()};
    if (!symbol) return std::nullopt;
    symbol->symbology = symbology;
    symbol->input_mode = UNICODE_MODE;
    symbol->option_1 = option;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    if (ZBarcode_Encode(symbol.get(), bytes, static_cast<int>(text.size())) >= ZINT_ERROR) return std::nullopt;

    Barcode code{.columns = symbol->width, .rows = symbol->rows, .modules = {}};
    for (int row = 0; row < code.rows; ++row)
        for (int column = 0; column < code.columns; ++column)
            code.modules.push_back((symbol->encoded_data[row][column >> 3] >> (column & 7)) & 1);
    return code;
}

} // namespace

std::optional<Barcode> qr_code(std::string_view text) { return encode(BARCODE_QRCODE, level_m, text); }

std::optional<Barcode> code_128(std::string_view text)
{
    const bool printable = std::all_of(text.begin(), text.end(), [](char letter) { return letter >= ' ' && letter <= '~'; });
    return printable ? encode(BARCODE_CODE128, no_option, text) : std::nullopt;
}

} // namespace hurtrock
