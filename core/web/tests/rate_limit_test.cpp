#include "core/web/rate_limit.hpp"

#include <gtest/gtest.h>

namespace hurtrock::web {
namespace {

using namespace std::chrono_literals;

class RateBucketsTest : public testing::Test {
protected:
    std::optional<std::chrono::seconds> take(const std::vector<Allowance>& allowances) { return buckets_.take(allowances, now_); }

    RateBuckets buckets_;
    RateBuckets::Time now_{std::chrono::steady_clock::now()};
};

TEST_F(RateBucketsTest, LetSoManyAMinutePassAndSayHowLongToWait)
{
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(take({{"a", 3}}));
    EXPECT_EQ(take({{"a", 3}}), 20s);
    EXPECT_FALSE(take({{"b", 3}})) << "another key, another allowance";
    now_ += 19s;
    EXPECT_EQ(take({{"a", 3}}), 1s);
    now_ += 2s;
    EXPECT_FALSE(take({{"a", 3}}));
    EXPECT_TRUE(take({{"a", 3}}));
    now_ += 1h;
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(take({{"a", 3}}));
    EXPECT_TRUE(take({{"a", 3}})) << "an hour saves up no more than a minute's";
}

TEST_F(RateBucketsTest, ARefusedRequestUsesUpNothingElsewhere)
{
    EXPECT_FALSE(take({{"field", 1}, {"address", 2}}));
    for (int i = 0; i < 10; ++i) EXPECT_EQ(take({{"field", 1}, {"address", 2}}), 60s);
    EXPECT_FALSE(take({{"other field", 1}, {"address", 2}}));
    EXPECT_EQ(take({{"third field", 1}, {"address", 2}}), 30s);
    EXPECT_FALSE(take({{"third field", 1}}));
}

TEST_F(RateBucketsTest, NothingIsLimitedByNothing)
{
    for (int i = 0; i < 1000; ++i) EXPECT_FALSE(take({}));
}

TEST_F(RateBucketsTest, ManyKeysAreForgottenRatherThanKeptForEver)
{
    for (int i = 0; i < 60'000; ++i) EXPECT_FALSE(take({{"k" + std::to_string(i), 1}}));
    EXPECT_FALSE(take({{"new", 1}}));
    EXPECT_TRUE(take({{"new", 1}}));
}

} // namespace
} // namespace hurtrock::web
