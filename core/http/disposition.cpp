#include "disposition.hpp"

#include "url.hpp"

#include <algorithm>

namespace hurtrock::http {

namespace {

constexpr std::size_t name_bytes_max = 240; // what file systems take, less a little

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; }
bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

std::string cleaned(std::string_view name)
{
    const auto slash = name.find_last_of("/\\");
    std::string clean(slash == std::string_view::npos ? name : name.substr(slash + 1));
    const bool is_text = is_valid_utf8(clean);
    std::replace_if(clean.begin(), clean.end(), [&](char c) { return is_control(c) || (!is_text && !is_ascii(c)); }, '_');
    if (clean.size() > name_bytes_max) {
        auto end = name_bytes_max;
        while (end > 0 && continues_character(clean[end]))
            --end;
        clean.resize(end);
    }
    return clean;
}

// For those who do not read filename*: one "_" for each character they could not show, or would mistake for an escape.
std::string fallback_of(std::string_view name)
{
    std::string plain;
    for (const char c : name) {
        if (continues_character(c))
            continue;
        plain.push_back(is_ascii(c) && c != '"' && c != '%' ? c : '_');
    }
    return plain;
}

} // namespace

std::string attachment_named(std::string_view file_name)
{
    const auto name = cleaned(file_name);
    if (name.empty())
        return "attachment";
    const auto plain = fallback_of(name);
    std::string value = "attachment; filename=\"" + plain + "\"";
    if (plain != name)
        value += "; filename*=UTF-8''" + percent_encode(name);
    return value;
}

} // namespace hurtrock::http
