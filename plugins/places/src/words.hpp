#pragma once
/// Text as people type it, made comparable: lower case, letters and digits only, a space before every word.

#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::places {

/// Longest text that is looked at, in bytes, and the words of it that count.
inline constexpr std::size_t text_max = 200;
inline constexpr std::size_t words_max = 8;

/// " kota bandung" for "Kota Bandung". Letters outside ASCII separate words: no name here has any.
std::string comparable(std::string_view text);

/// What is looked for: words without those that only name a level ("kecamatan", "kab."), with common short forms
/// written out ("jogja", "jaksel"). Digits are left out.
std::vector<std::string> wanted_words(std::string_view text);

/// The first group of exactly five digits, or "".
std::string postal_code_in(std::string_view text);

/// Whether some word of `comparable` begins with the wanted word.
bool begins_word(std::string_view comparable, std::string_view wanted) noexcept;
/// The same with at most one letter wrong, missing, too many, or two neighbours exchanged. Only for words of at least
/// four letters, of which the first is right.
bool nearly_begins_word(std::string_view comparable, std::string_view wanted) noexcept;
/// Whether `wanted` is a whole word there.
bool is_word(std::string_view comparable, std::string_view wanted) noexcept;

} // namespace hurtrock::places
