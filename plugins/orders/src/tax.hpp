#pragma once
/// PPN inside prices. The statutory 12 % on 11/12 of the price is 11 % in effect, so a price that includes it holds
/// 11/111 (PMK 131/2024). Computed for each line and rounded half up there; the order's tax is the sum of its lines.

#include "types.hpp"

namespace hurtrock::orders
{

inline constexpr std::int64_t tax_share_numerator = 11;
inline constexpr std::int64_t tax_share_denominator = 111;

inline Money tax_inside(const Money& price)
{
    return price.share(tax_share_numerator, tax_share_denominator);
}

} // namespace hurtrock::orders
