#include "dispatcher.hpp"

#include "core/work/backoff.hpp"

#include <algorithm>

namespace hurtrock::events {
namespace {

using namespace std::chrono_literals;

constexpr auto look_every = 1s;
/// After it another dispatcher takes the row over; a listener that runs longer may run twice.
constexpr auto lease_for = 5min;
/// A listener whose plugin is switched off is looked for again this often.
constexpr auto absent_for = 1min;

} // namespace

Dispatcher::Dispatcher(Database& database, Clock& clock, Log& log, Listeners listeners, std::size_t threads)
    : database_{database}, clock_{clock}, log_{log}, listeners_{std::move(listeners)}
{
    for (std::size_t at = 0; at < threads; ++at)
        loops_.push_back(std::make_unique<work::Loop>(
            look_every, [this] { return deliver_next(); },
            [this](const std::exception& error) {
                log_.error("events cannot be delivered", {{"error", error.what()}});
            }));
}

Dispatcher::~Dispatcher()
{
    for (auto& loop : loops_) loop->request_stop();
    for (auto& loop : loops_) loop->join();
}

void Dispatcher::wake() noexcept
{
    for (auto& loop : loops_) loop->wake();
}

bool Dispatcher::stop(std::chrono::milliseconds patience)
{
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (auto& loop : loops_) loop->request_stop();
    return std::all_of(loops_.begin(), loops_.end(),
                       [deadline](auto& loop) { return loop->wait_until_stopped(deadline); });
}

DispatcherStatistics Dispatcher::statistics() const noexcept { return {delivered_, failed_, buried_}; }

bool Dispatcher::deliver_next()
{
    std::optional<repository::Delivery> delivery;
    database_.run_transaction("core.lease_outbox", [&](Transaction& tx) {
        const auto now = clock_.now();
        delivery = repository::lease(tx, now, now + lease_for);
        return delivery.has_value();
    });
    if (!delivery) return false;

    const auto listeners = listeners_.after(delivery->event);
    const auto listener = std::find_if(listeners.begin(), listeners.end(), [&](const AfterListener& known) {
        return known.plugin == delivery->plugin && known.name == delivery->listener;
    });
    if (listener != listeners.end()) {
        conclude(*delivery, call(*listener, *delivery));
        return true;
    }
    database_.run_transaction("core.postpone_outbox", [&](Transaction& tx) {
        repository::postpone(tx, *delivery, clock_.now() + absent_for);
        return true;
    });
    return true;
}

Result<Done> Dispatcher::call(const AfterListener& listener, const repository::Delivery& delivery)
{
    try {
        return listeners_.guard(listener.plugin, delivery.event.c_str(),
                                [&] { return listener.run(delivery.payload); });
    } catch (const std::exception& error) {
        return Problem{.code = error.what()};
    } catch (...) {
        return Problem{.code = "threw something that is no exception"};
    }
}

void Dispatcher::conclude(const repository::Delivery& delivery, const Result<Done>& outcome)
{
    const auto wait = work::wait_after(delivery.tries);
    database_.run_transaction("core.conclude_outbox", [&](Transaction& tx) {
        if (outcome) repository::finish(tx, delivery);
        else if (wait) repository::try_again(tx, delivery, outcome.problem().code, clock_.now() + *wait);
        else repository::bury(tx, delivery, outcome.problem().code);
        return true;
    });
    if (outcome) {
        ++delivered_;
        wake(); // the next event of the aggregate may go now
        return;
    }
    ++(wait ? failed_ : buried_);
    const Value fields{{"plugin", delivery.plugin},     {"event", delivery.event},
                       {"listener", delivery.listener}, {"aggregate", delivery.aggregate},
                       {"tries", delivery.tries},       {"reason", outcome.problem().code}};
    if (wait) log_.warning("a listener failed and will be called again", fields);
    else log_.error("a listener failed for the last time; the event is kept as a dead letter", fields);
}

std::vector<repository::Delivery> Dispatcher::dead_letters(Reader& reader, std::int64_t before_id, int limit)
{
    return repository::dead(reader, before_id, limit);
}

Result<Done> Dispatcher::revive(Transaction& tx, std::int64_t letter)
{
    if (!repository::revive(tx, letter, clock_.now())) return Problem{.code = "events.unknown_letter", .status = 404};
    tx.after_commit([this] { wake(); });
    return Done{};
}

Result<Done> Dispatcher::discard(Transaction& tx, std::int64_t letter)
{
    if (!repository::discard(tx, letter)) return Problem{.code = "events.unknown_letter", .status = 404};
    return Done{};
}

} // namespace hurtrock::events
