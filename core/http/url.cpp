#include "url.hpp"

#include "characters.hpp"

#include <algorithm>

namespace hurtrock::http {

namespace {

bool is_unreserved(char c)
{
    return detail::is_alphanumeric(static_cast<unsigned char>(c)) || c == '-' || c == '.' || c == '_' || c == '~';
}

bool is_control(char c)
{
    const auto code = static_cast<unsigned char>(c);
    return code < 0x20 || code == 0x7f;
}

// The number of bytes of the UTF-8 sequence at the front of `text`, or 0. Table 3-7 of the Unicode Standard: no
// overlong forms, no surrogates, nothing above U+10FFFF.
std::size_t utf8_sequence_bytes(std::string_view text)
{
    const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto is_between = [&](std::size_t i, unsigned low, unsigned high) { return byte(i) >= low && byte(i) <= high; };
    const unsigned first = byte(0);
    if (first < 0x80)
        return 1;
    if (first >= 0xc2 && first <= 0xdf)
        return is_between(1, 0x80, 0xbf) ? 2 : 0;
    if (first >= 0xe0 && first <= 0xef) {
        const unsigned low = first == 0xe0 ? 0xa0 : 0x80;
        const unsigned high = first == 0xed ? 0x9f : 0xbf;
        return is_between(1, low, high) && is_between(2, 0x80, 0xbf) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const unsigned low = first == 0xf0 ? 0x90 : 0x80;
        const unsigned high = first == 0xf4 ? 0x8f : 0xbf;
        return is_between(1, low, high) && is_between(2, 0x80, 0xbf) && is_between(3, 0x80, 0xbf) ? 4 : 0;
    }
    return 0;
}

} // namespace

bool is_valid_utf8(std::string_view text)
{
    while (!text.empty()) {
        const auto bytes = utf8_sequence_bytes(text);
        if (bytes == 0)
            return false;
        text.remove_prefix(bytes);
    }
    return true;
}

std::string percent_encode(std::string_view text)
{
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded.push_back(c);
            continue;
        }
        const auto code = static_cast<unsigned char>(c);
        encoded.push_back('%');
        encoded.push_back(digits[code >> 4]);
        encoded.push_back(digits[code & 15]);
    }
    return encoded;
}

std::optional<std::string> percent_decode(std::string_view text, Plus plus)
{
    std::string decoded;
    decoded.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '+' && plus == Plus::space) {
            c = ' ';
        } else if (c == '%') {
            const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
            const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
            if (high < 0 || low < 0)
                return std::nullopt;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        }
        if (c == '\0')
            return std::nullopt;
        decoded.push_back(c);
    }
    if (!is_valid_utf8(decoded))
        return std::nullopt;
    return decoded;
}

const std::string* ParameterList::get(std::string_view name) const
{
    const auto found = std::find_if(entries_.begin(), entries_.end(), [&](const Entry& entry) { return entry.first == name; });
    return found == entries_.end() ? nullptr : &found->second;
}

std::vector<std::string> ParameterList::all(std::string_view name) const
{
    std::vector<std::string> values;
    for (const auto& entry : entries_)
        if (entry.first == name)
            values.push_back(entry.second);
    return values;
}

std::optional<ParameterList> parse_parameters(std::string_view text, std::size_t pairs_max)
{
    ParameterList parameters;
    while (!text.empty()) {
        auto value_text = take_until(text, '&');
        if (value_text.empty())
            continue;
        if (parameters.entries().size() == pairs_max)
            return std::nullopt;
        const auto name_text = take_until(value_text, '=');
        auto name = percent_decode(name_text, Plus::space);
        auto value = percent_decode(value_text, Plus::space);
        if (!name || !value)
            return std::nullopt;
        parameters.add(std::move(*name), std::move(*value));
    }
    return parameters;
}

std::string write_parameters(const ParameterList& parameters)
{
    std::string text;
    for (const auto& [name, value] : parameters) {
        if (!text.empty())
            text.push_back('&');
        text.append(percent_encode(name)).append("=").append(percent_encode(value));
    }
    return text;
}

Target split_target(std::string_view target)
{
    const auto path = take_until(target, '?');
    return {path, target};
}

std::optional<std::string> normalise_path(std::string_view raw_path)
{
    if (raw_path.empty() || raw_path.front() != '/')
        return std::nullopt;
    std::string path;
    path.reserve(raw_path.size());
    const bool ends_with_slash = raw_path.back() == '/';
    while (!raw_path.empty()) {
        const auto segment = percent_decode(take_until(raw_path, '/'));
        if (!segment || *segment == "." || *segment == "..")
            return std::nullopt;
        const bool is_clean = std::none_of(segment->begin(), segment->end(), [](char c) { return c == '/' || c == '\\' || is_control(c); });
        if (!is_clean)
            return std::nullopt;
        if (!segment->empty())
            path.append("/").append(*segment);
    }
    if (ends_with_slash || path.empty())
        path.push_back('/');
    return path;
}

} // namespace hurtrock::http
