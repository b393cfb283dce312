// Dates as HTTP writes them (RFC 9110, 5.6.7), always UTC, whole seconds.
#pragma once

#include <ctime>
#include <optional>
#include <string>
#include <string_view>

namespace hurtrock::http {

// "Sun, 06 Nov 1994 08:49:37 GMT"
std::string format_http_date(std::time_t seconds);

// Accepts the three forms a recipient must accept: the above, "Sunday, 06-Nov-94 08:49:37 GMT" and
// "Sun Nov  6 08:49:37 1994". The name of the weekday is not compared with the date.
std::optional<std::time_t> parse_http_date(std::string_view text);

// The current time in that form. Built once a second and thread.
std::string_view current_http_date();

} // namespace hurtrock::http
