#pragma once
/// When what failed is tried again: ten tries within about 21 hours, then never by itself.

#include <array>
#include <chrono>
#include <optional>

namespace hurtrock::work {

inline constexpr int tries_max = 10;

/// The wait after the given number of failed tries (from 1); nullopt when that was the last one.
inline constexpr std::optional<std::chrono::seconds> wait_after(int failed_tries) noexcept
{
    using namespace std::chrono_literals;
    constexpr std::array<std::chrono::seconds, tries_max - 1> waits{10s, 30s, 2min, 5min, 15min, 45min, 2h, 5h, 12h};
    if (failed_tries < 1 || failed_tries >= tries_max) return std::nullopt;
    return waits[static_cast<std::size_t>(failed_tries - 1)];
}

} // namespace hurtrock::work
