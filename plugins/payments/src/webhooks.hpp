#pragma once
/// POST /webhooks/{provider}, for every provider: verified, kept, committed; the gateway asked where its word alone
/// does not count; then applied and marked in one transaction. A duplicate of what was not applied is worked again.

#include "facts.hpp"
#include "inbox_repository.hpp"

namespace hurtrock::payments {

class Webhooks {
public:
    Webhooks(Host& host, Gateway& gateway, FactBook& facts) : host_{host}, gateway_{gateway}, facts_{facts} {}

    /// 200 applied, known or ignored; 400 or 403 forged; 404 no such provider or payment; 503 try again later.
    Response receive(const Request& request);
    /// Works a kept webhook again, applied or not. Problem "payments.try_later".
    Result<Done> work(const repository::InboxRow& row);
    /// The job: those that could not be applied when they came.
    Result<Done> work_unapplied();
    /// `hurtrock webhook replay PROVIDER [N]`.
    int replay(std::span<const std::string> arguments, Terminal& terminal);

private:
    Response accept(const Request& request, std::string_view provider, const shop::WebhookFacts& told);
    Result<std::vector<shop::PaymentFact>> confirmed(const Payment& payment, const std::vector<shop::PaymentFact>& told,
                                                     bool by_fetch);
    int list(std::string_view provider, Terminal& terminal);

    Host& host_;
    Gateway& gateway_;
    FactBook& facts_;
};

} // namespace hurtrock::payments
