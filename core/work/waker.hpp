#pragma once
/// How work that was left behind finds whoever does it, who may come later than the first work and go before the last.
/// Thread-safe.

#include <functional>
#include <memory>
#include <mutex>

namespace hurtrock::work {

class Waker {
public:
    /// An empty function: nobody is woken.
    void set(std::function<void()> wake)
    {
        auto next = wake ? std::make_shared<const std::function<void()>>(std::move(wake)) : nullptr;
        const std::lock_guard lock{mutex_};
        wake_.swap(next);
    }
    void operator()() const
    {
        if (const auto wake = current()) (*wake)();
    }
    explicit operator bool() const { return current() != nullptr; }

private:
    std::shared_ptr<const std::function<void()>> current() const
    {
        const std::lock_guard lock{mutex_};
        return wake_;
    }

    mutable std::mutex mutex_;
    std::shared_ptr<const std::function<void()>> wake_;
};

} // namespace hurtrock::work
