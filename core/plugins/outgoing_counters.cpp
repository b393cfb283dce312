#include "outgoing_counters.hpp"

#include <cmath>

namespace hurtrock::plugins {
namespace {

std::chrono::milliseconds edge_of(std::size_t bucket)
{
    return std::chrono::milliseconds{
        static_cast<std::int64_t>(std::ceil(std::exp2(static_cast<double>(bucket) / 2.0)))};
}

} // namespace

std::size_t OutgoingCounters::bucket_of(std::chrono::microseconds took) noexcept
{
    std::size_t bucket = 0;
    while (bucket + 1 < bucket_count && took > edge_of(bucket))
        ++bucket;
    return bucket;
}

std::chrono::milliseconds OutgoingCounters::p95() const noexcept
{
    std::uint64_t all = 0;
    for (const auto& bucket : buckets_)
        all += bucket.load(std::memory_order_relaxed);
    if (all == 0) return std::chrono::milliseconds{0};
    const auto rank = all - all / 20;
    std::uint64_t passed = 0;
    for (std::size_t bucket = 0; bucket < bucket_count; ++bucket) {
        passed += buckets_[bucket].load(std::memory_order_relaxed);
        if (passed >= rank) return edge_of(bucket);
    }
    return edge_of(bucket_count - 1);
}

} // namespace hurtrock::plugins
