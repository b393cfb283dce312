#pragma once
/// Who sent a request, and by which scheme to which host: as the socket says, or as trusted proxies report. What anybody else
/// writes into X-Forwarded-* or Forwarded (RFC 7239) means nothing.

#include "core/base/ip_range.hpp"
#include "core/config/server_config.hpp"
#include "core/http/message.hpp"

#include <optional>
#include <string>

namespace hurtrock::web {

struct Client {
    /// An IP address without port.
    std::string address;
    /// "https" or "http".
    std::string scheme{"http"};
    std::string host;
    /// A trusted proxy said which scheme the visitor used.
    bool scheme_reported{false};
};

/// Walks the chain of proxies from our end: the first address that is not trusted is the visitor's. What does not parse as an
/// address ends the walk at the proxy that reported it.
Client client_of(const http::Request& request, const base::IpRanges& trusted, config::ForwardedBy by);

} // namespace hurtrock::web
