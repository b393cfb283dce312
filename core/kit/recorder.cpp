#include "recorder.hpp"

namespace hurtrock::kit {

Result<Done> Recorder::raised(Transaction& tx, std::string_view name, std::string_view aggregate, const Value& payload)
{
    auto outcome = next_.raised(tx, name, aggregate, payload);
    if (outcome)
        tx.after_commit([this, event = RaisedEvent{std::string{name}, std::string{aggregate}, payload}] { events_.push_back(event); });
    return outcome;
}

} // namespace hurtrock::kit
