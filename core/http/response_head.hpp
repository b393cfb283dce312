// Turns a Response into the bytes before its body.
#pragma once

#include "message.hpp"

#include <cstdint>
#include <string>

namespace hurtrock::http {

// What the head depends on besides the response itself.
struct HeadContext {
    int minor = 1;
    bool keep_alive = true;
    bool is_head_request = false;
};

struct ResponseHead {
    std::string text;
    bool has_body = false; // whether body bytes follow: not after HEAD, 1xx, 204 and 304
    int refused_headers = 0;
};

// A body from a source has no length: it is chunked in HTTP/1.1 and ends with the connection in HTTP/1.0.
ResponseHead write_response_head(const Response& response, const HeadContext& context);

std::int64_t body_length(const Response& response);

} // namespace hurtrock::http
