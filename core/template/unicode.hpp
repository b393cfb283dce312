#pragma once
/// UTF-8 by code points, as Python's str counts. Malformed bytes count as one character each and are kept as they are.

#include <cstdint>
#include <string>
#include <string_view>

namespace hurtrock::tmpl::unicode {

/// The code point at `at` and, moved past it, `at`. Precondition: at < text.size(). A malformed byte b yields 0xDC00 + b.
char32_t next(std::string_view text, std::size_t& at) noexcept;
void append(std::string& out, char32_t code_point);

std::size_t length(std::string_view text) noexcept;
/// Byte offset of a code point index; text.size() when there are fewer.
std::size_t offset_of(std::string_view text, std::size_t index) noexcept;
bool is_ascii(std::string_view text) noexcept;

/// Simple case mapping for Latin, Greek and Cyrillic; other scripts are left alone.
char32_t to_upper(char32_t code_point) noexcept;
char32_t to_lower(char32_t code_point) noexcept;
std::string upper(std::string_view text);
std::string lower(std::string_view text);

bool is_space(char32_t code_point) noexcept;
bool is_alphabetic(char32_t code_point) noexcept;
bool is_digit(char32_t code_point) noexcept;
inline bool is_word(char32_t code_point) noexcept
{
    return is_alphabetic(code_point) || is_digit(code_point) || code_point == U'_';
}

std::string_view strip_left(std::string_view text) noexcept;
std::string_view strip_right(std::string_view text) noexcept;
inline std::string_view strip(std::string_view text) noexcept { return strip_left(strip_right(text)); }

} // namespace hurtrock::tmpl::unicode
