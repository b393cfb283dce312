#pragma once
/// What the owner sees of each way to pay: can it be chosen, why not, when was it last heard of and asked.

#include "gateway.hpp"

#include <hurtrock/request.hpp>

namespace hurtrock::payments {

/// A list of {key, title, live, reason, webhook_url, heard_at, unapplied, to_ask, asked_at}; those in use first.
Value methods_overview(Host& host, const Request& request);

} // namespace hurtrock::payments
