#pragma once
/// Numbers and times as people here read them.

#include <hurtrock/clock.hpp>
#include <hurtrock/value.hpp>

#include <optional>

namespace hurtrock::view {

/// Western Indonesian time (WIB), where the shop is; Indonesia has no summer time.
inline constexpr std::chrono::hours shop_zone_offset{7};

/// From "2026-11-21T03:04:05.123456Z".
std::optional<Time> from_rfc3339(std::string_view text);

/// "21 November 2026"
std::string date_text(Time time, std::string_view locale);
/// "21 November 2026, 10.04 WIB"; in English "21 November 2026, 10:04 WIB".
std::string datetime_text(Time time, std::string_view locale);

} // namespace hurtrock::view
