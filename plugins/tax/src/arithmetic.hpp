#pragma once
/// The tax inside a price: pure integer arithmetic.
///
/// With the effective rate e = rate * numerator / denominator (12 % of 11/12 is 11 %) a price P that includes tax holds
/// P * e / (1 + e), rounded half away from zero to whole rupiah: Rp125.000 hold Rp12.387. The net is the rest, so that
/// net + tax is the price whatever was rounded.

#include "types.hpp"

namespace hurtrock::tax {

shop::TaxInside inside(Money gross, const Rate& rate);

/// "12 %", "0,5 %"
std::string statutory_text(const Rate& rate);
/// Of rate * numerator / denominator, to hundredths of a percent: "11 %".
std::string effective_text(const Rate& rate);

} // namespace hurtrock::tax
