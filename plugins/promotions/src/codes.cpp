#include "codes.hpp"

#include <algorithm>

namespace hurtrock::promotions {
namespace {

constexpr std::string_view letters = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";
constexpr std::size_t random_length = 10;

bool is_plain(char letter) noexcept { return (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9'); }

/// The place of a base62 character, 0 to 61.
std::size_t place_of(char letter) noexcept
{
    if (letter <= '9') return static_cast<std::size_t>(letter - '0');
    if (letter <= 'Z') return static_cast<std::size_t>(letter - 'A') + 10;
    return static_cast<std::size_t>(letter - 'a') + 36;
}

} // namespace

std::string normalised_code(std::string_view typed)
{
    std::string code;
    for (char letter : typed) {
        if (letter == ' ' || letter == '\t') continue;
        if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
        if (!is_plain(letter) && letter != '-') return {};
        code += letter;
    }
    if (code.size() < code_length_min || code.size() > code_length_max) return {};
    if (code.front() == '-' || code.back() == '-') return {};
    return code;
}

std::string random_code(std::string_view prefix)
{
    // 62 is twice 31, so that each of the 31 letters is equally likely.
    static_assert(letters.size() == 31);
    const auto random = make_public_id();
    std::string code{prefix};
    if (!code.empty()) code += '-';
    for (std::size_t place = 0; place < random_length; ++place)
        code += letters[place_of(random[random.size() - 1 - place]) % letters.size()];
    return code;
}

} // namespace hurtrock::promotions
