#include "allocation.hpp"

#include <algorithm>
#include <numeric>
#include <stdexcept>

namespace hurtrock::promotions {
namespace {

__extension__ using Wide = __int128;

} // namespace

std::vector<Money> allocate(Money total, const std::vector<Money>& weights)
{
    Wide sum = 0;
    for (const auto& weight : weights)
        sum += weight.units();
    if (total.is_zero() || weights.empty()) return std::vector<Money>(weights.size());
    if (sum <= 0) throw std::domain_error{"an amount cannot be shared over weights of nothing"};

    std::vector<Money> shares(weights.size());
    std::vector<Wide> remainders(weights.size());
    auto left = total.units();
    for (std::size_t line = 0; line < weights.size(); ++line) {
        const auto product = static_cast<Wide>(total.units()) * weights[line].units();
        const auto share = static_cast<std::int64_t>(product / sum);
        shares[line] = Money{share};
        remainders[line] = product % sum;
        left -= share;
    }

    std::vector<std::size_t> order(weights.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](auto one, auto other) { return remainders[one] > remainders[other]; });
    // Fewer units are left than there are lines with a remainder: each lost less than one unit by rounding down.
    for (std::size_t place = 0; left > 0; ++place, --left)
        shares[order[place]] += Money{1};
    return shares;
}

} // namespace hurtrock::promotions
