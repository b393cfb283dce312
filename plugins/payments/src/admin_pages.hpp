#pragma once
/// /admin/payments: the queue of transfers to match, what is owed back, and one payment with its ledger.

#include "repository.hpp"
#include "service.hpp"

namespace hurtrock::payments
{

class AdminPages
{
public:
    AdminPages(Host& host, PaymentsService& service) : host_{host}, service_{service} {}

    Response list(const Request& request);
    Response show(const Request& request);
    Response receive(const Request& request);
    Response sent_back(const Request& request);

    std::int64_t waiting();

private:
    Value row(const Request& request, const Payment& payment);
    Response show_with(const Request& request, const Payment& payment, const Value& values, const Value& errors,
                       int status);

    Host& host_;
    PaymentsService& service_;
};

/// {text, tone} of a state, in the visitor's language.
Value status_of(const Request& request, PaymentState state);

} // namespace hurtrock::payments
