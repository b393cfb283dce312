#pragma once
/// How a plugin's outgoing calls fare: number, failures, and a histogram from which the 95th percentile is read.
/// Written without locks.

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace hurtrock::plugins {

class OutgoingCounters {
public:
    void add(std::chrono::microseconds took, bool failed) noexcept
    {
        calls_.fetch_add(1, std::memory_order_relaxed);
        if (failed) failures_.fetch_add(1, std::memory_order_relaxed);
        buckets_[bucket_of(took)].fetch_add(1, std::memory_order_relaxed);
    }
    std::uint64_t calls() const noexcept { return calls_.load(std::memory_order_relaxed); }
    std::uint64_t failures() const noexcept { return failures_.load(std::memory_order_relaxed); }
    /// The upper edge of the bucket that holds it: at most 41 % too much. 0 when there were no calls.
    std::chrono::milliseconds p95() const noexcept;

private:
    /// Edges grow by the square root of two from 1 ms on; the last holds all above half a minute.
    static constexpr std::size_t bucket_count = 32;
    static std::size_t bucket_of(std::chrono::microseconds took) noexcept;

    std::atomic<std::uint64_t> calls_{0}, failures_{0};
    std::array<std::atomic<std::uint64_t>, bucket_count> buckets_{};
};

} // namespace hurtrock::plugins
