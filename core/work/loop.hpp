#pragma once
/// A thread that works through a queue: takes steps while there is something to do, then sleeps until it is woken or
/// the pause is over. Thread-safe.

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace hurtrock::work {

class Loop {
public:
    /// `step` answers whether there may be more to do. What it throws goes to `failed`; the pause then doubles with
    /// every failure in a row, up to pause_after_failures_max.
    Loop(std::chrono::milliseconds pause, std::function<bool()> step,
         std::function<void(const std::exception&)> failed);
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    ~Loop();

    void wake() noexcept;
    /// No further step begins. Returns at once; join() waits for the running one.
    void request_stop() noexcept;
    void join();
    /// False when the running step takes longer.
    bool wait_until_stopped(std::chrono::steady_clock::time_point deadline);

    static constexpr std::chrono::seconds pause_after_failures_max{30};

private:
    void run();
    bool take_step() noexcept;

    const std::chrono::milliseconds pause_;
    const std::function<bool()> step_;
    const std::function<void(const std::exception&)> failed_;
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_{false};
    bool stopping_{false};
    bool stopped_{false};
    int failures_{0};
    std::thread thread_;
};

} // namespace hurtrock::work
