#pragma once
/// The SQL of lists and figures: reading only.

#include "types.hpp"

namespace hurtrock::orders::listing
{

OrderPage of_user(Reader& reader, UserId user, std::int64_t limit, std::int64_t offset);

struct Filter {
    /// "to_ship", "returns" (those with an open one), or empty for all.
    std::string show{};
    std::optional<OrderState> state{};
    std::optional<MoneyState> money{};
    std::optional<FulfilmentState> fulfilment{};
    /// Days of the shop, "2026-11-21", both included; empty for no bound.
    std::string from{}, to{};
    /// A number, a SKU, a tracking number, or part of a name or e-mail address.
    std::string text{};
};
OrderPage all(Reader& reader, const Filter& filter, std::int64_t limit, std::int64_t offset);

std::int64_t count(Reader& reader, OrderState state);
/// Orders that wait to be packed or sent, whatever else they wait for.
std::int64_t count_to_ship(Reader& reader);
std::int64_t count_returns(Reader& reader);
std::int64_t count_all(Reader& reader);
/// Orders paid and not cancelled since the start of the shop's day or month.
enum class Period { day, month };
Sales sales(Reader& reader, Period period, Time now);

} // namespace hurtrock::orders::listing
