#pragma once
/// From a route's limits and a request to the allowances that the request uses up.

#include "rate_limit.hpp"
#include "request_host.hpp"

#include "core/plugins/router.hpp"

namespace hurtrock::web {

/// Keys hold no secret and nothing of unbounded length: credentials and form fields stand in them as hashes.
std::vector<Allowance> allowances_of(const plugins::RouteRow& route, const RequestHost& request);

} // namespace hurtrock::web
