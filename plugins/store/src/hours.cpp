#include "hours.hpp"

namespace hurtrock::store {
namespace {

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r\n";
    const auto first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

/// Where the time begins, or the end of the line.
std::size_t start_of_time(std::string_view line)
{
    if (const auto colon = line.find(": "); colon != std::string_view::npos) return colon + 1;
    for (std::size_t at = 1; at < line.size(); ++at)
        if (line[at] >= '0' && line[at] <= '9' && line[at - 1] == ' ') return at;
    const auto last_blank = line.rfind(' ');
    return last_blank == std::string_view::npos ? line.size() : last_blank;
}

OpeningHours parse_line(std::string_view line)
{
    const auto at = start_of_time(line);
    auto days = trimmed(line.substr(0, at));
    if (days.ends_with(':')) days.remove_suffix(1);
    return {std::string{days}, std::string{trimmed(line.substr(at))}};
}

} // namespace

std::vector<OpeningHours> parse_hours(std::string_view lines)
{
    std::vector<OpeningHours> hours;
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        if (const auto line = trimmed(lines.substr(0, end)); !line.empty()) hours.push_back(parse_line(line));
        lines = end == std::string_view::npos ? std::string_view{} : lines.substr(end + 1);
    }
    return hours;
}

} // namespace hurtrock::store
