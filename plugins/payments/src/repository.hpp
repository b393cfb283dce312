#pragma once
/// The only SQL of payments. Row locks: one payment at a time, last of all locks of a transaction.

#include "types.hpp"

namespace hurtrock::payments::repository
{

PaymentId create(Transaction& tx, const Payment& payment, Time now);
std::optional<Payment> find(Reader& reader, PaymentId id);
std::optional<Payment> find(Reader& reader, std::string_view attempt_id);
std::optional<Payment> newest_of_order(Reader& reader, std::string_view order_public_id);
/// Locks the row until the transaction ends and answers it as it is now.
std::optional<Payment> lock(Transaction& tx, PaymentId id);
/// Locks, in order of id, what is open or paid for an order.
std::vector<Payment> lock_live(Transaction& tx, std::string_view order_public_id);

/// Moves the state if it is still `payment.state`, with its event row. False when it is not, or the event cannot
/// happen.
bool move(Transaction& tx, const Payment& payment, PaymentEvent event, std::string_view actor, std::string_view note,
          Time now);
void store_start(Transaction& tx, PaymentId id, const Value& instructions, Money expected,
                 std::string_view redirect_url, std::string_view gateway_reference);
void store_failure(Transaction& tx, PaymentId id, std::string_view reason);

/// False when the fact is already in the ledger.
bool note(Transaction& tx, PaymentId id, const LedgerRow& row);
bool has_fact(Reader& reader, std::string_view fact_key);
Balance balance(Reader& reader, PaymentId id);
std::vector<LedgerRow> ledger(Reader& reader, PaymentId id);
std::vector<EventRow> events(Reader& reader, PaymentId id);

enum class Show { manual_open, refund_due, all };
struct Page {
    std::vector<Payment> payments;
    std::int64_t total{0};
};
/// `amount` matches the expected or the order's amount; `text` the order number or the start of a name or e-mail
/// address.
Page list(Reader& reader, Show show, std::optional<std::int64_t> amount, std::string_view text, std::int64_t limit,
          std::int64_t offset);
std::int64_t count(Reader& reader, Show show);
std::vector<PaymentId> overdue(Reader& reader, Time before, std::int64_t limit);

} // namespace hurtrock::payments::repository
