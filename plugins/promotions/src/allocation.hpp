#pragma once
/// Sharing an amount over lines so that the shares sum to it exactly.

#include <hurtrock/money.hpp>

#include <vector>

namespace hurtrock::promotions {

/// Each share is in proportion to its weight, rounded down; what is left over goes, a unit each, to the largest
/// remainders, the earlier line first among equals (Hamilton's method). Deterministic, in 128 bits. With
/// total <= sum of weights no share exceeds its weight. Preconditions: nothing is negative; a total above 0 needs a
/// weight above 0. Time: n log n.
std::vector<Money> allocate(Money total, const std::vector<Money>& weights);

} // namespace hurtrock::promotions
