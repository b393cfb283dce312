#include "negotiation.hpp"

#include "characters.hpp"

#include <algorithm>

namespace hurtrock::http {

namespace {

constexpr std::size_t preferences_max = 64;
constexpr int quality_max = 1000;

// "0.8" as 800; -1 when it is no qvalue.
int parse_quality(std::string_view text)
{
    constexpr std::size_t quality_bytes_max = 5;
    if (text.empty() || text.size() > quality_bytes_max || (text[0] != '0' && text[0] != '1'))
        return -1;
    int quality = (text[0] - '0') * quality_max;
    if (text.size() > 1 && text[1] != '.')
        return -1;
    int weight = quality_max / 10;
    for (const char digit : text.substr(std::min<std::size_t>(2, text.size()))) {
        if (!is_digit(digit))
            return -1;
        quality += (digit - '0') * weight;
        weight /= 10;
    }
    return quality <= quality_max ? quality : -1;
}

std::optional<Preference> parse_preference(std::string_view item)
{
    Preference preference;
    preference.value = trimmed(take_until(item, ';'));
    if (preference.value.empty())
        return std::nullopt;
    while (!item.empty()) {
        const auto parameter = trimmed(take_until(item, ';'));
        if (parameter.size() < 2 || to_lower(parameter[0]) != 'q' || parameter[1] != '=')
            continue;
        preference.quality = parse_quality(parameter.substr(2));
        if (preference.quality < 0)
            return std::nullopt;
    }
    return preference;
}

std::string_view primary(std::string_view language) { return language.substr(0, language.find('-')); }

// 0: different, 1: same primary language, 2: the same.
int language_match(std::string_view wanted, std::string_view offered)
{
    if (equal_ignoring_case(wanted, offered))
        return 2;
    return equal_ignoring_case(primary(wanted), primary(offered)) ? 1 : 0;
}

// How specific `range` is for `media_type`; -1 when it does not cover it.
int range_specificity(std::string_view range, std::string_view media_type)
{
    if (range == "*/*")
        return 0;
    const auto slash = media_type.find('/');
    if (range.size() > 2 && range.substr(range.size() - 2) == "/*")
        return equal_ignoring_case(range.substr(0, range.size() - 2), media_type.substr(0, slash)) ? 1 : -1;
    return equal_ignoring_case(range, media_type) ? 2 : -1;
}

} // namespace

std::vector<Preference> parse_preferences(std::string_view header)
{
    std::vector<Preference> preferences;
    while (!header.empty() && preferences.size() < preferences_max)
        if (const auto preference = parse_preference(take_until(header, ',')))
            preferences.push_back(*preference);
    std::stable_sort(preferences.begin(), preferences.end(), [](const Preference& a, const Preference& b) { return a.quality > b.quality; });
    return preferences;
}

std::optional<std::string> best_language(std::string_view accept_language, const std::vector<std::string>& supported)
{
    for (const auto& preference : parse_preferences(accept_language)) {
        if (preference.quality == 0)
            continue;
        if (preference.value == "*")
            return supported.empty() ? std::nullopt : std::optional(supported.front());
        const std::string* best = nullptr;
        int best_match = 0;
        for (const auto& language : supported) {
            const int match = language_match(preference.value, language);
            if (match > best_match) {
                best = &language;
                best_match = match;
            }
        }
        if (best != nullptr)
            return *best;
    }
    return std::nullopt;
}

int media_type_quality(std::string_view accept, std::string_view media_type)
{
    const auto preferences = parse_preferences(accept);
    if (preferences.empty())
        return quality_max;
    int best_specificity = -1;
    int quality = 0;
    for (const auto& preference : preferences) {
        const int specificity = range_specificity(preference.value, media_type);
        if (specificity > best_specificity) {
            best_specificity = specificity;
            quality = preference.quality;
        }
    }
    return quality;
}

bool accepts_encoding(std::string_view accept_encoding, std::string_view coding)
{
    bool any_accepted = false;
    for (const auto& preference : parse_preferences(accept_encoding)) {
        if (equal_ignoring_case(preference.value, coding))
            return preference.quality > 0;
        if (preference.value == "*")
            any_accepted = preference.quality > 0;
    }
    return any_accepted;
}

} // namespace hurtrock::http
