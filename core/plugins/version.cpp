#include "version.hpp"

#include <charconv>

namespace hurtrock::plugins {

std::optional<Version> Version::parse(std::string_view text)
{
    Version version;
    int* const parts[] = {&version.major, &version.minor, &version.patch};
    const char* at = text.data();
    const char* const end = at + text.size();
    for (int* part : parts) {
        const auto [next, error] = std::from_chars(at, end, *part);
        if (error != std::errc{} || *part < 0) return std::nullopt;
        if (next == end) return version;
        if (*next != '.') return std::nullopt;
        at = next + 1;
    }
    return std::nullopt;
}

std::string Version::text() const
{
    return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(patch);
}

std::optional<bool> satisfies(const Version& version, std::string_view range)
{
    if (range == "*") return true;
    const auto strip = [&](std::string_view mark) {
        if (!range.starts_with(mark)) return false;
        range.remove_prefix(mark.size());
        return true;
    };
    const bool caret = strip("^"), tilde = !caret && strip("~"), at_least = !caret && !tilde && strip(">=");
    const auto base = Version::parse(range);
    if (!base) return std::nullopt;
    if (at_least) return version >= *base;
    if (!caret && !tilde) return version == *base;
    Version limit{base->major + 1, 0, 0};
    if (tilde || base->major == 0) limit = {base->major, base->minor + 1, 0};
    return version >= *base && version < limit;
}

} // namespace hurtrock::plugins
