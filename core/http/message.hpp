// A request as the application sees it, and the response it hands back. Plain values; no thread owns them.
#pragma once

#include "body_source.hpp"
#include "file_descriptor.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hurtrock::http {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct Request {
    std::string method;
    std::string target; // origin-form as sent ("/path?query"), or "*" with OPTIONS
    int minor = 1;      // HTTP/1.minor: 0 or 1
    HeaderList headers; // names in lower case, values trimmed, in the order they were sent
    std::string body;   // complete, transfer coding removed
    std::string peer;   // IP address of the other end, as text
    std::chrono::steady_clock::time_point received; // when the last byte had arrived

    // The first header of that name (given in lower case), or null. Valid as long as the request is unchanged.
    const std::string* header(std::string_view name) const;
};

// Part of an open file, sent without passing through memory. The descriptor may be shared between responses:
// reads carry their own offset.
struct FileBody {
    std::shared_ptr<const FileDescriptor> descriptor;
    std::int64_t offset = 0;
    std::int64_t length = 0;
};

// Content-Length, Date, Connection and Transfer-Encoding belong to the transport; given here, they are ignored.
// A header whose name is no token, or whose value holds CR, LF, NUL or another control character, is never sent.
struct Response {
    int status = 200;
    HeaderList headers;
    std::shared_ptr<const std::string> body; // immutable, may be shared between any number of responses
    std::optional<FileBody> file;            // sent instead of `body`
    std::shared_ptr<BodySource> source;      // sent instead of both: chunked, or to the end of the connection in HTTP/1.0
    bool is_length_unknown = false;          // HEAD of what a source would have made: no Content-Length
    bool close = false;                      // end the connection after this response
};

Response make_response(int status, std::string content_type, std::string body);

// "Not Found" for 404; "Unknown" for a status without a registered phrase.
std::string_view reason_phrase(int status);

} // namespace hurtrock::http
