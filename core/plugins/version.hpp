#pragma once
/// Versions and ranges of them, as plugin.yaml writes them (semver.org 2.0.0, without pre-release tags).

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::plugins {

struct Version {
    int major{0}, minor{0}, patch{0};
    friend auto operator<=>(const Version&, const Version&) = default;

    /// "1", "1.2" or "1.2.3".
    static std::optional<Version> parse(std::string_view text);
    std::string text() const;
};

/// "^1.2" (from 1.2.0 up to, not including, 2.0.0; "^0.1": up to 0.2.0), "~1.2" (same minor), ">=1.2", "1.2.3" or "*".
/// nullopt when the range cannot be read.
std::optional<bool> satisfies(const Version& version, std::string_view range);

} // namespace hurtrock::plugins
