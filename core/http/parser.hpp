// A strict, incremental parser for HTTP/1.0 and HTTP/1.1 requests (RFC 9112).
//
// It is our own because refusing is its main job. Boost.Beast 1.74 takes "Transfer-Encoding: xchunked" as "no body"
// (one POST becomes two requests), Transfer-Encoding in HTTP/1.0, equal duplicates of Content-Length, two Hosts or
// none, unfolds folded headers unseen and merges trailers into the headers. Guarding against that needs a scan of the
// raw head before it, and such a scan is most of a parser already.
//
// What is refused here and often accepted elsewhere: bare LF or CR, NUL and other control characters, folded lines,
// space before the colon, more than one Content-Length or Transfer-Encoding, both together, any transfer coding but
// exactly "chunked", chunked in HTTP/1.0, more or fewer than one Host, absolute-form targets, trailers that are no
// headers. Trailers are checked and dropped.
//
// Every byte is looked at once: the position inside an unfinished line is remembered, so a client that sends one byte
// at a time costs no more than one that sends all at once.
#pragma once

#include "head_rules.hpp"
#include "message.hpp"
#include "metrics.hpp"
#include "options.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace hurtrock::http {

class RequestParser {
public:
    enum class Outcome { need_more, complete, failed };

    // Both must outlive the parser. An empty `body_limit` means limits.body_bytes_max for every request.
    RequestParser(const ParserLimits& limits, const BodyLimit& body_limit);

    // Takes bytes from the front of `input` up to the end of one request. After `complete` call take_request();
    // after `failed` the parser stays failed, since nobody knows where the next request would begin.
    Outcome feed(std::string_view& input);

    // The finished request; the parser is ready for the next one.
    Request take_request();

    const ParserFailure& failure() const { return failure_; }

    bool is_idle() const { return step_ == Step::request_line && head_bytes_ == 0; }
    bool is_in_body() const { return step_ >= Step::fixed_body && step_ <= Step::trailers; }
    // The client waits for "100 Continue" and has sent nothing of the body yet.
    bool wants_continue() const { return expects_continue_ && is_in_body() && body_bytes_read_ == 0; }
    // Bytes of the body read so far, chunk framing included.
    std::size_t body_bytes_read() const { return body_bytes_read_; }

    // About the current request, as far as it is known; after `complete`, about that request until it is taken.
    bool keep_alive() const { return keep_alive_; }
    bool is_head_request() const { return request_.method == "HEAD"; }
    int minor() const { return request_.minor; }

private:
    enum class Step { request_line, header_lines, fixed_body, chunk_line, chunk_data, chunk_end, trailers, complete, failed };
    enum class Framing { none, length, chunked };

    bool advance(std::string_view& input);
    bool take_line(std::string_view& input, std::size_t bytes_max, ParserFailure too_long);
    void read_request_line(std::string_view& input);
    void read_header_line(std::string_view& input);
    void read_fixed_body(std::string_view& input);
    void read_chunk_line(std::string_view& input);
    void read_chunk_data(std::string_view& input);
    void read_chunk_end(std::string_view& input);
    void read_trailer(std::string_view& input);

    void parse_request_line(std::string_view line);
    void parse_header(std::string_view line);
    void interpret_header(std::string_view name, std::string_view value);
    void interpret_content_length(std::string_view value);
    void interpret_transfer_encoding(std::string_view value);
    void interpret_connection(std::string_view value);
    void finish_head();
    void start_body();
    void finish();
    void fail(int status, ProtocolError error);

    const ParserLimits* limits_;
    const BodyLimit* body_limit_;
    Request request_;
    Step step_ = Step::request_line;
    std::string partial_line_; // what has arrived of an unfinished line
    std::string_view line_;    // a finished line without its CRLF; valid until take_line() or the input changes
    ParserFailure failure_;

    Framing framing_ = Framing::none;
    std::size_t content_length_ = 0;
    std::size_t head_bytes_ = 0;
    std::size_t body_bytes_max_ = 0;
    std::size_t body_bytes_read_ = 0;
    std::size_t body_bytes_left_ = 0; // of the body, or of the current chunk
    std::size_t chunk_extension_bytes_ = 0;
    std::size_t trailer_bytes_ = 0;
    int empty_lines_ = 0;
    bool has_host_ = false;
    bool close_requested_ = false;
    bool keep_alive_requested_ = false;
    bool keep_alive_ = false;
    bool expects_continue_ = false;
};

} // namespace hurtrock::http
