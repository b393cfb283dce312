#include "response_head.hpp"

#include "characters.hpp"
#include "http_date.hpp"

#include <algorithm>
#include <array>

namespace hurtrock::http {

namespace {

constexpr std::size_t usual_head_bytes = 512;
constexpr std::array<std::string_view, 5> transport_headers{"content-length", "date", "connection", "transfer-encoding", "keep-alive"};

bool belongs_to_transport(std::string_view name)
{
    return std::any_of(transport_headers.begin(), transport_headers.end(), [&](std::string_view own) { return equal_ignoring_case(own, name); });
}

void append_header(std::string& head, std::string_view name, std::string_view value)
{
    head.append(name).append(": ").append(value).append("\r\n");
}

// An invalid status would break the framing of everything after it.
int sent_status(int status) { return status >= 200 && status <= 599 ? status : 500; }

} // namespace

std::int64_t body_length(const Response& response)
{
    if (response.file)
        return response.file->length;
    return response.body ? static_cast<std::int64_t>(response.body->size()) : 0;
}

ResponseHead write_response_head(const Response& response, const HeadContext& context)
{
    const int status = sent_status(response.status);
    const bool may_have_body = status != 204 && status != 304;
    ResponseHead head;
    head.has_body = may_have_body && !context.is_head_request;
    auto& text = head.text;
    text.reserve(usual_head_bytes);
    text.append("HTTP/1.1 ").append(std::to_string(status)).append(" ").append(reason_phrase(status)).append("\r\n");
    append_header(text, "Date", current_http_date());
    const bool is_chunked = response.source && head.has_body && context.minor >= 1;
    if (may_have_body && !response.source && !(response.is_length_unknown && context.is_head_request))
        append_header(text, "Content-Length", std::to_string(body_length(response)));
    if (is_chunked)
        append_header(text, "Transfer-Encoding", "chunked");
    // Without a length and without chunks only the end of the connection tells where the body ends.
    const bool ends_connection = response.source && head.has_body && !is_chunked;
    if (!context.keep_alive || ends_connection)
        append_header(text, "Connection", "close");
    else if (context.minor == 0)
        append_header(text, "Connection", "keep-alive");
    for (const auto& [name, value] : response.headers) {
        if (belongs_to_transport(name))
            continue;
        if (is_token(name) && is_field_value(value))
            append_header(text, name, value);
        else
            ++head.refused_headers;
    }
    text.append("\r\n");
    return head;
}

} // namespace hurtrock::http
