#pragma once
/// Whether and when a call is tried again; the rules stand at hurtrock::RetryRule.

#include <hurtrock/http_client.hpp>

namespace hurtrock::net {

/// The pause before the next try, or nullopt when `answer` is what the caller gets. `attempt` is the number of the try
/// that gave the answer, `since_first` the time since the first began, `chance` between 0 and 1.
std::optional<std::chrono::milliseconds> pause_before_retry(const HttpRequest& request, const HttpAnswer& answer,
                                                            int attempt, std::chrono::milliseconds since_first,
                                                            double chance, Time now);

/// RFC 9110 section 10.2.3: seconds, or a date. nullopt when absent or unreadable.
std::optional<std::chrono::milliseconds> retry_after(const HttpAnswer& answer, Time now);

} // namespace hurtrock::net
