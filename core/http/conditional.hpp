// Entity tags, conditional requests and ranges (RFC 9110, 8.8, 13 and 14). Pure functions over what a request carries.
#pragma once

#include "message.hpp"

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::http {

// What a client may compare its copy with. Either part may be missing.
struct Validators {
    std::string etag; // as sent: "abc" in quotes, or W/"abc"; empty: none
    std::optional<std::time_t> modified;
};

// Whether an If-None-Match names this tag, compared weakly: W/"a" matches "a". "*" matches everything.
bool matches_etag(std::string_view if_none_match, std::string_view etag);

// Whether the answer is 304: If-None-Match where there is one (all its lines), else If-Modified-Since. Only GET and HEAD ask.
bool is_not_modified(const Request& request, const Validators& validators);

struct ByteRange {
    std::int64_t first = 0;
    std::int64_t length = 0;
};

enum class RangeAnswer {
    whole,         // no range was asked for, or one that is to be ignored
    part,          // 206 with that range
    unsatisfiable, // 416
};

struct RangeChoice {
    RangeAnswer answer = RangeAnswer::whole;
    ByteRange range;
};

// One range of bytes ("bytes=0-99", "bytes=100-", "bytes=-50"). More than one, another unit or a malformed header is
// ignored. If-Range holds for the same strong tag or the same date only. Only GET asks for ranges.
RangeChoice choose_range(const Request& request, const Validators& validators, std::int64_t length);

// "bytes 0-99/1000"; "bytes */1000" without a range.
std::string content_range(const std::optional<ByteRange>& range, std::int64_t length);

} // namespace hurtrock::http
