#include "types.hpp"

#include <algorithm>

namespace hurtrock::inventory
{

std::vector<shop::StockLine> in_lock_order(std::vector<shop::StockLine> lines)
{
    std::sort(lines.begin(), lines.end(),
              [](const auto& left, const auto& right) { return left.variant < right.variant; });
    std::vector<shop::StockLine> merged;
    for (const auto& line : lines) {
        if (!merged.empty() && merged.back().variant == line.variant)
        {
            merged.back().quantity += line.quantity;
            merged.back().later += line.later;
        }
        else
            merged.push_back(line);
    }
    return merged;
}

} // namespace hurtrock::inventory
