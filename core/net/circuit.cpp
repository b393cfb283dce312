#include "circuit.hpp"

namespace hurtrock::net {

Circuits::Entry Circuits::enter(const std::string& plugin, const std::string& place, Time now)
{
    const std::lock_guard lock{mutex_};
    auto& breaker = breakers_[{plugin, place}];
    if (!breaker.open) return Entry::usual;
    if (now < breaker.retry_at || breaker.probing) return Entry::refused;
    breaker.probing = true;
    return Entry::probe;
}

bool Circuits::note(const std::string& plugin, const std::string& place, Time now, const std::string& reason)
{
    const std::lock_guard lock{mutex_};
    auto& breaker = breakers_[{plugin, place}];
    if (reason.empty()) {
        breaker = {};
        return false;
    }
    ++breaker.failures;
    breaker.reason = reason;
    const bool opens = breaker.probing || (!breaker.open && breaker.failures >= circuit_failures);
    breaker.probing = false;
    if (!opens) return false;
    breaker.open = true;
    breaker.retry_at = now + circuit_open_for;
    return true;
}

void Circuits::leave(const std::string& plugin, const std::string& place)
{
    const std::lock_guard lock{mutex_};
    breakers_[{plugin, place}].probing = false;
}

HostState Circuits::state(const std::string& plugin, const std::string& place, Time now) const
{
    const std::lock_guard lock{mutex_};
    const auto found = breakers_.find({plugin, place});
    if (found == breakers_.end()) return {};
    const auto& breaker = found->second;
    HostState state{.failures_in_a_row = breaker.failures, .reason = breaker.reason};
    if (!breaker.open) return state;
    state.circuit = now < breaker.retry_at ? Circuit::open : Circuit::half_open;
    state.retry_at = breaker.retry_at;
    return state;
}

} // namespace hurtrock::net
