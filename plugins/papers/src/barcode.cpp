#include "barcode.hpp"

#include <hurtrock/barcodes.hpp>

#include <algorithm>

namespace hurtrock::papers {
namespace {

constexpr double module_mm_max = 0.5;
constexpr int qr_quiet_modules = 4;

/// Neighbouring dark modules become one rectangle, so that no seam shows between them.
void draw_row(Pdf& pdf, const Barcode& code, int row, double x, double y, double module, double height)
{
    for (int column = 0; column < code.columns;) {
        int end = column;
        while (code.is_dark(row, end))
            ++end;
        if (end > column) pdf.fill(x + column * module, y, (end - column) * module, height);
        column = end + 1;
    }
}

} // namespace

bool draw_code128(Pdf& pdf, const Box& box, std::string_view text)
{
    const auto code = code_128(text);
    if (!code) return false;
    const double module = std::min(box.width / (code->columns + 2 * quiet_modules), module_mm_max);
    if (module < module_mm_min) return false;
    const double x = box.x + (box.width - code->columns * module) / 2;
    draw_row(pdf, *code, 0, x, box.y, module, std::max(box.height, bar_height_mm_min));
    return true;
}

bool draw_qr(Pdf& pdf, const Box& box, std::string_view text)
{
    const auto code = qr_code(text);
    if (!code) return false;
    const double module = std::min(box.width, box.height) / (code->columns + 2 * qr_quiet_modules);
    if (module < module_mm_min) return false;
    for (int row = 0; row < code->rows; ++row)
        draw_row(pdf, *code, row, box.x + qr_quiet_modules * module, box.y + (qr_quiet_modules + row) * module,
                 module, module);
    return true;
}

} // namespace hurtrock::papers
