#pragma once
/// Money that goes back. First a row is reserved, in the transaction that asks for it and never beyond what came; then
/// the provider is asked, outside; then its answer is booked. A crash between is healed by asking again with the same
/// key.

#include "gateway.hpp"
#include "receiving.hpp"

namespace hurtrock::payments {

inline constexpr const char* refund_job = "payments.refund";

class Refunds {
public:
    Refunds(Host& host, Gateway& gateway, Receiving& receiving) : host_{host}, gateway_{gateway}, receiving_{receiving}
    {
    }

    /// Over the order's paid payments, newest first. Problem "payments.refund_exceeds" {refundable}.
    Result<std::vector<std::string>> request(Transaction& tx, std::string_view order_public_id, Money amount,
                                             std::string_view reason, std::string_view actor);
    /// Sends back through the gateway what is owed and not on its way; without a reason for why_owed. Problem
    /// "payments.nothing_owed".
    Result<std::string> send_owed(Transaction& tx, const Payment& payment, std::string_view reason,
                                  std::string_view actor);
    /// A person sent it: the refunds that wait for a hand, and what is owed besides; without a reason for theirs.
    /// Problem "payments.nothing_owed". Answers the amount; zero when told before.
    Result<Money> sent_back(Transaction& tx, std::string_view attempt_id, std::string_view fact,
                            std::string_view reason, std::string_view actor);
    /// Why money is owed that nobody asked back, as the ledger says: a key of the locale files.
    static std::string why_owed(Reader& reader, PaymentId payment);

    /// Asks the provider about a refund that waits, and books the answer; outside transactions.
    Result<Done> ask(std::string_view key);
    /// The total that went back up to now, as a provider told it. False when the money itself was not told yet.
    Result<bool> told_total(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact);
    /// A refund that was counted came back. False when it was not told yet.
    Result<bool> told_failed(Transaction& tx, const Payment& payment, const shop::PaymentFact& fact);

private:
    std::string reserve(Transaction& tx, const Payment& payment, Money amount, std::string_view reason,
                        std::string_view actor, bool newly_owed);
    Result<Done> book(Transaction& tx, const Payment& payment, const Refund& refund, const shop::RefundResult& answer);
    Result<Done> complete(Transaction& tx, const Payment& payment, const Refund& refund, std::string_view answer,
                          std::string_view reference, std::string_view actor);
    Result<Done> raise_refunded(Transaction& tx, const Payment& payment, Money amount, std::string_view reason,
                                std::string_view actor);
    std::string told_together(std::string_view locale, const std::vector<std::string>& reasons) const;
    void settle_state(Transaction& tx, PaymentId id, std::string_view actor);

    Host& host_;
    Gateway& gateway_;
    Receiving& receiving_;
};

} // namespace hurtrock::payments
