#include "error.hpp"

#include <algorithm>
#include <vector>

namespace hurtrock::tmpl {
namespace {

constexpr std::size_t excerpt_line_bytes_max = 160;

std::string report(const std::string& message, const Place& place, const std::string& excerpt)
{
    std::string text = place.path.empty() ? place.name : place.path;
    if (place.line > 0) text += ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
    if (!text.empty()) text += ": ";
    text += message;
    if (!excerpt.empty()) text += "\n" + excerpt;
    return text;
}

std::string_view line_at(std::string_view source, std::uint32_t number)
{
    std::size_t begin = 0;
    for (std::uint32_t line = 1; line < number; ++line) {
        const auto end = source.find('\n', begin);
        if (end == std::string_view::npos) return {};
        begin = end + 1;
    }
    return source.substr(begin, source.find('\n', begin) - begin).substr(0, excerpt_line_bytes_max);
}

} // namespace

Error::Error(Kind kind, std::string message, Place place, std::string excerpt)
    : std::runtime_error{report(message, place, excerpt)},
      kind_{kind},
      message_{std::move(message)},
      place_{std::move(place)},
      excerpt_{std::move(excerpt)}
{
}

std::string source_excerpt(std::string_view source, std::uint32_t line, std::uint32_t column)
{
    if (line == 0) return {};
    std::string excerpt;
    for (std::uint32_t number = line > 2 ? line - 2 : 1; number <= line; ++number) {
        auto label = std::to_string(number);
        label.insert(0, label.size() < 5 ? 5 - label.size() : 0, ' ');
        excerpt += label + " | " + std::string{line_at(source, number)} + "\n";
    }
    return excerpt + "      | " + std::string(std::min<std::size_t>(column > 0 ? column - 1 : 0, excerpt_line_bytes_max), ' ') + "^";
}

std::size_t edit_distance(std::string_view left, std::string_view right)
{
    std::vector<std::vector<std::size_t>> cost(left.size() + 1, std::vector<std::size_t>(right.size() + 1));
    for (std::size_t i = 0; i <= left.size(); ++i) {
        for (std::size_t j = 0; j <= right.size(); ++j) {
            if (i == 0 || j == 0) {
                cost[i][j] = i + j;
                continue;
            }
            const std::size_t replace = left[i - 1] == right[j - 1] ? 0 : 1;
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, cost[i - 1][j - 1] + replace});
            if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[left.size()][right.size()];
}

} // namespace hurtrock::tmpl
