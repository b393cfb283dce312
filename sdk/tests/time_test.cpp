#include <hurtrock/clock.hpp>

#include <gtest/gtest.h>

namespace hurtrock
{
namespace
{

using namespace std::chrono;

TEST(Rfc3339, writes_utc_with_microseconds)
{
    EXPECT_EQ(to_rfc3339(Time{}), "1970-01-01T00:00:00.000000Z");
    EXPECT_EQ(to_rfc3339(Time{sys_days{2026y / 11 / 21}} + 3h + 4min + 5s + 123456us), "2026-11-21T03:04:05.123456Z");
    EXPECT_EQ(to_rfc3339(Time{sys_days{2024y / 2 / 29}} + 24h - 1us), "2024-02-29T23:59:59.999999Z");
    EXPECT_EQ(to_rfc3339(Time{sys_days{1969y / 12 / 31}} + 24h - 1us), "1969-12-31T23:59:59.999999Z");
}

} // namespace
} // namespace hurtrock
