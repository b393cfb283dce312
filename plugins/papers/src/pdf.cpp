#include "pdf.hpp"

#include <algorithm>
#include <hpdf.h>

namespace hurtrock::papers {
namespace {

constexpr double points_per_mm = 72.0 / 25.4;
constexpr const char* regular_path = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf";
constexpr const char* bold_path = "/usr/share/fonts/truetype/dejavu/DejaVuSans-Bold.ttf";
constexpr char32_t beyond_font = 0x25A1;

float points(double millimetres) { return static_cast<float>(millimetres * points_per_mm); }

/// One code point at `at`, which moves on; nullopt-like 0xFFFFFFFF for a byte that begins none (Unicode, table 3-7).
char32_t next_code_point(std::string_view text, std::size_t& at)
{
    constexpr char32_t wrong = 0xFFFFFFFF;
    const auto byte = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const unsigned char lead = byte(at);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC2 ? 2 : 0;
    if (length == 0 || lead > 0xF4 || at + length > text.size()) {
        ++at;
        return wrong;
    }
    char32_t code = length == 1 ? lead : lead & (0x7FU >> length);
    for (std::size_t index = 1; index < length; ++index) {
        if ((byte(at + index) & 0xC0) != 0x80) {
            ++at;
            return wrong;
        }
        code = (code << 6) | (byte(at + index) & 0x3F);
    }
    at += length;
    const bool too_long = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    return too_long || (code >= 0xD800 && code <= 0xDFFF) || code > 0x10FFFF ? wrong : code;
}

void append(std::string& text, char32_t code)
{
    const auto put = [&](char32_t byte) { text += static_cast<char>(byte); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xC0 | (code >> 6));
        put(0x80 | (code & 0x3F));
    } else {
        put(0xE0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3F));
        put(0x80 | (code & 0x3F));
    }
}

bool is_invisible(char32_t code)
{
    return (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
           (code >= 0x2060 && code <= 0x206F) || (code >= 0xFE00 && code <= 0xFE0F) || code == 0xFEFF || code == 0xAD;
}

bool is_space(char32_t code)
{
    return code < 0x21 || (code >= 0x7F && code <= 0xA0) || code == 0x2028 || code == 0x2029;
}

} // namespace

std::string printable(std::string_view text)
{
    std::string clean;
    for (std::size_t at = 0; at < text.size();) {
        const auto code = next_code_point(text, at);
        if (code == 0xFFFFFFFF)
            append(clean, '?');
        else if (is_space(code))
            clean += clean.empty() || clean.back() == ' ' ? "" : " ";
        else if (!is_invisible(code))
            append(clean, code > 0xFFFF ? beyond_font : code);
    }
    if (!clean.empty() && clean.back() == ' ') clean.pop_back();
    return clean;
}

struct Pdf::Document {
    HPDF_Doc doc{nullptr};
    HPDF_Font regular{nullptr}, bold{nullptr};
    std::vector<HPDF_Page> pages;
    HPDF_Page page{nullptr};
    double height{0};
    std::chrono::steady_clock::time_point begun{std::chrono::steady_clock::now()};

    ~Document()
    {
        if (doc) HPDF_Free(doc);
    }
    HPDF_Font font(const Type& type) const { return type.face == Face::bold ? bold : regular; }
    float from_bottom(double y) const { return points(height - y); }
};

