#pragma once
/// Stripe's webhook signatures ("Verify webhook signatures manually"): the header is "t=UNIX,v1=HEX[,v1=HEX…]", each v1
/// an HMAC-SHA256, keyed with the endpoint's whole secret, over the time, a dot and the raw body.

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace hurtrock::stripe {

/// A signature may be this old.
inline constexpr std::chrono::seconds signature_tolerance{300};

/// Whether any of `secrets` made any of the signatures, not longer ago than the tolerance. Compared in constant time,
/// all with all. A time in the future is accepted, as Stripe's own clients do: nobody else can sign one.
bool is_signed(std::string_view header, std::string_view body, const std::vector<std::string>& secrets,
               std::chrono::sys_seconds now);

} // namespace hurtrock::stripe
