#include "core/supervise/crash_log.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include <unistd.h>

namespace hurtrock::supervise
{
namespace
{

class CrashLog : public ::testing::Test
{
protected:
    CrashLog() : path{std::filesystem::temp_directory_path() / ("hurtrock-crashes-" + std::to_string(::getpid()))} {}
    ~CrashLog() override { std::filesystem::remove(path); }
    std::filesystem::path path;
};

TEST_F(CrashLog, keeps_what_was_written)
{
    EXPECT_TRUE(load_crashes(path).empty());
    const auto at = std::chrono::sys_seconds{std::chrono::seconds{1'763'694'245}};
    append_crash(path, {.at = at, .signal = 11, .exit_code = 0, .was_ready = true, .plugin = "live-chat"});
    append_crash(path, {.at = at, .exit_code = 3});
    const auto crashes = load_crashes(path);
    ASSERT_EQ(crashes.size(), 2U);
    EXPECT_EQ(crashes[0].at, at);
    EXPECT_EQ(crashes[0].signal, 11);
    EXPECT_TRUE(crashes[0].was_ready);
    EXPECT_EQ(crashes[0].plugin, "live-chat");
    EXPECT_EQ(crashes[1].exit_code, 3);
    EXPECT_EQ(crashes[1].plugin, "");
}

TEST_F(CrashLog, forgets_the_oldest_and_survives_damage)
{
    for (int crash = 0; crash < 60; ++crash)
        append_crash(path, {.exit_code = crash});
    const auto crashes = load_crashes(path);
    ASSERT_EQ(crashes.size(), crashes_kept);
    EXPECT_EQ(crashes.front().exit_code, 10);
    std::ofstream{path} << "[{\"at\":";
    EXPECT_TRUE(load_crashes(path).empty());
}

TEST_F(CrashLog, takes_only_an_id_from_the_note)
{
    std::ofstream{path} << "live-chat\nrubbish";
    EXPECT_EQ(take_crash_note(path), "live-chat");
    EXPECT_FALSE(std::filesystem::exists(path));
    EXPECT_EQ(take_crash_note(path), "");
    std::ofstream{path} << std::string(100, 'a');
    EXPECT_EQ(take_crash_note(path).size(), 64U);
}

} // namespace
} // namespace hurtrock::supervise
