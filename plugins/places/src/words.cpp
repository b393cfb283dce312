#include "words.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::places {
namespace {

constexpr std::size_t forgiving_from = 4;

struct ShortForm {
    std::string_view typed;
    std::string_view meant;
};

/// What people call places, beside their names. An empty meaning drops the word.
constexpr std::array short_forms{
    ShortForm{"kec", ""},
    ShortForm{"kecamatan", ""},
    ShortForm{"kel", ""},
    ShortForm{"kelurahan", ""},
    ShortForm{"desa", ""},
    ShortForm{"ds", ""},
    ShortForm{"prov", ""},
    ShortForm{"provinsi", ""},
    ShortForm{"indonesia", ""},
    ShortForm{"kab", "kabupaten"},
    ShortForm{"kodya", "kota"},
    ShortForm{"adm", "administrasi"},
    ShortForm{"jkt", "jakarta"},
    ShortForm{"dki", "jakarta"},
    ShortForm{"jaksel", "jakarta selatan"},
    ShortForm{"jakut", "jakarta utara"},
    ShortForm{"jakbar", "jakarta barat"},
    ShortForm{"jaktim", "jakarta timur"},
    ShortForm{"jakpus", "jakarta pusat"},
    ShortForm{"jogja", "yogyakarta"},
    ShortForm{"jogjakarta", "yogyakarta"},
    ShortForm{"yogya", "yogyakarta"},
    ShortForm{"diy", "yogyakarta"},
    ShortForm{"bdg", "bandung"},
    ShortForm{"sby", "surabaya"},
    ShortForm{"smg", "semarang"},
    ShortForm{"tangsel", "tangerang selatan"},
    ShortForm{"jabar", "jawa barat"},
    ShortForm{"jateng", "jawa tengah"},
    ShortForm{"jatim", "jawa timur"},
    ShortForm{"sumut", "sumatera utara"},
    ShortForm{"sumbar", "sumatera barat"},
    ShortForm{"sumsel", "sumatera selatan"},
    ShortForm{"sumatra", "sumatera"},
    ShortForm{"kalbar", "kalimantan barat"},
    ShortForm{"kalteng", "kalimantan tengah"},
    ShortForm{"kalsel", "kalimantan selatan"},
    ShortForm{"kaltim", "kalimantan timur"},
    ShortForm{"kaltara", "kalimantan utara"},
    ShortForm{"sulut", "sulawesi utara"},
    ShortForm{"sulteng", "sulawesi tengah"},
    ShortForm{"sulsel", "sulawesi selatan"},
    ShortForm{"sultra", "sulawesi tenggara"},
    ShortForm{"ntb", "nusa tenggara barat"},
    ShortForm{"ntt", "nusa tenggara timur"},
};

bool is_digit(char letter) noexcept { return letter >= '0' && letter <= '9'; }

bool is_number(std::string_view word) noexcept { return std::all_of(word.begin(), word.end(), is_digit); }

std::string_view meaning_of(std::string_view word) noexcept
{
    const auto found =
        std::find_if(short_forms.begin(), short_forms.end(), [&](const ShortForm& form) { return form.typed == word; });
    return found == short_forms.end() ? word : found->meant;
}

/// Calls `each` with every word of a comparable text until it answers true.
template <class Each>
bool any_word(std::string_view comparable, Each each)
{
    std::size_t at = 0;
    while (at < comparable.size()) {
        const auto begin = at + 1;
        const auto end = std::min(comparable.find(' ', begin), comparable.size());
        if (each(comparable.substr(begin, end - begin))) return true;
        at = end;
    }
    return false;
}

/// Whether `word` begins with something at most one edit away from `wanted` (insertion, deletion, substitution,
/// exchange of neighbours). Skips what is alike, then tries each edit once.
bool begins_nearly(std::string_view word, std::string_view wanted) noexcept
{
    std::size_t at = 0;
    while (at < word.size() && at < wanted.size() && word[at] == wanted[at])
        ++at;
    if (at == wanted.size()) return true;
    if (at == 0) return false;
    const auto rest = wanted.substr(at);
    const auto left = word.substr(std::min(at, word.size()));
    if (left.starts_with(rest.substr(1))) return true; // one letter too many
    if (left.empty()) return false;
    if (left.substr(1).starts_with(rest) || left.substr(1).starts_with(rest.substr(1))) return true; // missing, wrong
    return rest.size() > 1 && left.size() > 1 && rest[0] == left[1] && rest[1] == left[0] &&
           left.substr(2).starts_with(rest.substr(2));
}

} // namespace

std::string comparable(std::string_view text)
{
    std::string plain;
    plain.reserve(text.size() + 1);
    bool inside = false;
    for (const char letter : text.substr(0, text_max)) {
        const char lower = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
        const bool counts = (lower >= 'a' && lower <= 'z') || is_digit(lower);
        if (counts && !inside) plain += ' ';
        if (counts) plain += lower;
        // An apostrophe is part of a word: "Ma'rang" is found as "marang".
        inside = counts || (inside && lower == '\'');
    }
    return plain;
}

std::vector<std::string> wanted_words(std::string_view text)
{
    std::vector<std::string> words;
    const auto typed = comparable(text);
    any_word(typed, [&](std::string_view word) {
        if (is_number(word)) return false;
        any_word(" " + std::string{meaning_of(word)}, [&](std::string_view meant) {
            if (!meant.empty() && words.size() < words_max &&
                std::find(words.begin(), words.end(), meant) == words.end())
                words.emplace_back(meant);
            return false;
        });
        return words.size() == words_max;
    });
    return words;
}

std::string postal_code_in(std::string_view text)
{
    const auto plain = comparable(text);
    std::string code;
    any_word(plain, [&](std::string_view word) {
        if (word.size() != 5 || !is_number(word)) return false;
        code = word;
        return true;
    });
    return code;
}

bool begins_word(std::string_view comparable, std::string_view wanted) noexcept
{
    for (auto at = comparable.find(wanted); at != std::string_view::npos; at = comparable.find(wanted, at + 1))
        if (at > 0 && comparable[at - 1] == ' ') return true;
    return false;
}

bool nearly_begins_word(std::string_view comparable, std::string_view wanted) noexcept
{
    if (wanted.size() < forgiving_from) return begins_word(comparable, wanted);
    return any_word(comparable, [&](std::string_view word) { return begins_nearly(word, wanted); });
}

bool is_word(std::string_view comparable, std::string_view wanted) noexcept
{
    return any_word(comparable, [&](std::string_view word) { return word == wanted; });
}

} // namespace hurtrock::places
