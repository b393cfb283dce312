#pragma once
/// Cross-site request forgery: whether a POST, PUT, PATCH or DELETE comes from a page of this shop.
///
/// 1. What the browser says about the origin must not contradict: Sec-Fetch-Site is "same-origin" or "none", Origin is this
///    host, or the API is called by an origin that config/hurtrock.yaml trusts with visitors' cookies. 2. A signed-in visitor's form must carry the session's token. 3. A guest's must carry the guest's token or come
///    with proof of the same origin (a page from before the guest cookie existed has no token yet). 4. A request without our
///    cookies has nothing to forge. Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet.

#include "request_host.hpp"

namespace hurtrock::web {

/// Problem "core.forgery" (403).
Result<Done> check_forgery(const RequestHost& request, const auth::Csrf& csrf, const config::CorsConfig& cors);

inline constexpr const char* forgery_field = "csrf_token";
inline constexpr const char* forgery_header = "x-csrf-token";

} // namespace hurtrock::web
