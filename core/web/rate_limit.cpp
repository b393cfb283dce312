#include "rate_limit.hpp"

#include <algorithm>

namespace hurtrock::web {

bool RateLimit::allow(const std::string& key, int per_minute, std::chrono::steady_clock::time_point now)
{
    if (per_minute <= 0) return true;
    const std::lock_guard lock{mutex_};
    if (buckets_.size() >= buckets_max) forget_full(now);
    const auto capacity = static_cast<double>(per_minute);
    auto& bucket = buckets_.try_emplace(key, Bucket{capacity, now}).first->second;
    const auto minutes = std::chrono::duration<double, std::ratio<60>>(now - bucket.filled).count();
    bucket.tokens = std::min(capacity, bucket.tokens + minutes * capacity);
    bucket.filled = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
}

/// A bucket untouched for a minute is full again and need not be remembered.
void RateLimit::forget_full(std::chrono::steady_clock::time_point now)
{
    std::erase_if(buckets_, [&](const auto& entry) { return now - entry.second.filled > std::chrono::minutes{1}; });
    if (buckets_.size() >= buckets_max) buckets_.clear();
}

} // namespace hurtrock::web
