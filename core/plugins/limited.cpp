#include "limited.hpp"

#include "guard.hpp"

#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>

namespace hurtrock::plugins {
namespace {

std::atomic<int> written_off{0};

struct Call {
    std::mutex mutex;
    std::condition_variable ended;
    bool over{false};
    bool abandoned{false};
    Outcome outcome;
};

Outcome outcome_of(const std::function<void()>& call)
{
    try {
        call();
        return {};
    } catch (const std::exception& error) {
        return {Ended::threw, error.what()};
    } catch (...) {
        return {Ended::threw, "threw something that is no exception"};
    }
}

void run(const std::shared_ptr<Call>& state, std::function<void()> call)
{
    const Unhurried limited_already;
    auto outcome = outcome_of(call);
    call = nullptr;
    const std::lock_guard lock{state->mutex};
    state->outcome = std::move(outcome);
    state->over = true;
    if (state->abandoned) written_off.fetch_sub(1);
    state->ended.notify_all();
}

} // namespace

Outcome run_limited(std::chrono::milliseconds limit, std::function<void()> call)
{
    const auto state = std::make_shared<Call>();
    std::thread thread{[state, call = std::move(call)]() mutable { run(state, std::move(call)); }};
    {
        std::unique_lock lock{state->mutex};
        if (!state->ended.wait_for(lock, limit, [&] { return state->over; })) {
            state->abandoned = true;
            written_off.fetch_add(1);
            thread.detach();
            return {Ended::hung, {}};
        }
    }
    thread.join();
    return state->outcome;
}

int written_off_calls() noexcept { return written_off.load(); }

} // namespace hurtrock::plugins
