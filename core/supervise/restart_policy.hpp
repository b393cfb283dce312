#pragma once
/// When a worker that failed is started again, and when that is pointless.

#include <chrono>
#include <deque>

namespace hurtrock::supervise
{

class RestartPolicy
{
public:
    using Time = std::chrono::steady_clock::time_point;

    static constexpr std::chrono::seconds window{60};
    /// So many failures within the window, before any worker ever got ready, end the supervisor.
    static constexpr std::size_t failures_before_ready_max = 5;
    static constexpr std::chrono::milliseconds pause_first{200};
    static constexpr std::chrono::milliseconds pause_usual_max{1'000};
    /// After more than ten failures within the window.
    static constexpr std::chrono::milliseconds pause_storm{5'000};

    void ready() noexcept { was_ready_ = true; }
    void failed(Time now);
    bool pointless() const noexcept { return !was_ready_ && failures_.size() >= failures_before_ready_max; }
    std::chrono::milliseconds pause() const noexcept;

private:
    bool was_ready_{false};
    std::deque<Time> failures_;
};

} // namespace hurtrock::supervise
