#include "words.hpp"

#include <array>

namespace hurtrock::papers {
namespace {

constexpr std::array<const char*, 12> indonesian{"Januari", "Februari", "Maret",     "April",   "Mei",      "Juni",
                                                 "Juli",    "Agustus",  "September", "Oktober", "November", "Desember"};
constexpr std::array<const char*, 12> english{"January", "February", "March",     "April",   "May",      "June",
                                              "July",    "August",   "September", "October", "November", "December"};

} // namespace

std::string day_in_jakarta(Time time) { return to_rfc3339(time + std::chrono::hours{7}).substr(0, 10); }

std::string Words::date(std::string_view day) const
{
    if (day.size() != 10) return std::string{day};
    const auto digit = [&](std::size_t at) { return static_cast<std::size_t>(day[at] - '0'); };
    const std::size_t month = digit(5) * 10 + digit(6);
    if (month < 1 || month > 12) return std::string{day};
    const auto& names = locale == "en" ? english : indonesian;
    return std::to_string(digit(8) * 10 + digit(9)) + " " + names[month - 1] + " " + std::string{day.substr(0, 4)};
}

std::string masked_phone(std::string_view phone)
{
    constexpr std::size_t shown_before = 6, shown_after = 4;
    if (phone.size() <= shown_before + shown_after) return std::string(phone.size(), '*');
    return std::string{phone.substr(0, shown_before)} + std::string(phone.size() - shown_before - shown_after, '*') +
           std::string{phone.substr(phone.size() - shown_after)};
}

} // namespace hurtrock::papers
