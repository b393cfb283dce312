#include "test_cluster.hpp"

#include "core/db/listener.hpp"

#include <condition_variable>
#include <mutex>

namespace hurtrock::db
{
namespace
{

using namespace std::chrono_literals;

class Heard
{
public:
    void add(const std::string& what)
    {
        const std::lock_guard lock{mutex_};
        all_.push_back(what);
        changed_.notify_all();
    }
    bool wait_for(const std::string& what, std::size_t times = 1)
    {
        std::unique_lock lock{mutex_};
        return changed_.wait_for(
            lock, 10s, [&] { return static_cast<std::size_t>(std::count(all_.begin(), all_.end(), what)) >= times; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<std::string> all_;
};

TEST(ListenerTest, hears_its_channels_and_connects_again)
{
    const auto connection = make_database();
    Heard heard;
    const Listener listener{{.connection = connection},
                            {{"first",
                              [&](const std::string& payload) {
                                  heard.add("first " + payload);
                                  if (payload == "bad") throw std::runtime_error{"tolerated"};
                              }},
                             {"second", [&](const std::string& payload) { heard.add("second " + payload); }}},
                            {.connected = [&] { heard.add("connected"); }}};
    ASSERT_TRUE(heard.wait_for("connected"));
    execute(connection, "NOTIFY first, 'bad'; NOTIFY second, 'two'; NOTIFY third, 'x'");
    EXPECT_TRUE(heard.wait_for("first bad"));
    EXPECT_TRUE(heard.wait_for("second two"));

    execute(connection,
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'hurtrock listen'");
    ASSERT_TRUE(heard.wait_for("connected", 2));
    execute(connection, "NOTIFY first, 'again'");
    EXPECT_TRUE(heard.wait_for("first again"));
}

TEST(ListenerTest, ends_at_once_although_it_waits)
{
    const auto started = std::chrono::steady_clock::now();
    {
        const Listener listener{{.connection = "host=/nonexistent dbname=none"}, {}};
    }
    EXPECT_LT(std::chrono::steady_clock::now() - started, 1s);
}

} // namespace
} // namespace hurtrock::db
