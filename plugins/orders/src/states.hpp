#pragma once
/// The life of an order, as a table to read aloud. Mirrored by the CHECK on orders.order_events.

#include <hurtrock/shop/orders.hpp>

#include <array>

namespace hurtrock::orders
{

using shop::OrderState;

enum class OrderEventKind { pay, ship, deliver, cancel, expire };

inline constexpr std::array all_states{OrderState::placed, OrderState::paid, OrderState::shipped, OrderState::delivered,
                                       OrderState::cancelled};
inline constexpr std::array all_events{OrderEventKind::pay, OrderEventKind::ship, OrderEventKind::deliver,
                                       OrderEventKind::cancel, OrderEventKind::expire};

struct Transition {
    OrderState from;
    OrderEventKind event;
    OrderState to;
};

inline constexpr std::array transitions{
    // The money is here and the stock is committed.
    Transition{OrderState::placed, OrderEventKind::pay, OrderState::paid},
    Transition{OrderState::paid, OrderEventKind::ship, OrderState::shipped},
    Transition{OrderState::shipped, OrderEventKind::deliver, OrderState::delivered},
    // By the customer before paying, by staff until it is sent; then paid money is owed back.
    Transition{OrderState::placed, OrderEventKind::cancel, OrderState::cancelled},
    Transition{OrderState::paid, OrderEventKind::cancel, OrderState::cancelled},
    // Nobody paid in time.
    Transition{OrderState::placed, OrderEventKind::expire, OrderState::cancelled},
};

/// nullopt when the event cannot happen in this state.
constexpr std::optional<OrderState> next(OrderState from, OrderEventKind event) noexcept
{
    for (const auto& transition : transitions)
        if (transition.from == from && transition.event == event) return transition.to;
    return std::nullopt;
}

constexpr std::string_view name_of(OrderEventKind event) noexcept
{
    constexpr std::array<std::string_view, 5> names{"pay", "ship", "deliver", "cancel", "expire"};
    return names[static_cast<std::size_t>(event)];
}

constexpr std::optional<OrderState> state_named(std::string_view name) noexcept
{
    for (const auto state : all_states)
        if (shop::name_of(state) == name) return state;
    return std::nullopt;
}

} // namespace hurtrock::orders
