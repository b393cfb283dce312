#pragma once
/// Which requests may share one answer. Two requests with the same key get the same bytes, whoever sent them.

#include "services.hpp"

#include "core/http/message.hpp"

#include <optional>
#include <string>

namespace hurtrock::web {

/// Nothing for a request whose answer may be for one visitor alone: one of our cookies, credentials, another method
/// than GET and HEAD, a body, the admin. The key holds scheme, host, path with query, language, form (HTML or JSON) and content
/// coding.
std::optional<std::string> page_key(const WebServices& services, const http::Request& request);

/// Whether requests that differ in this header never share an answer, or share it by right.
bool is_told_apart(std::string_view header);

/// Whole, public by its own Cache-Control, without cookies, and the same for all who share a key as far as its Vary says.
bool may_be_kept(const http::Response& answer);

} // namespace hurtrock::web
