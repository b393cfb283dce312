#include "formats.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace hurtrock::view {
namespace {

constexpr std::array<const char*, 12> months_id{"Januari", "Februari", "Maret",     "April",   "Mei",      "Juni",
                                                "Juli",    "Agustus",  "September", "Oktober", "November", "Desember"};
constexpr std::array<const char*, 12> months_en{"January", "February", "March",     "April",   "May",      "June",
                                                "July",    "August",   "September", "October", "November", "December"};

std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count)
{
    int number = 0;
    if (at + count > text.size()) return std::nullopt;
    const auto [end, error] = std::from_chars(text.data() + at, text.data() + at + count, number);
    if (error != std::errc{} || end != text.data() + at + count) return std::nullopt;
    return number;
}

} // namespace

std::optional<Time> from_rfc3339(std::string_view text)
{
    using namespace std::chrono;
    const auto year_number = digits(text, 0, 4), month_number = digits(text, 5, 2), day_number = digits(text, 8, 2);
    const auto hour = digits(text, 11, 2), minute = digits(text, 14, 2), second = digits(text, 17, 2);
    if (!year_number || !month_number || !day_number || !hour || !minute || !second || !text.ends_with('Z')) return std::nullopt;
    const year_month_day date{year{*year_number}, month{static_cast<unsigned>(*month_number)}, day{static_cast<unsigned>(*day_number)}};
    if (!date.ok()) return std::nullopt;
    Time time = sys_days{date} + hours{*hour} + minutes{*minute} + seconds{*second};
    if (text.size() > 20 && text[19] == '.') {
        auto fraction = std::string{text.substr(20, text.size() - 21)};
        fraction.resize(6, '0');
        time += microseconds{digits(fraction, 0, 6).value_or(0)};
    }
    return time;
}

std::string date_text(Time time, std::string_view locale)
{
    using namespace std::chrono;
    const year_month_day date{floor<days>(time + shop_zone_offset)};
    const auto month_index = static_cast<unsigned>(date.month()) - 1;
    return std::to_string(static_cast<unsigned>(date.day())) + " " + (locale == "en" ? months_en : months_id)[month_index] + " " +
           std::to_string(static_cast<int>(date.year()));
}

std::string datetime_text(Time time, std::string_view locale)
{
    using namespace std::chrono;
    const auto local = time + shop_zone_offset;
    const hh_mm_ss clock{floor<minutes>(local - floor<days>(local))};
    char text[24];
    std::snprintf(text, sizeof text, ", %02d%c%02d WIB", static_cast<int>(clock.hours().count()), locale == "en" ? ':' : '.',
                  static_cast<int>(clock.minutes().count()));
    return date_text(time, locale) + text;
}

} // namespace hurtrock::view
