#pragma once
/// How work that was left behind finds whoever does it, who may come later than the first work and go before the last.
/// Thread-safe. Who was taken out by set() is not called any more once it returned; the function must be short and set
/// nobody.

#include <functional>
#include <mutex>

namespace hurtrock::work {

class Waker {
public:
    /// An empty function: nobody is woken.
    void set(std::function<void()> wake)
    {
        const std::lock_guard lock{mutex_};
        wake_.swap(wake);
    }
    void operator()() const
    {
        const std::lock_guard lock{mutex_};
        if (wake_) wake_();
    }
    explicit operator bool() const
    {
        const std::lock_guard lock{mutex_};
        return wake_ != nullptr;
    }

private:
    mutable std::mutex mutex_;
    std::function<void()> wake_;
};

} // namespace hurtrock::work
