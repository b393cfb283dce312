#include "suggest.hpp"

#include <algorithm>
#include <numeric>

namespace hurtrock::base {
namespace {

std::size_t distance(std::string_view left, std::string_view right)
{
    std::vector<std::size_t> row(right.size() + 1);
    std::iota(row.begin(), row.end(), 0);
    for (std::size_t i = 1; i <= left.size(); ++i) {
        auto diagonal = row[0];
        row[0] = i;
        for (std::size_t j = 1; j <= right.size(); ++j) {
            const auto replaced = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
            diagonal = row[j];
            row[j] = std::min({replaced, row[j] + 1, row[j - 1] + 1});
        }
    }
    return row.back();
}

} // namespace

std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& known)
{
    constexpr std::size_t word_bytes_max = 100;
    if (word.size() > word_bytes_max) return std::nullopt;
    std::optional<std::string> best;
    auto best_distance = word.size() / 3 + 2;
    for (const auto& candidate : known) {
        const auto apart = distance(word, candidate);
        if (apart >= best_distance) continue;
        best_distance = apart;
        best = candidate;
    }
    return best;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known)
{
    const auto suggestion = closest(word, known);
    return suggestion ? "; did you mean \"" + *suggestion + "\"?" : std::string{};
}

} // namespace hurtrock::base
