// Character classes of RFC 9110, as tables so that checking a byte is one load. Independent of the locale.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace hurtrock::http {

namespace detail {

constexpr bool is_alphanumeric(unsigned c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

template <typename Predicate> constexpr std::array<bool, 256> make_table(Predicate predicate)
{
    std::array<bool, 256> table{};
    for (unsigned c = 0; c < 256; ++c)
        table[c] = predicate(c);
    return table;
}

inline constexpr auto token_table = make_table([](unsigned c) {
    return is_alphanumeric(c) || (c != 0 && c < 128 && std::string_view("!#$%&'*+-.^_`|~").find(static_cast<char>(c)) != std::string_view::npos);
});
inline constexpr auto field_value_table = make_table([](unsigned c) { return c == '\t' || (c >= 0x20 && c != 0x7f); });
// '#' starts a fragment, which a client must not send.
inline constexpr auto target_table = make_table([](unsigned c) { return c > 0x20 && c < 0x7f && c != '#'; });

template <typename Table> constexpr bool all_in(const Table& table, std::string_view text)
{
    return std::all_of(text.begin(), text.end(), [&](char c) { return table[static_cast<unsigned char>(c)]; });
}

} // namespace detail

constexpr bool is_token_character(char c) { return detail::token_table[static_cast<unsigned char>(c)]; }
constexpr bool is_token(std::string_view text) { return !text.empty() && detail::all_in(detail::token_table, text); }
// Tabs, visible characters, spaces and bytes from 0x80; never CR, LF, NUL or another control character.
constexpr bool is_field_value(std::string_view text) { return detail::all_in(detail::field_value_table, text); }
constexpr bool is_target_text(std::string_view text) { return !text.empty() && detail::all_in(detail::target_table, text); }

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The value of a hexadecimal digit, or -1.
constexpr int hex_value(char c)
{
    if (is_digit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr bool equal_ignoring_case(std::string_view left, std::string_view right)
{
    return left.size() == right.size() &&
           std::equal(left.begin(), left.end(), right.begin(), [](char a, char b) { return to_lower(a) == to_lower(b); });
}

// Without spaces and tabs at both ends.
constexpr std::string_view trimmed(std::string_view text)
{
    while (!text.empty() && (text.front() == ' ' || text.front() == '\t'))
        text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Cuts `text` at the first `separator`; the rest stays in `text`, which is empty after the last piece.
constexpr std::string_view take_until(std::string_view& text, char separator)
{
    const auto end = text.find(separator);
    const auto piece = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    return piece;
}

} // namespace hurtrock::http
