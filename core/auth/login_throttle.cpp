#include "login_throttle.hpp"

#include "encoding.hpp"
#include "repository.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace hurtrock::auth {
namespace {

constexpr ThrottleRule pair_rule{5, 900};
constexpr ThrottleRule address_rule{50, 60};
/// Without an attempt for this long an origin starts afresh.
constexpr std::chrono::seconds forget_after{3600};

struct Origins {
    std::string pair;
    std::string address;
};

Origins origins(std::string_view email, std::string_view address)
{
    const auto network = network_of(address);
    return {sha256_hex("pair\n" + network + '\n' + std::string{email}), sha256_hex("address\n" + network)};
}

} // namespace

std::string network_of(std::string_view address)
{
    const std::string text{address};
    in6_addr parsed{};
    if (inet_pton(AF_INET6, text.c_str(), &parsed) != 1 || IN6_IS_ADDR_V4MAPPED(&parsed)) return text;
    std::fill(parsed.s6_addr + 8, parsed.s6_addr + 16, 0);
    char printed[INET6_ADDRSTRLEN];
    inet_ntop(AF_INET6, &parsed, printed, sizeof printed);
    return printed;
}

Result<Done> LoginThrottle::admit(std::string_view email, std::string_view address)
{
    const auto origin = origins(email, address);
    return database_.transaction("core.admit_login", [&](Transaction& tx) -> Result<Done> {
        const auto now = clock_.now();
        auto seconds = repository::count_attempt(tx, origin.pair, pair_rule, now, forget_after.count());
        if (seconds == 0)
            seconds = repository::count_attempt(tx, origin.address, address_rule, now, forget_after.count());
        if (seconds == 0) return Done{};
        return Problem{.code = "accounts.throttled", .arguments = {{"seconds", seconds}}, .status = 429};
    });
}

void LoginThrottle::succeeded(std::string_view email, std::string_view address)
{
    const auto origin = origins(email, address);
    (void)database_.transaction("core.login_succeeded", [&](Transaction& tx) -> Result<Done> {
        repository::forget_attempts(tx, origin.pair);
        repository::take_back_attempt(tx, origin.address);
        return Done{};
    });
}

void LoginThrottle::tidy()
{
    (void)database_.transaction("core.tidy_login_attempts", [&](Transaction& tx) -> Result<Done> {
        repository::delete_old_attempts(tx, clock_.now() - 2 * forget_after);
        return Done{};
    });
}

} // namespace hurtrock::auth
