#pragma once
/// The life of a payment, as a table to read aloud. Mirrored by the CHECK on payments.payment_events.

#include <hurtrock/shop/payments.hpp>

#include <array>

namespace hurtrock::payments {

using shop::PaymentState;

enum class PaymentEvent { start, promise, authorize, review, capture, fail, expire, cancel, owe, refund };

inline constexpr std::array all_states{PaymentState::opened,     PaymentState::pending,  PaymentState::authorized,
                                       PaymentState::review,     PaymentState::promised, PaymentState::paid,
                                       PaymentState::failed,     PaymentState::expired,  PaymentState::cancelled,
                                       PaymentState::refund_due, PaymentState::refunded};
inline constexpr std::array all_events{
    PaymentEvent::start, PaymentEvent::promise, PaymentEvent::authorize, PaymentEvent::review, PaymentEvent::capture,
    PaymentEvent::fail,  PaymentEvent::expire,  PaymentEvent::cancel,    PaymentEvent::owe,    PaymentEvent::refund};

struct Transition {
    PaymentState from;
    PaymentEvent event;
    PaymentState to;
};

inline constexpr std::array transitions{
    // The provider said how to pay, or that it will be paid at the door.
    Transition{PaymentState::opened, PaymentEvent::start, PaymentState::pending},
    Transition{PaymentState::opened, PaymentEvent::promise, PaymentState::promised},
    // A gateway holds it; it may be faster than our own note of having started.
    Transition{PaymentState::opened, PaymentEvent::authorize, PaymentState::authorized},
    Transition{PaymentState::pending, PaymentEvent::authorize, PaymentState::authorized},
    Transition{PaymentState::review, PaymentEvent::authorize, PaymentState::authorized},
    Transition{PaymentState::opened, PaymentEvent::review, PaymentState::review},
    Transition{PaymentState::pending, PaymentEvent::review, PaymentState::review},
    Transition{PaymentState::authorized, PaymentEvent::review, PaymentState::review},
    // The money is here, and the order agrees; also late, when nothing else paid it meanwhile.
    Transition{PaymentState::opened, PaymentEvent::capture, PaymentState::paid},
    Transition{PaymentState::pending, PaymentEvent::capture, PaymentState::paid},
    Transition{PaymentState::authorized, PaymentEvent::capture, PaymentState::paid},
    Transition{PaymentState::review, PaymentEvent::capture, PaymentState::paid},
    Transition{PaymentState::promised, PaymentEvent::capture, PaymentState::paid},
    Transition{PaymentState::failed, PaymentEvent::capture, PaymentState::paid},
    Transition{PaymentState::expired, PaymentEvent::capture, PaymentState::paid},
    Transition{PaymentState::cancelled, PaymentEvent::capture, PaymentState::paid},
    // The provider declined.
    Transition{PaymentState::opened, PaymentEvent::fail, PaymentState::failed},
    Transition{PaymentState::pending, PaymentEvent::fail, PaymentState::failed},
    Transition{PaymentState::authorized, PaymentEvent::fail, PaymentState::failed},
    Transition{PaymentState::review, PaymentEvent::fail, PaymentState::failed},
    Transition{PaymentState::promised, PaymentEvent::fail, PaymentState::failed},
    // Time ran out.
    Transition{PaymentState::opened, PaymentEvent::expire, PaymentState::expired},
    Transition{PaymentState::pending, PaymentEvent::expire, PaymentState::expired},
    Transition{PaymentState::authorized, PaymentEvent::expire, PaymentState::expired},
    Transition{PaymentState::review, PaymentEvent::expire, PaymentState::expired},
    Transition{PaymentState::promised, PaymentEvent::expire, PaymentState::expired},
    // The order ended, or is paid another way.
    Transition{PaymentState::opened, PaymentEvent::cancel, PaymentState::cancelled},
    Transition{PaymentState::pending, PaymentEvent::cancel, PaymentState::cancelled},
    Transition{PaymentState::authorized, PaymentEvent::cancel, PaymentState::cancelled},
    Transition{PaymentState::review, PaymentEvent::cancel, PaymentState::cancelled},
    Transition{PaymentState::promised, PaymentEvent::cancel, PaymentState::cancelled},
    // Money is here that the order cannot use: it came late or twice, only in part before the end, or the order was
    // cancelled.
    Transition{PaymentState::opened, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::pending, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::authorized, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::review, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::promised, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::paid, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::failed, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::expired, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::cancelled, PaymentEvent::owe, PaymentState::refund_due},
    Transition{PaymentState::refunded, PaymentEvent::owe, PaymentState::refund_due},
    // All of it was sent back.
    Transition{PaymentState::paid, PaymentEvent::refund, PaymentState::refunded},
    Transition{PaymentState::refund_due, PaymentEvent::refund, PaymentState::refunded},
};

/// nullopt when the event cannot happen in this state.
constexpr std::optional<PaymentState> next(PaymentState from, PaymentEvent event) noexcept
{
    for (const auto& transition : transitions)
        if (transition.from == from && transition.event == event) return transition.to;
    return std::nullopt;
}

/// Money may come, and the order waits for it.
constexpr bool is_open(PaymentState state) noexcept { return state <= PaymentState::promised; }

constexpr std::string_view name_of(PaymentState state) noexcept
{
    constexpr std::array<std::string_view, 11> names{"opened",    "pending",    "authorized", "review",
                                                     "promised",  "paid",       "failed",     "expired",
                                                     "cancelled", "refund_due", "refunded"};
    return names[static_cast<std::size_t>(state)];
}

constexpr std::string_view name_of(PaymentEvent event) noexcept
{
    constexpr std::array<std::string_view, 10> names{"start", "promise", "authorize", "review", "capture",
                                                     "fail",  "expire",  "cancel",    "owe",    "refund"};
    return names[static_cast<std::size_t>(event)];
}

constexpr std::optional<PaymentState> state_named(std::string_view name) noexcept
{
    for (const auto state : all_states)
        if (name_of(state) == name) return state;
    return std::nullopt;
}

} // namespace hurtrock::payments
