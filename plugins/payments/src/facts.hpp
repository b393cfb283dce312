#pragma once
/// What providers tell, applied once. Whoever tells first (webhook, return page, reconciler), the same step runs; what
/// was told before changes nothing.

#include "refunds.hpp"

namespace hurtrock::payments {

class FactBook {
public:
    FactBook(Host& host, Receiving& receiving, Refunds& refunds) : host_{host}, receiving_{receiving}, refunds_{refunds}
    {
    }

    /// Whose fact it is; nullopt when nobody's.
    std::optional<Payment> owner(Reader& reader, std::string_view provider, const shop::PaymentFact& fact);
    /// In the caller's transaction, before it has locked a row. Problems are for trying again.
    Result<Done> apply(Transaction& tx, const Payment& payment, const std::vector<shop::PaymentFact>& facts, ToldBy by);
    /// The same in a transaction of its own.
    Result<Done> apply(const Payment& payment, const std::vector<shop::PaymentFact>& facts, ToldBy by);

private:
    Result<Done> apply_one(Transaction& tx, PaymentId id, const shop::PaymentFact& fact, ToldBy by);
    Result<FactOutcome> work(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact);
    Result<FactOutcome> capture(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact);
    Result<FactOutcome> fail(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact);
    Result<FactOutcome> end(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact, PaymentEvent event);
    Result<FactOutcome> take_back(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact);
    Result<FactOutcome> dispute(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact);
    FactOutcome begun(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact);
    FactOutcome move(Transaction& tx, const Payment& payment, PaymentEvent event, const shop::PaymentFact& fact);
    Result<Done> take_up_waiting(Transaction& tx, PaymentId id);

    Host& host_;
    Receiving& receiving_;
    Refunds& refunds_;
};

Value to_value(const std::vector<shop::PaymentFact>& facts);
std::vector<shop::PaymentFact> facts_from(const Value& value);

} // namespace hurtrock::payments
