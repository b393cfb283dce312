#include "restart_policy.hpp"

#include <algorithm>

namespace hurtrock::supervise
{

void RestartPolicy::failed(Time now)
{
    failures_.push_back(now);
    while (failures_.front() + window < now)
        failures_.pop_front();
}

std::chrono::milliseconds RestartPolicy::pause() const noexcept
{
    if (failures_.size() > 10) return pause_storm;
    const auto doublings = failures_.empty() ? 0U : static_cast<unsigned>(failures_.size() - 1);
    return std::min(pause_usual_max, pause_first * (1U << std::min(doublings, 4U)));
}

} // namespace hurtrock::supervise
