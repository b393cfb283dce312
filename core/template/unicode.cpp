#include "unicode.hpp"

#include <algorithm>

namespace hurtrock::tmpl::unicode {
namespace {

constexpr char32_t malformed_base = 0xDC00;

bool is_continuation(std::string_view text, std::size_t at) noexcept
{
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

/// Blocks in which capital and small letters alternate, capital first.
bool alternates_even(char32_t c) noexcept
{
    return (c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) || (c >= 0x14A && c <= 0x177) ||
           (c >= 0x1E00 && c <= 0x1E95) || (c >= 0x1EA0 && c <= 0x1EFF) || (c >= 0x460 && c <= 0x481) ||
           (c >= 0x48A && c <= 0x4BF) || (c >= 0x4D0 && c <= 0x52F) || (c >= 0x1DE && c <= 0x1EF);
}
bool alternates_odd(char32_t c) noexcept
{
    return (c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E) || (c >= 0x1CD && c <= 0x1DC);
}

} // namespace

char32_t next(std::string_view text, std::size_t& at) noexcept
{
    const auto lead = static_cast<unsigned char>(text[at]);
    const int extra = lead < 0x80 ? 0 : lead >= 0xF0 && lead < 0xF8 ? 3 : lead >= 0xE0 && lead < 0xF0 ? 2 : lead >= 0xC2 && lead < 0xE0 ? 1 : -1;
    if (extra < 0) return malformed_base + static_cast<unsigned char>(text[at++]);
    for (int i = 1; i <= extra; ++i)
        if (!is_continuation(text, at + static_cast<std::size_t>(i))) return malformed_base + static_cast<unsigned char>(text[at++]);
    char32_t code = extra == 0 ? lead : lead & (0x3Fu >> extra);
    for (int i = 1; i <= extra; ++i) code = (code << 6) | (static_cast<unsigned char>(text[at + static_cast<std::size_t>(i)]) & 0x3Fu);
    at += static_cast<std::size_t>(extra) + 1;
    return code;
}

void append(std::string& out, char32_t c)
{
    const auto put = [&](char32_t byte) { out += static_cast<char>(byte); };
    if (c < 0x80) {
        put(c);
    } else if (c < 0x800) {
        put(0xC0 | (c >> 6));
        put(0x80 | (c & 0x3F));
    } else if (c >= malformed_base && c < malformed_base + 0x100) {
        put(c - malformed_base);
    } else if (c < 0x10000) {
        put(0xE0 | (c >> 12));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    } else {
        put(0xF0 | (c >> 18));
        put(0x80 | ((c >> 12) & 0x3F));
        put(0x80 | ((c >> 6) & 0x3F));
        put(0x80 | (c & 0x3F));
    }
}

bool is_ascii(std::string_view text) noexcept
{
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::size_t length(std::string_view text) noexcept
{
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) next(text, at);
    return count;
}

std::size_t offset_of(std::string_view text, std::size_t index) noexcept
{
    std::size_t at = 0;
    for (; index > 0 && at < text.size(); --index) next(text, at);
    return at;
}

char32_t to_upper(char32_t c) noexcept
{
    if (c < 0x80) return c >= U'a' && c <= U'z' ? c - 32 : c;
    if ((c >= 0xE0 && c <= 0xFE && c != 0xF7) || (c >= 0x3B1 && c <= 0x3C9 && c != 0x3C2) || (c >= 0x430 && c <= 0x44F)) return c - 32;
    if (c == 0xFF) return 0x178;
    if (c == 0xB5) return 0x39C;
    if (c == 0x131) return U'I';
    if (c == 0x3C2) return 0x3A3;
    if (c == 0x3AC) return 0x386;
    if (c >= 0x3AD && c <= 0x3AF) return c - 37;
    if (c == 0x3CC) return 0x38C;
    if (c == 0x3CD || c == 0x3CE) return c - 63;
    if (c >= 0x450 && c <= 0x45F) return c - 80;
    if (alternates_even(c)) return c & ~char32_t{1};
    if (alternates_odd(c)) return c % 2 == 0 ? c - 1 : c;
    return c;
}

char32_t to_lower(char32_t c) noexcept
{
    if (c < 0x80) return c >= U'A' && c <= U'Z' ? c + 32 : c;
    if ((c >= 0xC0 && c <= 0xDE && c != 0xD7) || (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) || (c >= 0x410 && c <= 0x42F)) return c + 32;
    if (c == 0x178) return 0xFF;
    if (c == 0x386) return 0x3AC;
    if (c >= 0x388 && c <= 0x38A) return c + 37;
    if (c == 0x38C) return 0x3CC;
    if (c == 0x38E || c == 0x38F) return c + 63;
    if (c >= 0x400 && c <= 0x40F) return c + 80;
    if (alternates_even(c)) return c | 1;
    if (alternates_odd(c)) return c % 2 == 1 ? c + 1 : c;
    return c;
}

std::string upper(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto c = next(text, at);
        if (c == 0xDF)
            out += "SS";
        else
            append(out, to_upper(c));
    }
    return out;
}

std::string lower(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) append(out, to_lower(next(text, at)));
    return out;
}

bool is_space(char32_t c) noexcept
{
    return c == U' ' || (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x1F) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

bool is_digit(char32_t c) noexcept { return c >= U'0' && c <= U'9'; }

bool is_alphabetic(char32_t c) noexcept
{
    if (c < 0x80) return (c >= U'a' && c <= U'z') || (c >= U'A' && c <= U'Z');
    return c == 0xAA || c == 0xB5 || c == 0xBA || (c >= 0xC0 && c <= 0x2C1 && c != 0xD7 && c != 0xF7) ||
           (c >= 0x370 && c <= 0x1FFF && c != 0x37E && c != 0x387) || (c >= 0x2C00 && c <= 0x2DFF) ||
           (c >= 0x3040 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFDFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

std::string_view strip_left(std::string_view text) noexcept
{
    for (std::size_t at = 0; at < text.size();) {
        const auto before = at;
        if (!is_space(next(text, at))) return text.substr(before);
    }
    return {};
}

std::string_view strip_right(std::string_view text) noexcept
{
    std::size_t end = 0;
    if (is_ascii(text)) {
        end = text.size();
        while (end > 0 && is_space(static_cast<char32_t>(text[end - 1]))) --end;
        return text.substr(0, end);
    }
    for (std::size_t at = 0; at < text.size();)
        if (!is_space(next(text, at))) end = at;
    return text.substr(0, end);
}

} // namespace hurtrock::tmpl::unicode
