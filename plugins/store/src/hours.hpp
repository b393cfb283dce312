#pragma once
/// Opening hours as the owner types them: one line a group of days, "Senin-Jumat 09.30-18.00" or "Minggu tutup".

#include <hurtrock/value.hpp>

namespace hurtrock::store {

struct OpeningHours {
    std::string days, time;
    friend bool operator==(const OpeningHours&, const OpeningHours&) = default;
};

/// The time starts at the first number after a space, or after ": ", or is the last word where there is neither. Empty lines
/// are left out; a single word is days without a time.
std::vector<OpeningHours> parse_hours(std::string_view lines);

} // namespace hurtrock::store
