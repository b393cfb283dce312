#pragma once
/// The only SQL of the simulator.

#include <hurtrock/database.hpp>

namespace hurtrock::payment_simulator {

struct Session {
    std::string attempt_id, reference, order_number, status, return_url;
    Money amount{}, paid{}, refunded{};
};

struct SimulatedEvent {
    std::string id, attempt_id, kind, refund_key;
    /// For refunded: the total up to then.
    Money amount{};
    Time at{};
};

namespace repository {

std::string secret(Reader& reader);
/// The one that exists already when it was started before.
Session start(Transaction& tx, const Session& session, Time now);
std::optional<Session> find(Reader& reader, std::string_view attempt_id);
std::optional<Session> lock(Transaction& tx, std::string_view attempt_id);
std::vector<SimulatedEvent> events(Reader& reader, std::string_view attempt_id);
std::optional<SimulatedEvent> find_refund(Reader& reader, std::string_view refund_key);
std::optional<SimulatedEvent> find_event(Reader& reader, std::string_view id);

void note(Transaction& tx, const SimulatedEvent& event);
void set_status(Transaction& tx, std::string_view attempt_id, std::string_view status);
void add_paid(Transaction& tx, std::string_view attempt_id, Money amount);
/// False when less is left.
bool add_refunded(Transaction& tx, std::string_view attempt_id, Money amount);

} // namespace repository
} // namespace hurtrock::payment_simulator
