#include "parser.hpp"

#include "characters.hpp"

#include <algorithm>

namespace hurtrock::http {

namespace {

// Some clients send an extra line end after a body (RFC 9112, 2.2).
constexpr int empty_lines_max = 2;
// Enough for 2^59; longer numbers are refused before they can overflow.
constexpr std::size_t length_digits_max = 18;
constexpr std::size_t chunk_digits_max = 8;
constexpr std::size_t line_end_bytes = 2;

} // namespace

RequestParser::RequestParser(const ParserLimits& limits, const BodyLimit& body_limit)
    : limits_(&limits), body_limit_(&body_limit)
{
}

RequestParser::Outcome RequestParser::feed(std::string_view& input)
{
    while (step_ != Step::complete && step_ != Step::failed) {
        if (!advance(input))
            return Outcome::need_more;
    }
    return step_ == Step::complete ? Outcome::complete : Outcome::failed;
}

// One step; false when it needs bytes that are not there yet.
bool RequestParser::advance(std::string_view& input)
{
    if (input.empty())
        return false;
    switch (step_) {
    case Step::request_line: read_request_line(input); break;
    case Step::header_lines: read_header_line(input); break;
    case Step::fixed_body: read_fixed_body(input); break;
    case Step::chunk_line: read_chunk_line(input); break;
    case Step::chunk_data: read_chunk_data(input); break;
    case Step::chunk_end: read_chunk_end(input); break;
    case Step::trailers: read_trailer(input); break;
    case Step::complete:
    case Step::failed: break;
    }
    return true;
}

Request RequestParser::take_request()
{
    Request request = std::move(request_);
    const auto* limits = limits_;
    const auto* body_limit = body_limit_;
    *this = RequestParser(*limits, *body_limit);
    return request;
}

// True when line_ holds a complete line. Takes the input up to the line end, or all of it.
bool RequestParser::take_line(std::string_view& input, std::size_t bytes_max, ParserFailure too_long)
{
    if (line_.data() != nullptr) {
        line_ = {};
        partial_line_.clear();
    }
    const auto newline = input.find('\n');
    const bool is_complete = newline != std::string_view::npos;
    const auto piece = is_complete ? input.substr(0, newline + 1) : input;
    input.remove_prefix(piece.size());
    if (partial_line_.size() + piece.size() > bytes_max + line_end_bytes) {
        fail(too_long.status, too_long.error);
        return false;
    }
    if (!is_complete || !partial_line_.empty())
        partial_line_.append(piece);
    if (!is_complete)
        return false;
    std::string_view line = partial_line_.empty() ? piece : std::string_view(partial_line_);
    if (line.size() < line_end_bytes || line[line.size() - line_end_bytes] != '\r') {
        fail(400, ProtocolError::bad_header);
        return false;
    }
    line.remove_suffix(line_end_bytes);
    line_ = line;
    return true;
}

void RequestParser::read_request_line(std::string_view& input)
{
    // Bytes that can begin no request, such as a TLS greeting, need not wait for a line end.
    if (head_bytes_ == 0 && !is_token_character(input.front()) && input.front() != '\r')
        return fail(400, ProtocolError::bad_request_line);
    const auto bytes_before = input.size();
    const bool has_line = take_line(input, limits_->request_line_bytes_max, {414, ProtocolError::target_too_long});
    head_bytes_ += bytes_before - input.size();
    if (!has_line)
        return;
    if (line_.empty()) {
        head_bytes_ = 0;
        if (++empty_lines_ > empty_lines_max)
            fail(400, ProtocolError::bad_request_line);
        return;
    }
    parse_request_line(line_);
}

void RequestParser::parse_request_line(std::string_view line)
{
    RequestLine parts;
    const auto problem = parse_request_line_parts(line, parts);
    request_.method = parts.method;
    request_.target = parts.target;
    request_.minor = parts.minor;
    if (problem)
        return fail(problem->status, problem->error);
    step_ = Step::header_lines;
}

void RequestParser::read_header_line(std::string_view& input)
{
    const auto bytes_before = input.size();
    const bool has_line = take_line(input, limits_->head_bytes_max, {431, ProtocolError::head_too_large});
    head_bytes_ += bytes_before - input.size();
    if (head_bytes_ > limits_->head_bytes_max)
        return fail(431, ProtocolError::head_too_large);
    if (!has_line)
        return;
    if (line_.empty())
        return finish_head();
    parse_header(line_);
}

void RequestParser::parse_header(std::string_view line)
{
    if (request_.headers.size() >= limits_->header_count_max)
        return fail(431, ProtocolError::head_too_large);
    HeaderField field;
    if (!parse_header_field(line, field))
        return fail(400, ProtocolError::bad_header);
    std::string name(field.name);
    std::transform(name.begin(), name.end(), name.begin(), to_lower);
    request_.headers.emplace_back(std::move(name), std::string(field.value));
    interpret_header(request_.headers.back().first, field.value);
}

void RequestParser::interpret_header(std::string_view name, std::string_view value)
{
    if (name == "content-length")
        return interpret_content_length(value);
    if (name == "transfer-encoding")
        return interpret_transfer_encoding(value);
    if (name == "connection")
        return interpret_connection(value);
    if (name == "host") {
        if (has_host_ || !is_valid_host(value))
            return fail(400, ProtocolError::bad_host);
        has_host_ = true;
    } else if (name == "expect" && request_.minor >= 1) { // HTTP/1.0 knows no expectations: ignored (RFC 9110, 10.1.1)
        if (!equal_ignoring_case(value, "100-continue"))
            return fail(417, ProtocolError::unknown_expectation);
        expects_continue_ = true;
    }
}

void RequestParser::interpret_content_length(std::string_view value)
{
    if (framing_ != Framing::none || value.empty() || value.size() > length_digits_max ||
        !std::all_of(value.begin(), value.end(), is_digit))
        return fail(400, ProtocolError::bad_framing);
    content_length_ = 0;
    for (const char digit : value)
        content_length_ = content_length_ * 10 + static_cast<std::size_t>(digit - '0');
    framing_ = Framing::length;
}

void RequestParser::interpret_transfer_encoding(std::string_view value)
{
    if (framing_ != Framing::none || request_.minor == 0)
        return fail(400, ProtocolError::bad_framing);
    if (!equal_ignoring_case(value, "chunked"))
        return fail(501, ProtocolError::bad_framing);
    framing_ = Framing::chunked;
}

void RequestParser::interpret_connection(std::string_view value)
{
    while (!value.empty()) {
        const auto option = trimmed(take_until(value, ','));
        close_requested_ = close_requested_ || equal_ignoring_case(option, "close");
        keep_alive_requested_ = keep_alive_requested_ || equal_ignoring_case(option, "keep-alive");
    }
}

void RequestParser::finish_head()
{
    if (request_.minor >= 1 && !has_host_)
        return fail(400, ProtocolError::bad_host);
    keep_alive_ = !close_requested_ && (request_.minor >= 1 || keep_alive_requested_);
    start_body();
}

void RequestParser::start_body()
{
    if (framing_ == Framing::none || (framing_ == Framing::length && content_length_ == 0))
        return finish();
    body_bytes_max_ = *body_limit_ ? (*body_limit_)(request_) : limits_->body_bytes_max;
    if (framing_ == Framing::chunked) {
        step_ = Step::chunk_line;
        return;
    }
    if (content_length_ > body_bytes_max_)
        return fail(413, ProtocolError::body_too_large);
    body_bytes_left_ = content_length_;
    step_ = Step::fixed_body;
}

void RequestParser::read_fixed_body(std::string_view& input)
{
    const auto taken = std::min(body_bytes_left_, input.size());
    request_.body.append(input.substr(0, taken));
    input.remove_prefix(taken);
    body_bytes_read_ += taken;
    body_bytes_left_ -= taken;
    if (body_bytes_left_ == 0)
        finish();
}

void RequestParser::read_chunk_line(std::string_view& input)
{
    const auto bytes_before = input.size();
    const bool has_line = take_line(input, limits_->chunk_line_bytes_max, {400, ProtocolError::bad_chunk});
    body_bytes_read_ += bytes_before - input.size();
    if (!has_line)
        return;
    std::size_t digits = 0;
    std::size_t size = 0;
    for (; digits < line_.size() && hex_value(line_[digits]) >= 0; ++digits) {
        if (digits == chunk_digits_max)
            return fail(413, ProtocolError::body_too_large);
        size = size * 16 + static_cast<std::size_t>(hex_value(line_[digits]));
    }
    const auto extension = line_.substr(digits);
    chunk_extension_bytes_ += extension.size();
    if (digits == 0 || (!extension.empty() && extension.front() != ';') || !is_field_value(extension) ||
        chunk_extension_bytes_ > limits_->chunk_extension_bytes_max)
        return fail(400, ProtocolError::bad_chunk);
    if (size > body_bytes_max_ - request_.body.size())
        return fail(413, ProtocolError::body_too_large);
    body_bytes_left_ = size;
    step_ = size == 0 ? Step::trailers : Step::chunk_data;
}

void RequestParser::read_chunk_data(std::string_view& input)
{
    const auto taken = std::min(body_bytes_left_, input.size());
    request_.body.append(input.substr(0, taken));
    input.remove_prefix(taken);
    body_bytes_read_ += taken;
    body_bytes_left_ -= taken;
    if (body_bytes_left_ == 0) {
        body_bytes_left_ = line_end_bytes;
        step_ = Step::chunk_end;
    }
}

void RequestParser::read_chunk_end(std::string_view& input)
{
    const char expected = body_bytes_left_ == line_end_bytes ? '\r' : '\n';
    if (input.front() != expected)
        return fail(400, ProtocolError::bad_chunk);
    input.remove_prefix(1);
    ++body_bytes_read_;
    if (--body_bytes_left_ == 0)
        step_ = Step::chunk_line;
}

void RequestParser::read_trailer(std::string_view& input)
{
    const auto bytes_before = input.size();
    const bool has_line = take_line(input, limits_->trailer_bytes_max, {400, ProtocolError::bad_chunk});
    trailer_bytes_ += bytes_before - input.size();
    body_bytes_read_ += bytes_before - input.size();
    if (trailer_bytes_ > limits_->trailer_bytes_max)
        return fail(400, ProtocolError::bad_chunk);
    if (!has_line)
        return;
    if (line_.empty())
        return finish();
    HeaderField field;
    if (!parse_header_field(line_, field))
        fail(400, ProtocolError::bad_chunk);
}

void RequestParser::finish()
{
    request_.received = std::chrono::steady_clock::now();
    step_ = Step::complete;
}

void RequestParser::fail(int status, ProtocolError error)
{
    failure_ = {status, error};
    keep_alive_ = false;
    step_ = Step::failed;
}

} // namespace hurtrock::http
