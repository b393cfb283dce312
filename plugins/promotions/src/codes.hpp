#pragma once
/// Coupon codes: how they are written, and making many of them.

#include <hurtrock/ids.hpp>

#include <string>
#include <string_view>

namespace hurtrock::promotions {

inline constexpr std::size_t code_length_min = 3, code_length_max = 40;

/// As stored: capital letters, digits and hyphens inside ("gajian-10 " becomes "GAJIAN-10"). Empty for anything that
/// cannot be a code. Mirrored by the CHECK on promotions.coupons.
std::string normalised_code(std::string_view typed);

/// 49 random bits as ten characters without those that are mistaken for one another (0 O, 1 I L), after the prefix and
/// a hyphen when there is one.
std::string random_code(std::string_view prefix);

} // namespace hurtrock::promotions
