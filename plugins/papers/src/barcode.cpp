#include "barcode.hpp"

#include <algorithm>
#include <zint.h>

namespace hurtrock::papers {
namespace {

struct SymbolDeleter {
    void operator()(zint_symbol* symbol) const { ZBarcode_Delete(symbol); }
};
using Symbol = std::unique_ptr<zint_symbol, SymbolDeleter>;

constexpr double module_mm_max = 0.5;
constexpr int qr_quiet_modules = 4;
/// What the symbols of labels need is far less.
constexpr std::size_t text_bytes_max = 200;

Symbol encode(int symbology, std::string_view text, int option)
{
    if (text.empty() || text.size() > text_bytes_max) return nullptr;
    Symbol symbol{ZBarcode_Create()};
    if (!symbol) return nullptr;
    symbol->symbology = symbology;
    symbol->input_mode = UNICODE_MODE;
    symbol->option_1 = option;
    const auto failed = ZBarcode_Encode(symbol.get(), reinterpret_cast<const unsigned char*>(text.data()),
                                        static_cast<int>(text.size()));
    return failed >= ZINT_ERROR ? nullptr : std::move(symbol);
}

bool is_dark(const zint_symbol& symbol, int row, int column)
{
    return (symbol.encoded_data[row][column >> 3] >> (column & 7)) & 1;
}

/// Neighbouring dark modules become one rectangle, so that no seam shows between them.
void draw_row(Pdf& pdf, const zint_symbol& symbol, int row, double x, double y, double module, double height)
{
    for (int column = 0; column < symbol.width;) {
        int end = column;
        while (end < symbol.width && is_dark(symbol, row, end))
            ++end;
        if (end > column) pdf.fill(x + column * module, y, (end - column) * module, height);
        column = end + 1;
    }
}

} // namespace

bool draw_code128(Pdf& pdf, const Box& box, std::string_view text)
{
    if (std::any_of(text.begin(), text.end(), [](char letter) { return letter < ' ' || letter > '~'; })) return false;
    const auto symbol = encode(BARCODE_CODE128, text, -1);
    if (!symbol) return false;
    const double module = std::min(box.width / (symbol->width + 2 * quiet_modules), module_mm_max);
    if (module < module_mm_min) return false;
    const double x = box.x + (box.width - symbol->width * module) / 2;
    draw_row(pdf, *symbol, 0, x, box.y, module, std::max(box.height, bar_height_mm_min));
    return true;
}

bool draw_qr(Pdf& pdf, const Box& box, std::string_view text)
{
    constexpr int level_m = 2;
    const auto symbol = encode(BARCODE_QRCODE, text, level_m);
    if (!symbol) return false;
    const double module = std::min(box.width, box.height) / (symbol->width + 2 * qr_quiet_modules);
    if (module < module_mm_min) return false;
    for (int row = 0; row < symbol->rows; ++row)
        draw_row(pdf, *symbol, row, box.x + qr_quiet_modules * module, box.y + (qr_quiet_modules + row) * module,
                 module, module);
    return true;
}

} // namespace hurtrock::papers
