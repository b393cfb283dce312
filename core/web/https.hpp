#pragma once
/// Pages go out by https where the owner says so.

#include "client.hpp"

namespace hurtrock::web {

/// Where a visitor who came by http is sent (308), or nothing. `public_url` has no slash at its end and may be empty; `target`
/// is the request's own, as sent.
std::optional<std::string> https_address(config::HttpsMode mode, std::string_view public_url, const Client& client, std::string_view target);

/// Whether cookies are for https only.
bool is_https_only(config::HttpsMode mode, std::string_view public_url, const Client& client);

} // namespace hurtrock::web
