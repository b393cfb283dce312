#include "rate_rules.hpp"

#include "core/auth/encoding.hpp"
#include "core/http/characters.hpp"

#include <algorithm>

namespace hurtrock::web {
namespace {

std::string lowered(std::string_view text)
{
    std::string small{http::trimmed(text)};
    std::transform(small.begin(), small.end(), small.begin(), http::to_lower);
    return small;
}

/// What tells one holder of an allowance from another; empty when the request has no such thing.
std::string holder_of(const RateLimit& limit, const RequestHost& request)
{
    const auto& visitor = request.visitor_host();
    switch (limit.key) {
    case RateKey::address: return {};
    case RateKey::user: return visitor.user() ? std::to_string(visitor.user()->id.value) : std::string{};
    case RateKey::guest: return std::string{visitor.guest()};
    case RateKey::token: {
        const auto credentials = request.header("authorization");
        return credentials.empty() ? std::string{} : auth::sha256_hex(credentials);
    }
    case RateKey::field: {
        const auto value = lowered(request.form(limit.field).value_or(""));
        return value.empty() ? std::string{} : auth::sha256_hex(value);
    }
    }
    return {};
}

} // namespace

std::vector<Allowance> allowances_of(const plugins::RouteRow& route, const RequestHost& request)
{
    std::vector<Allowance> allowances;
    const auto place = std::string{plugins::name_of(route.method)} + " " + route.path + " ";
    const auto by_address = "address " + std::string{request.client().address};
    // The number keeps two limits of one route apart that fall back to the same address.
    if (route.options.rate_per_minute > 0) allowances.push_back({place + by_address, route.options.rate_per_minute});
    int number = 0;
    for (const auto& limit : route.options.rates) {
        const auto holder = holder_of(limit, request);
        allowances.push_back({place + std::to_string(++number) + " " + (holder.empty() ? by_address : holder), limit.per_minute});
    }
    return allowances;
}

} // namespace hurtrock::web