Pdf::Pdf(std::string_view title) : document_{std::make_unique<Document>()}
{
    auto& at = *document_;
    at.doc = HPDF_New(nullptr, nullptr);
    if (!at.doc) throw std::runtime_error{"no memory for a PDF"};
    HPDF_SetCompressionMode(at.doc, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(at.doc);
    const auto load = [&](const char* path) {
        const char* name = HPDF_LoadTTFontFromFile(at.doc, path, HPDF_TRUE);
        if (!name)
            throw std::runtime_error{std::string{"cannot read the font "} + path + " (package fonts-dejavu-core)"};
        return HPDF_GetFont(at.doc, name, "UTF-8");
    };
    at.regular = load(regular_path);
    at.bold = load(bold_path);
    std::string ascii;
    for (const char letter : title)
        ascii += letter >= ' ' && letter < 0x7F ? letter : '?';
    HPDF_SetInfoAttr(at.doc, HPDF_INFO_TITLE, ascii.c_str());
}

Pdf::~Pdf() = default;

void Pdf::page(double width, double height)
{
    auto& at = *document_;
    if (pages() >= pages_max || std::chrono::steady_clock::now() - at.begun > time_max) throw PaperTooLong{};
    at.page = HPDF_AddPage(at.doc);
    if (!at.page) throw std::runtime_error{"no memory for a page"};
    at.height = height;
    HPDF_Page_SetWidth(at.page, points(width));
    HPDF_Page_SetHeight(at.page, points(height));
    at.pages.push_back(at.page);
}

int Pdf::pages() const noexcept { return static_cast<int>(document_->pages.size()); }

void Pdf::select(int page) noexcept
{
    auto& at = *document_;
    at.page = at.pages[static_cast<std::size_t>(page)];
    at.height = HPDF_Page_GetHeight(at.page) / points_per_mm;
}

double Pdf::width(std::string_view text, const Type& type) const
{
    const auto& at = *document_;
    const std::string clean = printable(text);
    const auto measured = HPDF_Font_TextWidth(at.font(type), reinterpret_cast<const HPDF_BYTE*>(clean.data()),
                                              static_cast<HPDF_UINT>(clean.size()));
    return measured.width * type.size / 1000.0 / points_per_mm;
}

void Pdf::text(double x, double y, std::string_view text, const Type& type)
{
    auto& at = *document_;
    const std::string clean = printable(text);
    if (clean.empty()) return;
    if (type.align != Align::left) x -= width(clean, type) / (type.align == Align::centre ? 2 : 1);
    HPDF_Page_BeginText(at.page);
    HPDF_Page_SetFontAndSize(at.page, at.font(type), static_cast<float>(type.size));
    HPDF_Page_SetGrayFill(at.page, static_cast<float>(type.grey));
    HPDF_Page_TextOut(at.page, points(x), at.from_bottom(y), clean.c_str());
    HPDF_Page_EndText(at.page);
}

std::vector<std::string> Pdf::wrap(std::string_view text, const Type& type, double width, std::size_t lines_max) const
{
    const std::string clean = printable(text);
    std::vector<std::string> lines(1);
    const auto fits = [&](const std::string& line) { return this->width(line, type) <= width; };
    const auto add_word = [&](std::string word) {
        auto joined = lines.back().empty() ? word : lines.back() + " " + word;
        if (fits(joined)) {
            lines.back() = std::move(joined);
            return;
        }
        if (!lines.back().empty()) lines.emplace_back();
        // A word wider than the line is cut between letters.
        for (std::size_t at = 0; at < word.size() && lines.size() <= lines_max;) {
            auto end = at;
            next_code_point(word, end);
            const auto letter = word.substr(at, end - at);
            if (!lines.back().empty() && !fits(lines.back() + letter)) lines.emplace_back();
            lines.back() += letter;
            at = end;
        }
    };
    for (std::size_t begin = 0; begin < clean.size() && lines.size() <= lines_max;) {
        const auto end = std::min(clean.find(' ', begin), clean.size());
        add_word(clean.substr(begin, end - begin));
        begin = end + 1;
    }
    if (lines.size() > lines_max) {
        lines.resize(lines_max);
        auto& last = lines.back();
        const std::string more = "…";
        while (!last.empty() && !fits(last + more)) {
            while (!last.empty() && (static_cast<unsigned char>(last.back()) & 0xC0) == 0x80)
                last.pop_back();
            if (!last.empty()) last.pop_back();
        }
        last += more;
    }
    return lines;
}

void Pdf::stamp(double x, double y, std::string_view word, double grey)
{
    const Type type{.size = 20, .face = Face::bold, .align = Align::centre, .grey = grey};
    const double half = width(word, type) / 2 + 4;
    frame(x, y - 8, 2 * half, 11, 0.8, grey);
    text(x + half, y, word, type);
}

void Pdf::line(double x1, double y1, double x2, double y2, double thickness, double grey)
{
    auto& at = *document_;
    HPDF_Page_SetLineWidth(at.page, points(thickness));
    HPDF_Page_SetGrayStroke(at.page, static_cast<float>(grey));
    HPDF_Page_MoveTo(at.page, points(x1), at.from_bottom(y1));
    HPDF_Page_LineTo(at.page, points(x2), at.from_bottom(y2));
    HPDF_Page_Stroke(at.page);
}

void Pdf::frame(double x, double y, double width, double height, double thickness, double grey)
{
    auto& at = *document_;
    HPDF_Page_SetLineWidth(at.page, points(thickness));
    HPDF_Page_SetGrayStroke(at.page, static_cast<float>(grey));
    HPDF_Page_Rectangle(at.page, points(x), at.from_bottom(y + height), points(width), points(height));
    HPDF_Page_Stroke(at.page);
}

void Pdf::fill(double x, double y, double width, double height, double grey)
{
    auto& at = *document_;
    HPDF_Page_SetGrayFill(at.page, static_cast<float>(grey));
    HPDF_Page_Rectangle(at.page, points(x), at.from_bottom(y + height), points(width), points(height));
    HPDF_Page_Fill(at.page);
}

std::string Pdf::bytes()
{
    auto& at = *document_;
    HPDF_SaveToStream(at.doc);
    if (const auto error = HPDF_GetError(at.doc); error != HPDF_OK)
        throw std::runtime_error{"the PDF library failed with 0x" + std::to_string(error)};
    std::string bytes(HPDF_GetStreamSize(at.doc), '\0');
    auto size = static_cast<HPDF_UINT32>(bytes.size());
    HPDF_ReadFromStream(at.doc, reinterpret_cast<HPDF_BYTE*>(bytes.data()), &size);
    bytes.resize(size);
    return bytes;
}

} // namespace hurtrock::papers
