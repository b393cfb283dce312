#pragma once
/// The headers every answer carries, whatever made it.

#include "request_host.hpp"

namespace hurtrock::web {

bool has_header(const http::HeaderList& headers, std::string_view name);

/// What a page may load and do. With a nonce, inline scripts that carry it run too.
/// `form_targets`: as in WebServices. `sources`: what this page alone may load from elsewhere.
std::string content_security_policy(std::string_view nonce = {}, std::string_view form_targets = {}, const PageSources& sources = {});
/// For files of plugins: a document opened by its address runs nothing and loads nothing.
inline constexpr const char* file_security_policy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Security headers, the request's id, Vary, Strict-Transport-Security and CORS. Those that are there already stay.
void add_common_headers(const WebServices& services, const RequestHost& request, http::HeaderList& headers);

} // namespace hurtrock::web
