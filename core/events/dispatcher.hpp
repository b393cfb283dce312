#pragma once
/// Brings outbox rows to their listeners: at least once, in order per aggregate and listener, tried ten times over
/// about a day, then kept as a dead letter. Several nodes and several threads share the work; a row is taken by one of
/// them at a time. No transaction is open while a listener runs. Thread-safe.

#include "listeners.hpp"
#include "repository.hpp"

#include "core/work/loop.hpp"

#include <hurtrock/log.hpp>

#include <atomic>
#include <memory>

namespace hurtrock::events {

struct DispatcherStatistics {
    std::uint64_t delivered, failed, buried;
};

class Dispatcher {
public:
    Dispatcher(Database& database, Clock& clock, Log& log, Listeners listeners, std::size_t threads = 2);
    /// Waits for the listeners that run.
    ~Dispatcher();

    /// Rows were committed. They are also looked for every second.
    void wake() noexcept;
    /// Begins no further delivery; true when the running ones ended in time.
    bool stop(std::chrono::milliseconds patience);
    DispatcherStatistics statistics() const noexcept;
    /// Delivers one event on this thread; false when nothing is due. For tests, which give no threads.
    bool deliver_next();

    /// For admin: what was given up, newest first.
    std::vector<repository::Delivery> dead_letters(Reader& reader, std::int64_t before_id, int limit);
    std::int64_t count_dead_letters(Reader& reader) { return repository::count_dead(reader); }
    /// Problem "events.unknown_letter" for both.
    Result<Done> revive(Transaction& tx, std::int64_t letter);
    Result<Done> discard(Transaction& tx, std::int64_t letter);

private:
    Result<Done> call(const AfterListener& listener, const repository::Delivery& delivery);
    void conclude(const repository::Delivery& delivery, const Result<Done>& outcome);

    Database& database_;
    Clock& clock_;
    Log& log_;
    const Listeners listeners_;
    std::atomic<std::uint64_t> delivered_{0}, failed_{0}, buried_{0};
    std::vector<std::unique_ptr<work::Loop>> loops_;
};

} // namespace hurtrock::events
