// What one line of a request head may look like. Pure functions; the views they fill point into the line.
#pragma once

#include "metrics.hpp"

#include <optional>
#include <string_view>

namespace hurtrock::http {

// The answer a refused request gets, and the counter it goes under.
struct ParserFailure {
    int status = 400;
    ProtocolError error = ProtocolError::bad_request_line;
};

struct RequestLine {
    std::string_view method;
    std::string_view target;
    int minor = 1;
};

// "METHOD SP target SP HTTP/1.x". On failure the parts already understood are filled in.
std::optional<ParserFailure> parse_request_line_parts(std::string_view line, RequestLine& parts);

struct HeaderField {
    std::string_view name;
    std::string_view value; // trimmed
};

bool parse_header_field(std::string_view line, HeaderField& field);

// A host name, IPv4 address or bracketed IPv6 address, with an optional port. Narrower than RFC 3986: no
// percent-escapes, no sub-delimiters, because the value ends up in links and redirects.
bool is_valid_host(std::string_view host);

// The methods that reach the application, as they stand in an Allow header.
inline constexpr std::string_view allowed_methods = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

} // namespace hurtrock::http
