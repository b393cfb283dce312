#pragma once
/// The life of a payment, as a table to read aloud. Mirrored by the CHECK on payments.payment_events.

#include <hurtrock/shop/payments.hpp>

#include <array>

namespace hurtrock::payments
{

using shop::PaymentState;

enum class PaymentEvent { start, capture, fail, expire, cancel, owe, refund };

inline constexpr std::array all_states{PaymentState::opened,     PaymentState::pending, PaymentState::paid,
                                       PaymentState::failed,     PaymentState::expired, PaymentState::cancelled,
                                       PaymentState::refund_due, PaymentState::refunded};
inline constexpr std::array all_events{PaymentEvent::start,  PaymentEvent::capture, PaymentEvent::fail,
                                       PaymentEvent::expire, PaymentEvent::cancel,  PaymentEvent::owe,
                                       PaymentEvent::refund};

struct Transition {
    PaymentState from;
    PaymentEvent event;
    PaymentState to;
};

inline constexpr std::array transitions{
    // The provider said how to pay.
    Transition{PaymentState::opened, PaymentEvent::start, PaymentState::pending},
    // The money is here; a gateway may be faster than our own note of having started.
    Transition{PaymentState::opened, PaymentEvent::capture, PaymentState::paid},
    Transition{PaymentState::pending, PaymentEvent::capture, PaymentState::paid},
    // The provider declined.
    Transition{PaymentState::opened, PaymentEvent::fail, PaymentState::failed},
    Transition{PaymentState::pending, PaymentEvent::fail, PaymentState::failed},
    // Time ran out, or the order ended.
    Transition{PaymentState::opened, PaymentEvent::expire, PaymentState::expired},
    Transition{PaymentState::pending, PaymentEvent::expire, PaymentState::expired},
    Transition{PaymentState::opened, PaymentEvent::cancel, PaymentState::cancelled},
    Transition{PaymentState::pending, PaymentEvent::cancel, PaymentState::cancelled},
    // Money is here that the order cannot use: it came late, only in part before the end, or the order was cancelled.
    Transition{PaymentState::opened, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::pending, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::paid, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::failed, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::expired, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::cancelled, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::refunded, PaymentEvent::owe, PaymentState::refund_due},
    // It was sent back.
    Transition{PaymentState::refund_due, PaymentEvent::refund, PaymentState::refunded},
};

/// nullopt when the event cannot happen in this state.
constexpr std::optional<PaymentState> next(PaymentState from, PaymentEvent event) noexcept
{
    for (const auto& transition : transitions)
        if (transition.from == from && transition.event == event) return transition.to;
    return std::nullopt;
}

constexpr bool is_open(PaymentState state) noexcept
{
    return state == PaymentState::opened || state == PaymentState::pending;
}

constexpr std::string_view name_of(PaymentState state) noexcept
{
    constexpr std::array<std::string_view, 11> names{"opened", "pending", "authorized", "review", "promised", "paid",
                                                     "failed", "expired", "cancelled",  "refund_due", "refunded"};
    return names[static_cast<std::size_t>(state)];
}

constexpr std::string_view name_of(PaymentEvent event) noexcept
{
    constexpr std::array<std::string_view, 7> names{"start", "capture", "fail", "expire", "cancel", "owe", "refund"};
    return names[static_cast<std::size_t>(event)];
}

constexpr std::optional<PaymentState> state_named(std::string_view name) noexcept
{
    for (const auto state : all_states)
        if (name_of(state) == name) return state;
    return std::nullopt;
}

} // namespace hurtrock::payments
