#include "states.hpp"
#include "types.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace hurtrock::payments {
namespace {

using State = PaymentState;
using Event = PaymentEvent;

/// Written down a second time, by state: what each event leads to, and nothing else.
const std::map<Event, State> open_ends{{Event::capture, State::paid},
                                       {Event::fail, State::failed},
                                       {Event::expire, State::expired},
                                       {Event::cancel, State::cancelled},
                                       {Event::owe, State::refund_due}};

std::map<Event, State> open_with(std::map<Event, State> more)
{
    more.insert(open_ends.begin(), open_ends.end());
    return more;
}

const std::map<State, std::map<Event, State>> expected{
    {State::opened, open_with({{Event::start, State::pending},
                               {Event::promise, State::promised},
                               {Event::authorize, State::authorized},
                               {Event::review, State::review}})},
    {State::pending, open_with({{Event::authorize, State::authorized}, {Event::review, State::review}})},
    {State::authorized, open_with({{Event::review, State::review}})},
    {State::review, open_with({{Event::authorize, State::authorized}})},
    {State::promised, open_with({})},
    {State::paid, {{Event::owe, State::refund_due}, {Event::refund, State::refunded}}},
    {State::failed, {{Event::capture, State::paid}, {Event::owe, State::refund_due}}},
    {State::expired, {{Event::capture, State::paid}, {Event::owe, State::refund_due}}},
    {State::cancelled, {{Event::capture, State::paid}, {Event::owe, State::refund_due}}},
    {State::refund_due, {{Event::refund, State::refunded}}},
    {State::refunded, {{Event::owe, State::refund_due}}},
};

TEST(PaymentStates, every_state_answers_every_event_as_written)
{
    for (const auto state : all_states)
        for (const auto event : all_events) {
            const auto& row = expected.at(state);
            const auto found = row.find(event);
            const auto wanted = found == row.end() ? std::nullopt : std::optional{found->second};
            EXPECT_EQ(next(state, event), wanted) << name_of(state) << " + " << name_of(event);
        }
}

TEST(PaymentStates, are_the_ones_the_database_allows)
{
    std::ifstream file{HURTROCK_PLUGIN_FOLDER "/migrations/0002_facts_refunds_webhooks.sql"};
    std::stringstream text;
    text << file.rdbuf();
    const auto sql = text.str();
    std::size_t rows = 0;
    for (auto at = sql.find("\n        ('"); at != std::string::npos; at = sql.find("\n        ('", at + 1))
        ++rows;
    EXPECT_EQ(rows, transitions.size());
    for (const auto& [from, event, to] : transitions) {
        std::stringstream row;
        row << "('" << name_of(from) << "', '" << name_of(event) << "', '" << name_of(to) << "')";
        EXPECT_NE(sql.find(row.str()), std::string::npos) << row.str();
    }
}

TEST(PaymentStates, have_names_that_lead_back)
{
    for (const auto state : all_states)
        EXPECT_EQ(state_named(name_of(state)), state);
    EXPECT_EQ(state_named("sleeping"), std::nullopt);
}

TEST(Split, of_received_money_adds_up)
{
    const Money amount{1'250'000}, expected_amount{1'250'123};
    for (const auto received : {1'250'000, 1'250'050, 1'250'123, 1'250'124, 1'300'000}) {
        const auto parts = split(Money{received}, amount, expected_amount);
        EXPECT_EQ(amount + parts.rounding + parts.excess, Money{received});
        EXPECT_LE(parts.rounding, Money{123});
    }
    EXPECT_EQ(split(Money{1'250'123}, amount, expected_amount).excess, Money{});
    EXPECT_EQ(split(Money{1'250'124}, amount, expected_amount).excess, Money{1});
}

TEST(Balance, held_is_what_came_less_what_is_owed)
{
    const Balance balance{Money{500}, Money{}, Money{200}, Money{50}, Money{}, Money{}};
    EXPECT_EQ(balance.held(), Money{300});
    EXPECT_EQ(balance.outstanding_refund(), Money{150});
}

} // namespace
} // namespace hurtrock::payments
