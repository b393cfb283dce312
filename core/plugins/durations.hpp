#pragma once
/// How long things took, kept as a histogram: 64 counters, each a quarter wider than the one before, from 50 µs to
/// about a minute. A quantile is therefore at most a quarter too high. Thread-safe, never locks.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace hurtrock::plugins {

class Durations {
public:
    static constexpr std::size_t buckets = 64;
    static constexpr double first_us = 50, growth = 1.25;

    void record(std::chrono::steady_clock::duration took) noexcept
    {
        const auto us = static_cast<double>(std::chrono::duration_cast<std::chrono::microseconds>(took).count());
        std::size_t bucket = 0;
        for (double limit = first_us; us > limit && bucket + 1 < buckets; limit *= growth)
            ++bucket;
        counts_[bucket].fetch_add(1, std::memory_order_relaxed);
    }

    std::uint64_t count() const noexcept
    {
        std::uint64_t all = 0;
        for (const auto& counted : counts_)
            all += counted.load(std::memory_order_relaxed);
        return all;
    }

    /// So many of all (0.95: 95 of 100) took no longer than this; 0 when nothing was recorded.
    std::chrono::microseconds quantile(double share) const noexcept
    {
        const auto wanted = share * static_cast<double>(count());
        double seen = 0, limit = first_us;
        for (const auto& counted : counts_) {
            seen += static_cast<double>(counted.load(std::memory_order_relaxed));
            if (seen > 0 && seen >= wanted) return std::chrono::microseconds{static_cast<std::int64_t>(limit)};
            limit *= growth;
        }
        return std::chrono::microseconds{0};
    }

private:
    std::array<std::atomic<std::uint64_t>, buckets> counts_{};
};

} // namespace hurtrock::plugins
