#include "core/base/tree_watch.hpp"

#include "core/base/files.hpp"

#include <condition_variable>
#include <gtest/gtest.h>
#include <mutex>
#include <unistd.h>

namespace hurtrock::base {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

class TreeWatchTest : public testing::Test {
protected:
    TreeWatchTest()
    {
        auto name = (fs::temp_directory_path() / "hurtrock-watch-XXXXXX").string();
        folder = ::mkdtemp(name.data());
        fs::create_directories(folder / "root/inner");
        write_file(folder / "root/inner/page.html", "one");
    }
    ~TreeWatchTest() override { fs::remove_all(folder); }

    void note()
    {
        const std::lock_guard lock{mutex};
        ++changes;
        changed.notify_all();
    }
    /// Whether a further change was heard of in time.
    bool hears(std::chrono::milliseconds patience = 3s)
    {
        std::unique_lock lock{mutex};
        const bool heard = changed.wait_for(lock, patience, [this] { return changes > heard_; });
        heard_ = changes;
        return heard;
    }
    /// Until nothing more comes: one write is several events.
    void settle()
    {
        while (hears(150ms)) {
        }
    }

    fs::path folder;
    std::mutex mutex;
    std::condition_variable changed;
    int changes{0}, heard_{0};
};

TEST_F(TreeWatchTest, hears_of_files_that_change_come_and_go)
{
    TreeWatch watch{{folder / "root"}, [this] { note(); }};
    const auto began = std::chrono::steady_clock::now();
    write_file(folder / "root/inner/page.html", "two");
    EXPECT_TRUE(hears());
    EXPECT_LT(std::chrono::steady_clock::now() - began, TreeWatch::look_every) << "the kernel said so";
    settle();
    fs::create_directories(folder / "root/new/deeper");
    EXPECT_TRUE(hears());
    settle();
    write_file(folder / "root/new/deeper/base.css", "x");
    EXPECT_TRUE(hears()) << "in a folder that came later";
    settle();
    fs::remove(folder / "root/inner/page.html");
    EXPECT_TRUE(hears());
}

TEST_F(TreeWatchTest, looks_through_links_and_for_roots_that_come_later)
{
    fs::create_directories(folder / "elsewhere");
    fs::create_directory_symlink(folder / "elsewhere", folder / "root/linked");
    fs::create_directory_symlink(folder / "root", folder / "root/circle");
    TreeWatch watch{{folder / "root", folder / "later"}, [this] { note(); }};
    write_file(folder / "elsewhere/page.html", "x");
    EXPECT_TRUE(hears());
    settle();
    fs::create_directory(folder / "later");
    write_file(folder / "later/page.html", "x");
    EXPECT_TRUE(hears());
}

TEST_F(TreeWatchTest, says_nothing_while_nothing_changes)
{
    TreeWatch watch{{folder / "root"}, [this] { note(); }};
    (void)read_file(folder / "root/inner/page.html");
    EXPECT_FALSE(hears(1'200ms));
}

} // namespace
} // namespace hurtrock::base
