#pragma once
/// Which requests may share one answer. Two requests with the same key get the same bytes, whoever sent them.

#include "services.hpp"

#include "core/http/message.hpp"

#include <optional>
#include <string>

namespace hurtrock::web {

/// Nothing for a request whose answer may be for one visitor alone: one of our cookies, credentials, another method
/// than GET and HEAD, the admin. The key holds scheme, host, path with query, language, form (HTML or JSON) and content
/// coding.
std::optional<std::string> page_key(const WebServices& services, const http::Request& request);

} // namespace hurtrock::web
