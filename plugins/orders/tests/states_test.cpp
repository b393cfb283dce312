#include "states.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace hurtrock::orders
{
namespace
{

using State = OrderState;
using Event = OrderEventKind;

/// Written down a second time, by state: what each event leads to, and nothing else.
const std::map<State, std::map<Event, State>> expected{
    {State::placed, {{Event::pay, State::paid}, {Event::cancel, State::cancelled}, {Event::expire, State::cancelled}}},
    {State::paid, {{Event::ship, State::shipped}, {Event::cancel, State::cancelled}}},
    {State::shipped, {{Event::deliver, State::delivered}}},
    {State::delivered, {}},
    {State::cancelled, {}},
};

TEST(OrderStates, every_state_answers_every_event_as_written)
{
    for (const auto state : all_states)
        for (const auto event : all_events) {
            const auto& row = expected.at(state);
            const auto found = row.find(event);
            const auto wanted = found == row.end() ? std::nullopt : std::optional{found->second};
            EXPECT_EQ(next(state, event), wanted) << shop::name_of(state) << " + " << name_of(event);
        }
}

TEST(OrderStates, are_the_ones_the_database_allows)
{
    std::ifstream file{HURTROCK_PLUGIN_FOLDER "/migrations/0001_create_orders.sql"};
    std::stringstream text;
    text << file.rdbuf();
    const auto sql = text.str();
    std::size_t rows = 0;
    for (auto at = sql.find("\n        ('"); at != std::string::npos; at = sql.find("\n        ('", at + 1))
        ++rows;
    // One more than the table: placing, which has no state before it.
    EXPECT_EQ(rows, transitions.size() + 1);
    for (const auto& [from, event, to] : transitions) {
        std::stringstream row;
        row << "('" << shop::name_of(from) << "', '" << name_of(event) << "', '" << shop::name_of(to) << "')";
        EXPECT_NE(sql.find(row.str()), std::string::npos) << row.str();
    }
}

TEST(OrderStates, have_names_that_lead_back)
{
    for (const auto state : all_states)
        EXPECT_EQ(state_named(shop::name_of(state)), state);
    EXPECT_EQ(state_named("lost"), std::nullopt);
}

} // namespace
} // namespace hurtrock::orders
