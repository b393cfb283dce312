#pragma once
/// The SQL of money: ledger, histories, facts and refunds.

#include "types.hpp"

namespace hurtrock::payments::repository {

/// False when the fact is already in the ledger.
bool note(Transaction& tx, PaymentId id, const LedgerRow& row);
bool has_fact(Reader& reader, std::string_view fact_key);
Balance balance(Reader& reader, PaymentId id);
std::vector<LedgerRow> ledger(Reader& reader, PaymentId id);
std::vector<EventRow> events(Reader& reader, PaymentId id);

struct FactRow {
    shop::PaymentFact fact;
    ToldBy told_by{ToldBy::webhook};
    FactOutcome outcome{FactOutcome::applied};
    Time at{};
};
/// False when this payment has heard it before, unless it still waits; then it is taken up again.
bool claim(Transaction& tx, PaymentId id, const shop::PaymentFact& fact, ToldBy told_by, Time now);
void conclude(Transaction& tx, PaymentId id, std::string_view fact_key, FactOutcome outcome);
std::vector<FactRow> facts(Reader& reader, PaymentId id);
std::vector<FactRow> waiting_facts(Reader& reader, PaymentId id);

/// Reserves more of what was captured: false when less is left than `amount`. With `owed_before` the money is already
/// owed, otherwise it is from now on.
bool reserve(Transaction& tx, PaymentId id, Money amount, bool owed_before);
std::int64_t add_refund(Transaction& tx, const Refund& refund, Time now);
std::optional<Refund> find_refund(Reader& reader, std::string_view key);
std::vector<Refund> refunds(Reader& reader, PaymentId id);
/// Moves it if it is still `refund.state`, releasing its reservation when it stops waiting. False when it is not.
bool move_refund(Transaction& tx, const Refund& refund, RefundState to, std::string_view answer,
                 std::string_view reference, Time now);
/// It was asked for and nothing was decided.
void asked_refund(Transaction& tx, const Refund& refund, std::string_view answer, std::optional<Time> ask_after,
                  Time now);
std::vector<Refund> refunds_to_ask(Reader& reader, Time now, std::int64_t limit);
std::int64_t count_by_hand(Reader& reader);

} // namespace hurtrock::payments::repository
