// A fixed number of threads working through a bounded queue. What does not fit is refused at once, so that a busy
// server says "try again" in a millisecond instead of "timeout" in a minute.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace hurtrock::http {

class WorkerPool {
public:
    struct Stats {
        std::size_t threads = 0;
        std::size_t queued = 0;
        std::size_t active = 0;
        std::uint64_t finished = 0;
        std::uint64_t refused = 0;
        std::uint64_t failed = 0; // jobs that an exception left
    };

    // Called with the text of an exception that left a job. Any thread; must not throw.
    using OnFailure = std::function<void(const std::string& what)>;

    // Threads are called "<name>-<number>"; the system shows the first 15 characters.
    WorkerPool(std::string name, std::size_t threads, std::size_t queued_max, OnFailure on_failure = {});
    // Stops as stop() does.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    // Any thread. False when the queue is full or the pool has stopped: the job was not kept and will not run.
    bool try_post(std::function<void()> job);

    // Takes no new jobs, finishes all that were accepted, joins the threads. Not from one of its own jobs.
    void stop();

    Stats stats() const;

private:
    void work();
    void run(std::function<void()>& job);

    const std::string name_;
    const std::size_t queued_max_;
    const OnFailure on_failure_;
    mutable std::mutex mutex_;
    std::condition_variable has_job_;
    std::deque<std::function<void()>> jobs_;
    Stats stats_;
    bool stopping_ = false;
    std::mutex stop_mutex_;
    std::vector<std::thread> threads_;
};

} // namespace hurtrock::http
