#include <hurtrock/exchange.hpp>

namespace hurtrock {
namespace {

thread_local ExchangeScope* innermost = nullptr;

void tell_one(const ExchangeListener& listener, const Exchange& exchange) noexcept
{
    if (!listener) return;
    try {
        listener(exchange);
    } catch (...) { // a record that cannot be kept must not change what was done
    }
}

} // namespace

std::string_view name_of(CallFailure failure) noexcept
{
    switch (failure) {
    case CallFailure::none:
        return "none";
    case CallFailure::not_declared:
        return "not_declared";
    case CallFailure::circuit_open:
        return "circuit_open";
    case CallFailure::refused:
        return "refused";
    case CallFailure::dns:
        return "dns";
    case CallFailure::tls:
        return "tls";
    case CallFailure::timeout_connect:
        return "timeout_connect";
    case CallFailure::timeout_read:
        return "timeout_read";
    case CallFailure::too_large:
        return "too_large";
    case CallFailure::broken:
        return "broken";
    }
    return "broken";
}

ExchangeScope::ExchangeScope(ExchangeListener listener) : listener_{std::move(listener)}, outer_{innermost}
{
    innermost = this;
}

ExchangeScope::~ExchangeScope() { innermost = outer_; }

void ExchangeScope::tell(const Exchange& exchange, const ExchangeListener& own) noexcept
{
    tell_one(own, exchange);
    for (const auto* scope = innermost; scope; scope = scope->outer_)
        tell_one(scope->listener_, exchange);
}

} // namespace hurtrock
