#pragma once
/// Stands before the outbox and remembers what was raised in transactions that were then committed. Used on one thread.

#include "core/db/database_host.hpp"

#include <hurtrock/testing/shop.hpp>

namespace hurtrock::kit {

class Recorder final : public db::EventSink {
public:
    explicit Recorder(db::EventSink& next) : next_{next} {}

    Result<Done> raised(Transaction& tx, std::string_view name, std::string_view aggregate, const Value& payload) override;
    const std::vector<RaisedEvent>& events() const noexcept { return events_; }

private:
    db::EventSink& next_;
    std::vector<RaisedEvent> events_;
};

} // namespace hurtrock::kit
