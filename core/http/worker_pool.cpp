#include "worker_pool.hpp"

#include <exception>
#include <pthread.h>
#include <utility>

namespace hurtrock::http {

namespace {

constexpr std::size_t thread_name_bytes_max = 15; // the kernel's limit

} // namespace

WorkerPool::WorkerPool(std::string name, std::size_t threads, std::size_t queued_max, OnFailure on_failure)
    : name_(std::move(name)), queued_max_(queued_max), on_failure_(std::move(on_failure))
{
    stats_.threads = threads;
    threads_.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { work(); });
        const auto thread_name = (name_ + "-" + std::to_string(i)).substr(0, thread_name_bytes_max);
        pthread_setname_np(threads_.back().native_handle(), thread_name.c_str());
    }
}

WorkerPool::~WorkerPool() { stop(); }

bool WorkerPool::try_post(std::function<void()> job)
{
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || jobs_.size() >= queued_max_) {
            ++stats_.refused;
            return false;
        }
        jobs_.push_back(std::move(job));
    }
    has_job_.notify_one();
    return true;
}

void WorkerPool::stop()
{
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    has_job_.notify_all();
    const std::lock_guard lock(stop_mutex_);
    for (auto& thread : threads_)
        if (thread.joinable())
            thread.join();
}

WorkerPool::Stats WorkerPool::stats() const
{
    const std::lock_guard lock(mutex_);
    auto stats = stats_;
    stats.queued = jobs_.size();
    return stats;
}

void WorkerPool::work()
{
    std::unique_lock lock(mutex_);
    for (;;) {
        has_job_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
        if (jobs_.empty())
            return;
        auto job = std::move(jobs_.front());
        jobs_.pop_front();
        ++stats_.active;
        lock.unlock();
        run(job);
        lock.lock();
        --stats_.active;
        ++stats_.finished;
    }
}

void WorkerPool::run(std::function<void()>& job)
{
    std::string failure;
    try {
        job();
        job = nullptr; // what the job captured is released here, inside the guard
        return;
    } catch (const std::exception& error) {
        failure = error.what();
    } catch (...) {
        failure = "an exception of unknown type";
    }
    job = nullptr;
    {
        const std::lock_guard lock(mutex_);
        ++stats_.failed;
    }
    if (on_failure_)
        on_failure_(failure);
}

} // namespace hurtrock::http
