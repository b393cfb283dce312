#pragma once
/// "did you mean": the closest of a few known words.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::base {

/// The known word with the smallest edit distance (Levenshtein), when that is at most a third of the word's length plus one.
std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& known);

/// "; did you mean \"analytics\"?" or an empty text, to append to an error.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

} // namespace hurtrock::base
