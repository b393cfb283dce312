#pragma once
/// Events: how a plugin hears what happened elsewhere without knowing who did it.
///
/// An event is a struct with a name, the aggregate it belongs to (events of one aggregate are delivered in order) and its
/// form as a Value; the structs of the trade are in hurtrock/shop/events.hpp. Two kinds of listener:
///   during  runs inside the transaction that raises the event, on that thread. `required`: its Problem or exception ends
///           the operation. `optional`: runs in a savepoint; a failure is logged and undone, the operation goes on.
///           No calls to the outside, no waiting.
///   after   runs once the transaction has committed, from the outbox: at least once, in order per aggregate, retried
///           with backoff (10 tries over about a day), then kept as a dead letter that admin shows. Write it idempotent.

#include <hurtrock/result.hpp>

#include <functional>

namespace hurtrock {

class Transaction;

enum class Listening { required, optional };

/// Registration, during Plugin::start only.
class Events {
public:
    template <class Event>
    void during(Listening mode, std::function<Result<Done>(Transaction&, const Event&)> listener)
    {
        during_event(Event::event_name, mode, [listener = std::move(listener)](Transaction& tx, const Value& payload) {
            return listener(tx, Event::from_value(payload));
        });
    }
    /// A Problem counts as a failure and is retried.
    template <class Event>
    void after(std::string_view listener_name, std::function<Result<Done>(const Event&)> listener)
    {
        after_event(Event::event_name, listener_name, [listener = std::move(listener)](const Value& payload) {
            return listener(Event::from_value(payload));
        });
    }

    virtual void during_event(std::string_view event, Listening mode,
                              std::function<Result<Done>(Transaction&, const Value&)> listener) = 0;
    virtual void after_event(std::string_view event, std::string_view listener_name,
                             std::function<Result<Done>(const Value&)> listener) = 0;

protected:
    ~Events() = default;
};

} // namespace hurtrock
