#include "http_date.hpp"

#include "characters.hpp"

#include <array>
#include <cstdio>
#include <vector>

namespace hurtrock::http {

namespace {

constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
constexpr std::size_t date_bytes = 29;

// More than the text needs, so that no int can overflow it.
using DateText = std::array<char, 96>;

DateText write_date(std::time_t seconds)
{
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    DateText text{};
    std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT", weekdays[static_cast<std::size_t>(parts.tm_wday)].data(),
                  parts.tm_mday, months[static_cast<std::size_t>(parts.tm_mon)].data(), parts.tm_year + 1900, parts.tm_hour, parts.tm_min,
                  parts.tm_sec);
    return text;
}

std::optional<int> number(std::string_view text)
{
    constexpr std::size_t digits_max = 4;
    if (text.empty() || text.size() > digits_max)
        return std::nullopt;
    int value = 0;
    for (const char c : text) {
        if (!is_digit(c))
            return std::nullopt;
        value = value * 10 + (c - '0');
    }
    return value;
}

std::optional<int> month_index(std::string_view name)
{
    for (std::size_t i = 0; i < months.size(); ++i)
        if (months[i] == name)
            return static_cast<int>(i);
    return std::nullopt;
}

// RFC 9110: a two-digit year more than 50 years ahead means the past century.
int full_year(int two_digits)
{
    const std::time_t now = std::time(nullptr);
    std::tm parts{};
    gmtime_r(&now, &parts);
    const int this_year = parts.tm_year + 1900;
    const int year = this_year / 100 * 100 + two_digits;
    return year > this_year + 50 ? year - 100 : year;
}

std::optional<std::time_t> make_time(std::optional<int> day, std::optional<int> month, std::optional<int> year, std::string_view clock)
{
    if (clock.size() != 8 || clock[2] != ':' || clock[5] != ':')
        return std::nullopt;
    const auto hour = number(clock.substr(0, 2));
    const auto minute = number(clock.substr(3, 2));
    const auto second = number(clock.substr(6, 2));
    if (!day || !month || !year || !hour || !minute || !second)
        return std::nullopt;
    std::tm parts{};
    parts.tm_mday = *day;
    parts.tm_mon = *month;
    parts.tm_year = *year - 1900;
    parts.tm_hour = *hour;
    parts.tm_min = *minute;
    parts.tm_sec = *second;
    if (*hour > 23 || *minute > 59 || *second > 60)
        return std::nullopt;
    const std::time_t seconds = timegm(&parts);
    // timegm turns the 31st of February into March; such a date is refused.
    if (parts.tm_mday != *day || parts.tm_mon != *month)
        return std::nullopt;
    return seconds;
}

std::vector<std::string_view> words_of(std::string_view text)
{
    std::vector<std::string_view> words;
    while (!text.empty()) {
        const auto word = take_until(text, ' ');
        if (!word.empty())
            words.push_back(word);
    }
    return words;
}

} // namespace

std::string format_http_date(std::time_t seconds) { return write_date(seconds).data(); }

std::optional<std::time_t> parse_http_date(std::string_view text)
{
    constexpr std::size_t text_bytes_max = 40;
    if (text.size() > text_bytes_max)
        return std::nullopt;
    const auto words = words_of(text);
    if (words.size() == 6 && words[5] == "GMT")
        return make_time(number(words[1]), month_index(words[2]), words[3].size() == 4 ? number(words[3]) : std::nullopt, words[4]);
    if (words.size() == 4 && words[3] == "GMT") {
        auto rest = words[1];
        const auto day = number(take_until(rest, '-'));
        const auto month = month_index(take_until(rest, '-'));
        const auto year = rest.size() == 2 ? number(rest) : std::nullopt;
        return make_time(day, month, year ? std::optional<int>(full_year(*year)) : std::nullopt, words[2]);
    }
    if (words.size() == 5)
        return make_time(number(words[2]), month_index(words[1]), words[4].size() == 4 ? number(words[4]) : std::nullopt, words[3]);
    return std::nullopt;
}

std::string_view current_http_date()
{
    thread_local std::time_t written_at = -1;
    thread_local DateText text{};
    const std::time_t now = std::time(nullptr);
    if (now != written_at) {
        text = write_date(now);
        written_at = now;
    }
    return {text.data(), date_bytes};
}

} // namespace hurtrock::http
