#include "core/net/circuit.hpp"

#include <gtest/gtest.h>

namespace hurtrock::net {
namespace {

using Entry = Circuits::Entry;
const Time start{std::chrono::hours{1000}};

struct Fixture : ::testing::Test {
    Circuits circuits;
    void fail(int times, Time now = start)
    {
        for (int at = 0; at < times; ++at)
            circuits.note("pay", "api.example", now, "down");
    }
};
using Circuit_ = Fixture;

TEST_F(Circuit_, OpensAfterFiveFailuresInARow)
{
    fail(4);
    circuits.note("pay", "api.example", start, "");
    fail(4);
    EXPECT_EQ(circuits.enter("pay", "api.example", start), Entry::usual);
    EXPECT_EQ(circuits.state("pay", "api.example", start).failures_in_a_row, 4);
    EXPECT_TRUE(circuits.note("pay", "api.example", start, "no answer"));
    EXPECT_EQ(circuits.enter("pay", "api.example", start), Entry::refused);
    const auto state = circuits.state("pay", "api.example", start);
    EXPECT_EQ(state.circuit, Circuit::open);
    EXPECT_EQ(state.retry_at, start + circuit_open_for);
    EXPECT_EQ(state.reason, "no answer");
}

TEST_F(Circuit_, IsKeptPerPluginAndHost)
{
    fail(5);
    EXPECT_EQ(circuits.enter("other", "api.example", start), Entry::usual);
    EXPECT_EQ(circuits.enter("pay", "api2.example", start), Entry::usual);
    EXPECT_EQ(circuits.state("other", "api.example", start).circuit, Circuit::closed);
}

TEST_F(Circuit_, LetsOneProbeThrough)
{
    fail(5);
    const auto later = start + circuit_open_for;
    EXPECT_EQ(circuits.state("pay", "api.example", later).circuit, Circuit::half_open);
    EXPECT_EQ(circuits.enter("pay", "api.example", later), Entry::probe);
    EXPECT_EQ(circuits.enter("pay", "api.example", later), Entry::refused) << "one at a time";
    EXPECT_TRUE(circuits.note("pay", "api.example", later, "still down"));
    EXPECT_EQ(circuits.enter("pay", "api.example", later), Entry::refused) << "a failed probe opens it anew";
    const auto last = later + circuit_open_for;
    EXPECT_EQ(circuits.enter("pay", "api.example", last), Entry::probe);
    circuits.leave("pay", "api.example");
    EXPECT_EQ(circuits.enter("pay", "api.example", last), Entry::probe) << "a probe that never was blocks nobody";
    circuits.note("pay", "api.example", last, "");
    EXPECT_EQ(circuits.state("pay", "api.example", last).circuit, Circuit::closed);
    EXPECT_EQ(circuits.enter("pay", "api.example", last), Entry::usual);
}

} // namespace
} // namespace hurtrock::net
