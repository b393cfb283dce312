#include "loop.hpp"

#include <algorithm>
#include <stdexcept>

namespace hurtrock::work {

Loop::Loop(std::chrono::milliseconds pause, std::function<bool()> step,
           std::function<void(const std::exception&)> failed)
    : pause_{pause}, step_{std::move(step)}, failed_{std::move(failed)}, thread_{[this] { run(); }}
{}

Loop::~Loop()
{
    request_stop();
    join();
}

void Loop::wake() noexcept
{
    {
        const std::lock_guard lock{mutex_};
        woken_ = true;
    }
    changed_.notify_all();
}

void Loop::request_stop() noexcept
{
    {
        const std::lock_guard lock{mutex_};
        stopping_ = true;
    }
    changed_.notify_all();
}

void Loop::join()
{
    if (thread_.joinable()) thread_.join();
}

bool Loop::wait_until_stopped(std::chrono::steady_clock::time_point deadline)
{
    std::unique_lock lock{mutex_};
    return changed_.wait_until(lock, deadline, [this] { return stopped_; });
}

bool Loop::take_step() noexcept
{
    try {
        const bool more = step_();
        failures_ = 0;
        return more;
    } catch (const std::exception& error) {
        ++failures_;
        failed_(error);
    } catch (...) {
        ++failures_;
        failed_(std::runtime_error{"something that is no exception was thrown"});
    }
    return false;
}

void Loop::run()
{
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        woken_ = false;
        lock.unlock();
        const bool more = take_step();
        lock.lock();
        if (more) continue;
        const auto pause =
            std::min<std::chrono::milliseconds>(pause_ * (1 << std::min(failures_, 8)), pause_after_failures_max);
        // A wake-up does not shorten the pause after a failure: the reason is most likely still there.
        changed_.wait_for(lock, pause, [this] { return stopping_ || (woken_ && failures_ == 0); });
    }
    stopped_ = true;
    changed_.notify_all();
}

} // namespace hurtrock::work
