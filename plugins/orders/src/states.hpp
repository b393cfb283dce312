#pragma once
/// The five state machines of an order, as tables to read aloud. Stage, money and fulfilment stand side by side; parcels and
/// returns have a state each. Mirrored by the CHECK on orders.order_events.

#include <hurtrock/shop/order_states.hpp>

#include <array>
#include <optional>

namespace hurtrock::orders
{

using shop::FulfilmentState;
using shop::MoneyState;
using shop::OrderStage;
using shop::OrderState;
using shop::ParcelState;
using shop::ReturnState;

enum class StageEvent { confirm, complete, cancel, expire, edit };
enum class MoneyEvent { promise, pay, raise, lower, refund_part, refund_rest };
enum class FulfilmentEvent { ship_part, ship, deliver, lose_part, lose_all };
enum class ParcelEvent { ship, unpack, deliver, lose, come_back };
enum class ReturnEvent { approve, refuse, withdraw, receive, close };

template <class State, class Event> struct Arrow {
    State from;
    Event event;
    State to;
};

/// What belongs to one machine: its name in storage, its states and events with their names, its arrows.
template <class State> struct Machine;

template <> struct Machine<OrderStage> {
    using Event = StageEvent;
    static constexpr std::string_view kind{"order"};
    static constexpr std::array states{OrderStage::placed, OrderStage::confirmed, OrderStage::completed,
                                       OrderStage::cancelled};
    static constexpr std::array<std::string_view, 5> events{"confirm", "complete", "cancel", "expire", "edit"};
    static constexpr std::array<Arrow<OrderStage, StageEvent>, 7> arrows{{
        // It is paid, or will be at the door.
        {OrderStage::placed, StageEvent::confirm, OrderStage::confirmed},
        // All is delivered and paid.
        {OrderStage::confirmed, StageEvent::complete, OrderStage::completed},
        // Until something is sent; what was paid is owed back.
        {OrderStage::placed, StageEvent::cancel, OrderStage::cancelled},
        {OrderStage::confirmed, StageEvent::cancel, OrderStage::cancelled},
        // Nobody paid in time.
        {OrderStage::placed, StageEvent::expire, OrderStage::cancelled},
        {OrderStage::placed, StageEvent::edit, OrderStage::placed},
        {OrderStage::confirmed, StageEvent::edit, OrderStage::confirmed},
    }};
};

template <> struct Machine<MoneyState> {
    using Event = MoneyEvent;
    static constexpr std::string_view kind{"money"};
    static constexpr std::array states{MoneyState::unpaid, MoneyState::promised,        MoneyState::partly_paid,
                                       MoneyState::paid,   MoneyState::partly_refunded, MoneyState::refunded};
    static constexpr std::array<std::string_view, 6> events{"promise", "pay",         "raise",
                                                            "lower",   "refund_part", "refund_rest"};
    static constexpr std::array<Arrow<MoneyState, MoneyEvent>, 13> arrows{{
        {MoneyState::unpaid, MoneyEvent::promise, MoneyState::promised},
        {MoneyState::unpaid, MoneyEvent::pay, MoneyState::paid},
        {MoneyState::promised, MoneyEvent::pay, MoneyState::paid},
        {MoneyState::partly_paid, MoneyEvent::pay, MoneyState::paid},
        // An edit made it dearer, and another took that back.
        {MoneyState::paid, MoneyEvent::raise, MoneyState::partly_paid},
        {MoneyState::partly_refunded, MoneyEvent::raise, MoneyState::partly_paid},
        {MoneyState::partly_paid, MoneyEvent::lower, MoneyState::paid},
        // Money has gone back.
        {MoneyState::paid, MoneyEvent::refund_part, MoneyState::partly_refunded},
        {MoneyState::partly_paid, MoneyEvent::refund_part, MoneyState::partly_refunded},
        {MoneyState::partly_refunded, MoneyEvent::refund_part, MoneyState::partly_refunded},
        {MoneyState::paid, MoneyEvent::refund_rest, MoneyState::refunded},
        {MoneyState::partly_paid, MoneyEvent::refund_rest, MoneyState::refunded},
        {MoneyState::partly_refunded, MoneyEvent::refund_rest, MoneyState::refunded},
    }};
};

template <> struct Machine<FulfilmentState> {
    using Event = FulfilmentEvent;
    static constexpr std::string_view kind{"fulfilment"};
    static constexpr std::array states{FulfilmentState::unfulfilled, FulfilmentState::partly_shipped,
                                       FulfilmentState::shipped, FulfilmentState::delivered};
    static constexpr std::array<std::string_view, 5> events{"ship_part", "ship", "deliver", "lose_part", "lose_all"};
    static constexpr std::array<Arrow<FulfilmentState, FulfilmentEvent>, 9> arrows{{
        {FulfilmentState::unfulfilled, FulfilmentEvent::ship_part, FulfilmentState::partly_shipped},
        {FulfilmentState::partly_shipped, FulfilmentEvent::ship_part, FulfilmentState::partly_shipped},
        {FulfilmentState::unfulfilled, FulfilmentEvent::ship, FulfilmentState::shipped},
        {FulfilmentState::partly_shipped, FulfilmentEvent::ship, FulfilmentState::shipped},
        {FulfilmentState::shipped, FulfilmentEvent::deliver, FulfilmentState::delivered},
        // A parcel was lost or came back undelivered: what was in it is to be sent again.
        {FulfilmentState::partly_shipped, FulfilmentEvent::lose_part, FulfilmentState::partly_shipped},
        {FulfilmentState::shipped, FulfilmentEvent::lose_part, FulfilmentState::partly_shipped},
        {FulfilmentState::partly_shipped, FulfilmentEvent::lose_all, FulfilmentState::unfulfilled},
        {FulfilmentState::shipped, FulfilmentEvent::lose_all, FulfilmentState::unfulfilled},
    }};
};

template <> struct Machine<ParcelState> {
    using Event = ParcelEvent;
    static constexpr std::string_view kind{"parcel"};
    static constexpr std::array states{ParcelState::packed,   ParcelState::shipped, ParcelState::delivered,
                                       ParcelState::returned, ParcelState::lost,    ParcelState::cancelled};
    static constexpr std::array<std::string_view, 5> events{"ship", "unpack", "deliver", "lose", "come_back"};
    static constexpr std::array<Arrow<ParcelState, ParcelEvent>, 5> arrows{{
        {ParcelState::packed, ParcelEvent::ship, ParcelState::shipped},
        {ParcelState::packed, ParcelEvent::unpack, ParcelState::cancelled},
        {ParcelState::shipped, ParcelEvent::deliver, ParcelState::delivered},
        {ParcelState::shipped, ParcelEvent::lose, ParcelState::lost},
        {ParcelState::shipped, ParcelEvent::come_back, ParcelState::returned},
    }};
};

template <> struct Machine<ReturnState> {
    using Event = ReturnEvent;
    static constexpr std::string_view kind{"return"};
    static constexpr std::array states{ReturnState::requested, ReturnState::approved, ReturnState::refused,
                                       ReturnState::received,  ReturnState::closed,   ReturnState::withdrawn};
    static constexpr std::array<std::string_view, 5> events{"approve", "refuse", "withdraw", "receive", "close"};
    static constexpr std::array<Arrow<ReturnState, ReturnEvent>, 6> arrows{{
        {ReturnState::requested, ReturnEvent::approve, ReturnState::approved},
        {ReturnState::requested, ReturnEvent::refuse, ReturnState::refused},
        {ReturnState::requested, ReturnEvent::withdraw, ReturnState::withdrawn},
        {ReturnState::approved, ReturnEvent::withdraw, ReturnState::withdrawn},
        {ReturnState::approved, ReturnEvent::receive, ReturnState::received},
        {ReturnState::received, ReturnEvent::close, ReturnState::closed},
    }};
};

/// nullopt when the event cannot happen in this state.
template <class State> constexpr std::optional<State> next(State from, typename Machine<State>::Event event) noexcept
{
    for (const auto& arrow : Machine<State>::arrows)
        if (arrow.from == from && arrow.event == event) return arrow.to;
    return std::nullopt;
}

template <class State> constexpr std::string_view event_name(typename Machine<State>::Event event) noexcept
{
    return Machine<State>::events[static_cast<std::size_t>(event)];
}

/// The state of that name; nullopt when there is none.
template <class State> constexpr std::optional<State> named(std::string_view name) noexcept
{
    for (const auto state : Machine<State>::states)
        if (shop::name_of(state) == name) return state;
    return std::nullopt;
}

inline constexpr std::array all_states{OrderState::placed,         OrderState::confirmed, OrderState::paid,
                                       OrderState::partly_shipped, OrderState::shipped,   OrderState::delivered,
                                       OrderState::cancelled};

/// The word a person is told. The generated column orders.state says the same.
constexpr OrderState told(OrderStage stage, MoneyState money, FulfilmentState fulfilment) noexcept
{
    if (stage == OrderStage::cancelled) return OrderState::cancelled;
    if (fulfilment == FulfilmentState::delivered) return OrderState::delivered;
    if (fulfilment == FulfilmentState::shipped) return OrderState::shipped;
    if (fulfilment == FulfilmentState::partly_shipped) return OrderState::partly_shipped;
    if (stage == OrderStage::placed) return OrderState::placed;
    if (money == MoneyState::unpaid || money == MoneyState::promised) return OrderState::confirmed;
    return OrderState::paid;
}

constexpr std::optional<OrderState> state_named(std::string_view name) noexcept
{
    for (const auto state : all_states)
        if (shop::name_of(state) == name) return state;
    return std::nullopt;
}

/// How an order's fulfilment changes once this many of its units have left; nullopt when it stays as it is.
constexpr std::optional<FulfilmentEvent> after_shipping(FulfilmentState from, std::int64_t ordered,
                                                        std::int64_t shipped) noexcept
{
    if (from == FulfilmentState::shipped || from == FulfilmentState::delivered || shipped == 0) return std::nullopt;
    return shipped < ordered ? FulfilmentEvent::ship_part : FulfilmentEvent::ship;
}

} // namespace hurtrock::orders
