#include "rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace hurtrock::web {
namespace {

constexpr double seconds_a_minute = 60;
/// What adding up fractions may be wrong by.
constexpr double rounding_seconds = 1e-3;

} // namespace

std::optional<std::chrono::seconds> RateBuckets::take(const std::vector<Allowance>& allowances, Time now)
{
    if (allowances.empty()) return std::nullopt;
    const std::lock_guard lock{mutex_};
    if (buckets_.size() + allowances.size() > buckets_max) forget_full(now);
    double wait = 0;
    for (const auto& allowance : allowances) {
        const auto& bucket = filled_bucket(allowance, now);
        if (bucket.tokens < 1 - rounding_seconds) wait = std::max(wait, (1 - bucket.tokens) * seconds_a_minute / allowance.per_minute);
    }
    if (wait > 0) return std::chrono::seconds{std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(wait - rounding_seconds)))};
    for (const auto& allowance : allowances) buckets_.at(allowance.key).tokens -= 1;
    return std::nullopt;
}

RateBuckets::Bucket& RateBuckets::filled_bucket(const Allowance& allowance, Time now)
{
    const auto capacity = static_cast<double>(allowance.per_minute);
    auto& bucket = buckets_.try_emplace(allowance.key, Bucket{capacity, now}).first->second;
    const auto minutes = std::chrono::duration<double, std::ratio<60>>(now - bucket.filled).count();
    bucket.tokens = std::min(capacity, bucket.tokens + minutes * capacity);
    bucket.filled = now;
    return bucket;
}

/// A bucket untouched for a minute is full again and need not be remembered.
void RateBuckets::forget_full(Time now)
{
    std::erase_if(buckets_, [&](const auto& entry) { return now - entry.second.filled > std::chrono::minutes{1}; });
    if (buckets_.size() >= buckets_max) buckets_.clear();
}

} // namespace hurtrock::web
