#pragma once
/// Allowances of so many requests a minute: a token bucket for each key, kept for the most recent ones only. Thread-safe.

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace hurtrock::web {

/// What one request uses up: one of the allowance of `key`.
struct Allowance {
    std::string key;
    int per_minute;
};

class RateBuckets {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Takes one of each, or, when one of them is used up, nothing of any: then answers how long to wait.
    std::optional<std::chrono::seconds> take(const std::vector<Allowance>& allowances, Time now);

private:
    struct Bucket {
        double tokens;
        Time filled;
    };
    Bucket& filled_bucket(const Allowance& allowance, Time now);
    void forget_full(Time now);

    static constexpr std::size_t buckets_max = 50'000;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

} // namespace hurtrock::web
