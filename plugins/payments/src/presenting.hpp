#pragma once
/// Payments as admin's templates get them.

#include "inbox_repository.hpp"
#include "money_repository.hpp"

#include <hurtrock/request.hpp>

namespace hurtrock::payments {

/// {code, text, tone} of a state, in the visitor's language.
Value status_of(const Request& request, PaymentState state);
std::string path_of(const Payment& payment);

Value to_row(const Request& request, const Payment& payment, Time now);
Value to_view(const Request& request, const std::vector<LedgerRow>& ledger);
Value to_view(const Request& request, const std::vector<EventRow>& events, PaymentState now);
Value to_view(const Request& request, const std::vector<repository::FactRow>& facts);
Value to_view(const Request& request, const std::vector<Refund>& refunds);
Value to_view(const Request& request, const Payment& payment, const std::vector<repository::InboxRow>& inbox);
Value to_view(const Request& request, const std::vector<repository::ExchangeRow>& exchanges);

} // namespace hurtrock::payments
