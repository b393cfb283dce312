#pragma once
/// Requests a minute from one address to one route: a token bucket each, kept for the most recent visitors only. Thread-safe.

#include <chrono>
#include <mutex>
#include <string>
#include <unordered_map>

namespace hurtrock::web {

class RateLimit {
public:
    /// Takes one from the bucket of `key`; false when it is empty.
    bool allow(const std::string& key, int per_minute, std::chrono::steady_clock::time_point now);

private:
    struct Bucket {
        double tokens;
        std::chrono::steady_clock::time_point filled;
    };
    void forget_full(std::chrono::steady_clock::time_point now);

    static constexpr std::size_t buckets_max = 50'000;
    std::mutex mutex_;
    std::unordered_map<std::string, Bucket> buckets_;
};

} // namespace hurtrock::web
