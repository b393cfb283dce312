#pragma once
/// What Transaction::raise does: runs the listeners inside the transaction, then writes one outbox row per `after`
/// listener.
///
/// Rows are written only for those who listen at that moment: an event nobody hears costs no write, each listener has
/// its own tries and order, and the rows of a plugin that is switched off wait until it is back. A plugin enabled later
/// does not hear of the past. Thread-safe.

#include "listeners.hpp"

#include "core/db/database_host.hpp"

#include <hurtrock/log.hpp>

namespace hurtrock::events {

/// Listeners may raise events in turn, up to this deep; beyond, raise throws std::logic_error (a circle).
inline constexpr int raise_depth_max = 16;

class Outbox final : public db::EventSink {
public:
    /// `committed` runs after a transaction that wrote rows has committed: Dispatcher::wake.
    Outbox(Clock& clock, Log& log, Listeners listeners, std::function<void()> committed);

    Result<Done> raised(Transaction& tx, std::string_view name, std::string_view aggregate,
                        const Value& payload) override;

private:
    Result<Done> run_during(Transaction& tx, const std::string& event, const Value& payload);
    void run_optional(Transaction& tx, const DuringListener& listener, const std::string& event, const Value& payload);

    Clock& clock_;
    Log& log_;
    const Listeners listeners_;
    const std::function<void()> committed_;
};

} // namespace hurtrock::events
