#include "repository.hpp"

namespace hurtrock::payment_simulator::repository {
namespace {

const Query read_secret{"payment_simulator.secret", R"(SELECT secret FROM payment_simulator.keys)"};
const Query start_session{"payment_simulator.start", R"(
    INSERT INTO payment_simulator.sessions (attempt_id, reference, order_number, amount, return_url, created_at)
    VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING)"};
const Query find_session{"payment_simulator.find", R"(SELECT * FROM payment_simulator.sessions WHERE attempt_id = $1)"};
const Query lock_session{"payment_simulator.lock", R"(
    SELECT * FROM payment_simulator.sessions WHERE attempt_id = $1 FOR NO KEY UPDATE)"};
const Query list_events{"payment_simulator.events", R"(
    SELECT * FROM payment_simulator.events WHERE attempt_id = $1 ORDER BY id LIMIT 100)"};
const Query find_by_refund{"payment_simulator.find_refund", R"(
    SELECT * FROM payment_simulator.events WHERE refund_key = $1)"};
const Query find_by_id{"payment_simulator.find_event",
                       R"(SELECT * FROM payment_simulator.events WHERE public_id = $1)"};
const Query note_event{"payment_simulator.note", R"(
    INSERT INTO payment_simulator.events (public_id, attempt_id, kind, amount, refund_key, created_at)
    VALUES ($1, $2, $3, $4, nullif($5, ''), $6))"};
const Query change_status{"payment_simulator.set_status", R"(
    UPDATE payment_simulator.sessions SET status = $2 WHERE attempt_id = $1)"};
const Query more_paid{"payment_simulator.add_paid", R"(
    UPDATE payment_simulator.sessions SET paid = paid + $2, status = 'paid' WHERE attempt_id = $1)"};
const Query more_refunded{"payment_simulator.add_refunded", R"(
    UPDATE payment_simulator.sessions SET refunded = refunded + $2 WHERE attempt_id = $1 AND paid - refunded >= $2)"};

std::optional<Session> read_session(const Rows& rows)
{
    if (rows.empty()) return std::nullopt;
    const auto row = rows.front();
    return Session{std::string{row.text("attempt_id")},
                   std::string{row.text("reference")},
                   std::string{row.text("order_number")},
                   std::string{row.text("status")},
                   std::string{row.text("return_url")},
                   row.money("amount"),
                   row.money("paid"),
                   row.money("refunded")};
}

std::vector<SimulatedEvent> read_events(const Rows& rows)
{
    std::vector<SimulatedEvent> found;
    for (const auto row : rows)
        found.push_back({std::string{row.text("public_id")}, std::string{row.text("attempt_id")},
                         std::string{row.text("kind")}, std::string{row.text("refund_key")}, row.money("amount"),
                         row.time("created_at")});
    return found;
}

std::optional<SimulatedEvent> read_event(const Rows& rows)
{
    const auto found = read_events(rows);
    return found.empty() ? std::nullopt : std::optional{found.front()};
}

} // namespace

std::string secret(Reader& reader) { return std::string{reader.run(read_secret).front().text("secret")}; }

Session start(Transaction& tx, const Session& session, Time now)
{
    tx.run(start_session, {session.attempt_id, session.reference, session.order_number, session.amount.units(),
                           session.return_url, now});
    return read_session(tx.run(find_session, {session.attempt_id})).value();
}

std::optional<Session> find(Reader& reader, std::string_view attempt_id)
{
    return read_session(reader.run(find_session, {attempt_id}));
}

std::optional<Session> lock(Transaction& tx, std::string_view attempt_id)
{
    return read_session(tx.run(lock_session, {attempt_id}));
}

std::vector<SimulatedEvent> events(Reader& reader, std::string_view attempt_id)
{
    return read_events(reader.run(list_events, {attempt_id}));
}

std::optional<SimulatedEvent> find_refund(Reader& reader, std::string_view refund_key)
{
    return read_event(reader.run(find_by_refund, {refund_key}));
}

std::optional<SimulatedEvent> find_event(Reader& reader, std::string_view id)
{
    return read_event(reader.run(find_by_id, {id}));
}

void note(Transaction& tx, const SimulatedEvent& event)
{
    tx.run(note_event, {event.id, event.attempt_id, event.kind, event.amount.units(), event.refund_key, event.at});
}

void set_status(Transaction& tx, std::string_view attempt_id, std::string_view status)
{
    tx.run(change_status, {attempt_id, status});
}

void add_paid(Transaction& tx, std::string_view attempt_id, Money amount)
{
    tx.run(more_paid, {attempt_id, amount.units()});
}

bool add_refunded(Transaction& tx, std::string_view attempt_id, Money amount)
{
    return tx.run(more_refunded, {attempt_id, amount.units()}).affected() == 1;
}

} // namespace hurtrock::payment_simulator::repository
