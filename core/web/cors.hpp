#pragma once
/// Which other sites' pages may call /api from a browser (Fetch standard, "CORS protocol"), as config/hurtrock.yaml says.

#include "core/config/server_config.hpp"
#include "core/http/message.hpp"

namespace hurtrock::web {

bool is_api(std::string_view path) noexcept;

/// The request comes from a page of an origin that may act for the visitor, cookies included.
bool is_trusted_origin(const config::CorsConfig& cors, std::string_view path, std::string_view origin);
/// The request comes from a page of an origin that may call at all.
bool is_listed_origin(const config::CorsConfig& cors, std::string_view path, std::string_view origin);

/// Adds what the browser looks for; `raw` may be a preflight. Nothing outside /api, nothing for origins not listed, but always
/// Vary: Origin where the answer could have differed.
void add_cors_headers(const config::CorsConfig& cors, const http::Request& raw, std::string_view path, http::HeaderList& headers);

} // namespace hurtrock::web
