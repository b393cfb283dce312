#pragma once
/// The SQL of lists and figures: reading only.

#include "types.hpp"

namespace hurtrock::orders::listing
{

OrderPage of_user(Reader& reader, UserId user, std::int64_t limit, std::int64_t offset);

struct Filter {
    std::optional<OrderState> state{};
    /// A number, or part of a name or e-mail address.
    std::string text{};
};
OrderPage all(Reader& reader, const Filter& filter, std::int64_t limit, std::int64_t offset);

std::int64_t count(Reader& reader, OrderState state);
std::int64_t count_all(Reader& reader);
/// Orders paid and not cancelled since the start of the shop's day or month.
enum class Period { day, month };
Sales sales(Reader& reader, Period period, Time now);

} // namespace hurtrock::orders::listing
