#pragma once
/// A call that may not keep its caller waiting: it runs on a thread of its own, and one that does not come back in time is
/// written off. Threads cannot be ended from outside, so it goes on; what it holds stays alive until it returns.

#include <chrono>
#include <functional>
#include <string>

namespace hurtrock::plugins {

enum class Ended { returned, threw, hung };

struct Outcome {
    Ended ended{Ended::returned};
    /// What it threw, in words; empty otherwise.
    std::string reason{};
};

/// The call and what it captured are destroyed on the new thread.
Outcome run_limited(std::chrono::milliseconds limit, std::function<void()> call);

/// Calls written off that still have not come back, in the whole process. While there are any, a process must end without
/// destroying what they may use.
int written_off_calls() noexcept;

} // namespace hurtrock::plugins
