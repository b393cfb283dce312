#pragma once
/// The SQL of payments themselves; the ledger, facts and refunds are in money_repository.hpp, webhooks and exchanges in
/// inbox_repository.hpp. Row locks: one payment at a time, or an order's in one statement, last of all locks of a
/// transaction.

#include "types.hpp"

namespace hurtrock::payments::repository {

PaymentId create(Transaction& tx, const Payment& payment, Time now);
std::optional<Payment> find(Reader& reader, PaymentId id);
std::optional<Payment> find(Reader& reader, std::string_view attempt_id);
std::optional<Payment> find_by_gateway(Reader& reader, std::string_view provider, std::string_view reference);
std::optional<Payment> newest_of_order(Reader& reader, std::string_view order_public_id);
/// Newest first, at most 50.
std::vector<Payment> of_order(Reader& reader, std::string_view order_public_id);
/// Whether a payment was ever made this way.
bool was_used(Reader& reader, std::string_view provider);

/// Whoever applies facts to an order's payments waits here for the others, before any row is locked. Until the end of
/// the transaction.
void take_turn_of(Transaction& tx, std::string_view order_public_id);
/// Locks the row until the transaction ends and answers it as it is now.
std::optional<Payment> lock(Transaction& tx, PaymentId id);
/// Locks, in order of id, what is open or paid for an order.
std::vector<Payment> lock_live(Transaction& tx, std::string_view order_public_id);
std::vector<Payment> lock_of_order(Transaction& tx, std::string_view order_public_id);

/// Moves the state if it is still `payment.state`, with its event row. False when it is not, or the event cannot
/// happen.
bool move(Transaction& tx, const Payment& payment, PaymentEvent event, std::string_view actor, std::string_view note,
          Time now);

struct Started {
    Value instructions{};
    Money expected{};
    std::string redirect_url{}, gateway_reference{};
    Value extra{};
    /// Earlier than planned.
    std::optional<Time> expires_at{};
};
void store_start(Transaction& tx, PaymentId id, const Started& started);
void store_failure(Transaction& tx, PaymentId id, std::string_view reason);
/// Remembers what the gateway calls it.
/// How to pay, learned after the start; where the customer can go to pay stays.
void store_how(Transaction& tx, PaymentId id, const Value& instructions, const std::optional<Time>& expires_at);
void learn(Transaction& tx, const Payment& payment, std::string_view reference);
std::vector<std::string> references(Reader& reader, PaymentId id);
void name_method(Transaction& tx, PaymentId id, std::string_view method);

/// The gateway is to be told, at `after` or later.
void end_at_gateway(Transaction& tx, PaymentId id, std::string_view how, Time after);
struct Asked {
    std::string answer;
    /// nullopt: never again.
    std::optional<Time> ask_after{};
    bool end_told{false};
};
void asked(Transaction& tx, PaymentId id, const Asked& outcome, Time now);
/// False when somebody asked the gateway since.
bool claim_asking(Transaction& tx, PaymentId id, Time now, Time not_since);
std::vector<Payment> to_ask(Reader& reader, Time now, std::int64_t limit);
void ask_after(Transaction& tx, PaymentId id, std::optional<Time> when);

enum class Show { manual_open, open, refund_due, all };
struct Wanted {
    Show show{Show::all};
    /// Matches the expected or the order's amount.
    std::optional<std::int64_t> amount{};
    /// The order number, or the start of a name or e-mail address.
    std::string text{};
    std::string provider{};
};
struct Page {
    std::vector<Payment> payments;
    std::int64_t total{0};
};
Page list(Reader& reader, const Wanted& wanted, std::int64_t limit, std::int64_t offset);
std::int64_t count(Reader& reader, Show show);
std::vector<std::string> providers(Reader& reader);
std::vector<PaymentId> overdue(Reader& reader, Time before, std::int64_t limit);

} // namespace hurtrock::payments::repository
