#include "states.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>

namespace hurtrock::orders
{
namespace
{

using Table = std::map<std::pair<std::string, std::string>, std::string>;

/// Written down a second time: what each event leads to in each state, and nothing else.
const std::map<std::string, Table> expected{
    {"order",
     {{{"placed", "confirm"}, "confirmed"},
      {{"placed", "cancel"}, "cancelled"},
      {{"placed", "expire"}, "cancelled"},
      {{"placed", "edit"}, "placed"},
      {{"confirmed", "complete"}, "completed"},
      {{"confirmed", "cancel"}, "cancelled"},
      {{"confirmed", "edit"}, "confirmed"}}},
    {"money",
     {{{"unpaid", "promise"}, "promised"},
      {{"unpaid", "pay"}, "paid"},
      {{"promised", "pay"}, "paid"},
      {{"partly_paid", "pay"}, "paid"},
      {{"partly_paid", "lower"}, "paid"},
      {{"partly_paid", "refund_part"}, "partly_refunded"},
      {{"partly_paid", "refund_rest"}, "refunded"},
      {{"paid", "raise"}, "partly_paid"},
      {{"paid", "refund_part"}, "partly_refunded"},
      {{"paid", "refund_rest"}, "refunded"},
      {{"partly_refunded", "raise"}, "partly_paid"},
      {{"partly_refunded", "refund_part"}, "partly_refunded"},
      {{"partly_refunded", "refund_rest"}, "refunded"}}},
    {"fulfilment",
     {{{"unfulfilled", "ship_part"}, "partly_shipped"},
      {{"unfulfilled", "ship"}, "shipped"},
      {{"partly_shipped", "ship_part"}, "partly_shipped"},
      {{"partly_shipped", "ship"}, "shipped"},
      {{"partly_shipped", "lose_part"}, "partly_shipped"},
      {{"partly_shipped", "lose_all"}, "unfulfilled"},
      {{"shipped", "deliver"}, "delivered"},
      {{"shipped", "lose_part"}, "partly_shipped"},
      {{"shipped", "lose_all"}, "unfulfilled"}}},
    {"parcel",
     {{{"packed", "ship"}, "shipped"},
      {{"packed", "unpack"}, "cancelled"},
      {{"shipped", "deliver"}, "delivered"},
      {{"shipped", "lose"}, "lost"},
      {{"shipped", "come_back"}, "returned"}}},
    {"return",
     {{{"requested", "approve"}, "approved"},
      {{"requested", "refuse"}, "refused"},
      {{"requested", "withdraw"}, "withdrawn"},
      {{"approved", "withdraw"}, "withdrawn"},
      {{"approved", "receive"}, "received"},
      {{"received", "close"}, "closed"}}},
};

template <class State> class Machines : public testing::Test
{
};
using All = testing::Types<OrderStage, MoneyState, FulfilmentState, ParcelState, ReturnState>;
TYPED_TEST_SUITE(Machines, All);

TYPED_TEST(Machines, answer_every_event_in_every_state_as_written)
{
    using This = Machine<TypeParam>;
    const auto& table = expected.at(std::string{This::kind});
    for (const auto state : This::states)
        for (std::size_t i = 0; i < This::events.size(); ++i) {
            const auto to = next(state, static_cast<typename This::Event>(i));
            const auto row = table.find({std::string{shop::name_of(state)}, std::string{This::events[i]}});
            const auto wanted = row == table.end() ? std::string{"-"} : row->second;
            EXPECT_EQ(to ? std::string{shop::name_of(*to)} : "-", wanted)
                << This::kind << ": " << shop::name_of(state) << " + " << This::events[i];
        }
}

TYPED_TEST(Machines, have_names_that_lead_back)
{
    for (const auto state : Machine<TypeParam>::states)
        EXPECT_EQ(named<TypeParam>(shop::name_of(state)), state);
    EXPECT_EQ(named<TypeParam>("nowhere"), std::nullopt);
}

/// The rows of the CHECK that mirrors the tables.
std::set<std::string> rows_of_the_check()
{
    std::ifstream file{HURTROCK_PLUGIN_FOLDER "/migrations/0002_separate_states.sql"};
    std::set<std::string> rows;
    std::string line;
    while (std::getline(file, line))
        if (line.starts_with("        ('")) rows.insert(line.substr(8, line.find(')') - 7));
    return rows;
}

template <class State> void add_rows(std::set<std::string>& rows)
{
    for (const auto& arrow : Machine<State>::arrows) {
        std::stringstream row;
        row << "('" << Machine<State>::kind << "', '" << shop::name_of(arrow.from) << "', '"
            << event_name<State>(arrow.event) << "', '" << shop::name_of(arrow.to) << "')";
        rows.insert(row.str());
    }
}

TEST(States, are_the_ones_the_database_allows)
{
    // How an order, a parcel and a return begin.
    std::set<std::string> rows{"('order', '', 'place', 'placed')", "('parcel', '', 'pack', 'packed')",
                               "('return', '', 'request', 'requested')"};
    add_rows<OrderStage>(rows);
    add_rows<MoneyState>(rows);
    add_rows<FulfilmentState>(rows);
    add_rows<ParcelState>(rows);
    add_rows<ReturnState>(rows);
    EXPECT_EQ(rows_of_the_check(), rows);
}

TEST(Told, says_one_word_for_three_states)
{
    using S = OrderStage;
    using M = MoneyState;
    using F = FulfilmentState;
    EXPECT_EQ(told(S::placed, M::unpaid, F::unfulfilled), OrderState::placed);
    EXPECT_EQ(told(S::confirmed, M::promised, F::unfulfilled), OrderState::confirmed);
    EXPECT_EQ(told(S::confirmed, M::paid, F::unfulfilled), OrderState::paid);
    EXPECT_EQ(told(S::confirmed, M::partly_paid, F::unfulfilled), OrderState::paid);
    EXPECT_EQ(told(S::confirmed, M::paid, F::partly_shipped), OrderState::partly_shipped);
    EXPECT_EQ(told(S::confirmed, M::promised, F::shipped), OrderState::shipped);
    EXPECT_EQ(told(S::completed, M::partly_refunded, F::delivered), OrderState::delivered);
    EXPECT_EQ(told(S::cancelled, M::refunded, F::unfulfilled), OrderState::cancelled);
    for (const auto state : all_states)
        EXPECT_EQ(state_named(shop::name_of(state)), state);
}

TEST(Shipping, moves_the_order_as_far_as_its_units_went)
{
    using F = FulfilmentState;
    EXPECT_EQ(after_shipping(F::unfulfilled, 3, 0), std::nullopt);
    EXPECT_EQ(after_shipping(F::unfulfilled, 3, 2), FulfilmentEvent::ship_part);
    EXPECT_EQ(after_shipping(F::partly_shipped, 3, 3), FulfilmentEvent::ship);
    EXPECT_EQ(after_shipping(F::shipped, 3, 3), std::nullopt);
    EXPECT_EQ(after_shipping(F::delivered, 3, 3), std::nullopt);
}

} // namespace
} // namespace hurtrock::orders
