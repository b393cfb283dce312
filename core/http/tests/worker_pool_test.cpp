#include "core/http/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <pthread.h>

namespace hurtrock::http {
namespace {

TEST(WorkerPool, runs_jobs_on_named_threads)
{
    WorkerPool pool("pages", 2, 10);
    std::promise<std::string> name;
    ASSERT_TRUE(pool.try_post([&] {
        char text[16] = {};
        pthread_getname_np(pthread_self(), text, sizeof text);
        name.set_value(text);
    }));
    EXPECT_EQ(name.get_future().get().substr(0, 6), "pages-");
}

TEST(WorkerPool, refuses_when_full_and_drains_when_stopped)
{
    std::promise<void> release;
    std::promise<void> started;
    std::atomic<int> done{0};
    WorkerPool pool("full", 1, 2);
    ASSERT_TRUE(pool.try_post([&] {
        started.set_value();
        release.get_future().wait();
        ++done;
    }));
    started.get_future().wait();
    EXPECT_TRUE(pool.try_post([&] { ++done; }));
    EXPECT_TRUE(pool.try_post([&] { ++done; }));
    EXPECT_FALSE(pool.try_post([&] { done += 100; }));
    const auto stats = pool.stats();
    EXPECT_EQ(stats.queued, 2u);
    EXPECT_EQ(stats.active, 1u);
    EXPECT_EQ(stats.refused, 1u);
    release.set_value();
    pool.stop();
    EXPECT_EQ(done, 3);
    EXPECT_FALSE(pool.try_post([] {}));
    EXPECT_EQ(pool.stats().finished, 3u);
}

TEST(WorkerPool, survives_jobs_that_throw)
{
    std::atomic<int> failures{0};
    WorkerPool pool("throws", 1, 10, [&](const std::string& what) {
        EXPECT_TRUE(what == "oops" || what == "an exception of unknown type");
        ++failures;
    });
    ASSERT_TRUE(pool.try_post([] { throw std::runtime_error("oops"); }));
    ASSERT_TRUE(pool.try_post([] { throw 42; }));
    std::promise<void> after;
    ASSERT_TRUE(pool.try_post([&] { after.set_value(); }));
    after.get_future().wait();
    pool.stop();
    EXPECT_EQ(failures, 2);
    EXPECT_EQ(pool.stats().failed, 2u);
}

} // namespace
} // namespace hurtrock::http
