#include "outbox.hpp"

#include "repository.hpp"

#include <stdexcept>

namespace hurtrock::events {
namespace {

thread_local int raise_depth = 0;

class Deeper {
public:
    explicit Deeper(const std::string& event)
    {
        if (raise_depth >= raise_depth_max)
            throw std::logic_error{event + ": listeners raise each other's events in a circle"};
        ++raise_depth;
    }
    ~Deeper() { --raise_depth; }
    Deeper(const Deeper&) = delete;
    Deeper& operator=(const Deeper&) = delete;
};

} // namespace

Outbox::Outbox(Clock& clock, Log& log, Listeners listeners, std::function<void()> committed)
    : clock_{clock}, log_{log}, listeners_{std::move(listeners)}, committed_{std::move(committed)}
{}

Result<Done> Outbox::raised(Transaction& tx, std::string_view name, std::string_view aggregate, const Value& payload)
{
    const std::string event{name};
    const Deeper deeper{event};
    // Written first: what a listener raises in turn comes after what caused it.
    if (const auto listeners = listeners_.after(event); !listeners.empty()) {
        std::vector<std::string> plugins, names;
        for (const auto& listener : listeners) {
            plugins.push_back(listener.plugin);
            names.push_back(listener.name);
        }
        repository::insert(tx, event, std::string{aggregate}, payload, plugins, names, clock_.now());
        if (committed_) tx.after_commit(committed_);
    }
    return run_during(tx, event, payload);
}

Result<Done> Outbox::run_during(Transaction& tx, const std::string& event, const Value& payload)
{
    for (const auto& listener : listeners_.during(event)) {
        if (listener.mode == Listening::optional) {
            run_optional(tx, listener, event, payload);
            continue;
        }
        auto outcome = listeners_.guard(listener.plugin, event.c_str(), [&] { return listener.run(tx, payload); });
        if (!outcome) return outcome;
    }
    return Done{};
}

void Outbox::run_optional(Transaction& tx, const DuringListener& listener, const std::string& event,
                          const Value& payload)
{
    const auto report = [&](std::string_view reason) {
        log_.warning("an optional listener failed; what it did is undone, the operation goes on",
                     {{"plugin", listener.plugin}, {"event", event}, {"reason", reason}});
    };
    try {
        const auto outcome = tx.savepoint([&] {
            return listeners_.guard(listener.plugin, event.c_str(), [&] { return listener.run(tx, payload); });
        });
        if (!outcome) report(outcome.problem().code);
    } catch (const DatabaseError& error) {
        if (error.sqlstate().empty()) throw; // the connection is gone, and the transaction with it
        report(error.what());
    } catch (const std::exception& error) {
        report(error.what());
    }
}

} // namespace hurtrock::events
