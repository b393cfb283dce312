#include "generation.hpp"

#include "guard.hpp"
#include "limited.hpp"

namespace hurtrock::plugins {

void Farewell::say()
{
    const std::lock_guard lock{mutex_};
    said_ = true;
    changed_.notify_all();
}

bool Farewell::said() const
{
    const std::lock_guard lock{mutex_};
    return said_;
}

bool Farewell::wait_until(std::chrono::steady_clock::time_point deadline) const
{
    std::unique_lock lock{mutex_};
    return changed_.wait_until(lock, deadline, [this] { return said_; });
}

Janitor::Janitor() : thread_{[this] { work(); }} {}

Janitor::~Janitor()
{
    {
        const std::lock_guard lock{queue_->mutex};
        queue_->closed = true;
    }
    queue_->changed.notify_all();
    thread_.join();
}

std::shared_ptr<Generation> Janitor::adopt(std::unique_ptr<Generation> generation, std::shared_ptr<Farewell> farewell)
{
    return {generation.release(), [queue = queue_, farewell = std::move(farewell)](Generation* made) {
                std::unique_ptr<Generation> owned{made};
                const std::lock_guard lock{queue->mutex};
                if (queue->closed) {
                    [[maybe_unused]] const auto* left_to_the_end_of_the_process = owned.release();
                    return;
                }
                queue->retired.push_back({std::move(owned), farewell});
                queue->changed.notify_all();
            }};
}

void Janitor::work()
{
    std::unique_lock lock{queue_->mutex};
    for (;;) {
        queue_->changed.wait(lock, [this] { return queue_->closed || !queue_->retired.empty(); });
        if (queue_->retired.empty()) return;
        auto next = std::move(queue_->retired.front());
        queue_->retired.pop_front();
        lock.unlock();
        retire(std::move(next));
        lock.lock();
    }
}

void Janitor::retire(Retired retired)
{
    const auto id = retired.generation->manifest.id;
    // Owned by the thread that stops it: one that hangs keeps its generation for good.
    const std::shared_ptr<Generation> generation{std::move(retired.generation)};
    auto call = [generation, id]() mutable {
        if (generation->started)
            guarded(id, "stop", Done{}, [&] {
                generation->plugin->stop();
                return Done{};
            });
        watched(id, [&] { generation->plugin.reset(); });
        watched(id, [&] { generation->host.reset(); });
    };
    const auto outcome = run_limited(plugin_step_limit, std::move(call));
    if (outcome.ended == Ended::hung)
        log::write(log::Level::error, "plugins", "plugin did not stop within 10 s; its thread is written off", {{"plugin", id}});
    if (outcome.ended == Ended::threw)
        log::write(log::Level::error, "plugins", "plugin failed while it was destroyed", {{"plugin", id}, {"reason", outcome.reason}});
    retired.farewell->say();
}

} // namespace hurtrock::plugins
