#pragma once
/// Argon2id on threads of its own, so that a wave of logins costs memory and processor up to a stated limit and never
/// starves pages. Thread-safe.

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace hurtrock::auth {

/// More passwords wait than the queue holds. The attempt was not made; answer 503 with Retry-After.
class Overloaded final : public std::runtime_error {
public:
    Overloaded() : std::runtime_error{"too many passwords are being checked at once"} {}
};

/// OWASP's parameters for Argon2id: 19 MiB, two passes, one lane; about 75 ms.
struct Argon2Cost {
    unsigned long long passes{2};
    std::size_t memory_bytes{19'922'944};
};

class PasswordPool {
public:
    struct Limits {
        std::size_t threads{2};
        std::size_t queue{32};
        Argon2Cost cost{};
    };

    explicit PasswordPool(Limits limits);
    PasswordPool() : PasswordPool{Limits{}} {}
    PasswordPool(const PasswordPool&) = delete;
    PasswordPool& operator=(const PasswordPool&) = delete;
    /// Finishes what waits.
    ~PasswordPool();

    /// Both wait for their turn and throw Overloaded when the queue is full.
    std::string hash(std::string_view password);
    bool verify(std::string_view hash, std::string_view password);
    /// Whether the hash was made with other costs than today's.
    bool is_outdated(std::string_view hash) const;

private:
    void run(std::function<void()> task);
    void work();

    const Limits limits_;
    std::mutex mutex_;
    std::condition_variable arrived_;
    std::deque<std::function<void()>> waiting_;
    bool stopping_{false};
    std::vector<std::thread> threads_;
};

} // namespace hurtrock::auth
