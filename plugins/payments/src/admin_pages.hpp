#pragma once
/// /admin/payments: the queue of transfers to match, what is owed back, and one payment with its ledger and everything
/// that gateways said about it.

#include "repository.hpp"
#include "service.hpp"
#include "webhooks.hpp"

namespace hurtrock::payments {

class AdminPages {
public:
    AdminPages(Host& host, Receiving& receiving, Refunds& refunds, Asking& asking, Webhooks& webhooks, Gateway& gateway)
        : host_{host}, receiving_{receiving}, refunds_{refunds}, asking_{asking}, webhooks_{webhooks}, gateway_{gateway}
    {
    }

    Response list(const Request& request);
    Response show(const Request& request);
    Response receive(const Request& request);
    Response sent_back(const Request& request);
    Response refund(const Request& request);
    Response send_owed(const Request& request);
    /// These two call out.
    Response ask(const Request& request);
    Response replay(const Request& request);

    std::int64_t waiting();
    /// Every attempt at paying an order and what was said with gateways about each, for the order's page.
    Value attempts(const Request& request, const Value& context) const;

private:
    Response show_with(const Request& request, const Payment& payment, const Value& values, const Value& errors,
                       int status);

    Host& host_;
    Receiving& receiving_;
    Refunds& refunds_;
    Asking& asking_;
    Webhooks& webhooks_;
    Gateway& gateway_;
};

} // namespace hurtrock::payments
