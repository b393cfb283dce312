#pragma once
/// What Midtrans says of a transaction (the body of GET status, of a notification, of a charge), and what it means for
/// the shop (Midtrans documentation, "Transaction Status Cycle", "JSON Objects").

#include <hurtrock/shop/payment_facts.hpp>
#include <hurtrock/value.hpp>

namespace hurtrock::midtrans {

struct Status {
    std::string order_id, transaction_id;
    /// transaction_status and fraud_status as told; the second may be absent.
    std::string state, fraud;
    std::string payment_type;
    /// What the customer pays, a fee they bear included.
    Money gross{};
    /// What the order costs.
    Money amount{};
    std::optional<Time> at, settled_at, expires_at;
    /// A bank approved it: a cancellation after that gave money back.
    bool approved{false};
    /// Sent back so far, and the newest refund's key.
    Money refunded{};
    std::string refund_key;
    std::vector<std::string> refund_keys;
    /// "BCA virtual account", "Card •••• 1114".
    std::string method;
    /// The whole body.
    Value body;
};

/// nullopt when it is no transaction, or one whose amounts cannot be read.
std::optional<Status> read_status(const Value& body);

/// All that the status says, oldest fact first; alike for the same status, whoever told it. `now` stands in where
/// Midtrans gives no time.
std::vector<shop::PaymentFact> facts_of(const Status& status, bool live, Time now);

/// "268000.00" or "268000" as whole rupiah; nullopt for anything else, fractions of a rupiah too.
std::optional<std::int64_t> rupiah_in(std::string_view text);

/// "2026-11-21 10:00:00", which Midtrans means as GMT+7 without saying so.
std::optional<Time> time_in(std::string_view text);
/// The same the other way: "2026-11-21 10:00:00 +0700".
std::string time_text(Time time);

/// Money is there, or comes for certain.
bool is_paid(const Status& status);
/// It can still be paid.
bool is_waiting(const Status& status);

} // namespace hurtrock::midtrans
