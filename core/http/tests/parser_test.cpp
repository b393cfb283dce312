#include "core/http/parser.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

namespace hurtrock::http {
namespace {

using namespace std::string_literals;

struct Parsed {
    std::vector<Request> requests;
    std::vector<bool> keep_alive;
    std::optional<ParserFailure> failure;
    bool is_idle = false;
};

Parsed parse(std::string_view bytes, std::size_t step, const ParserLimits& limits = {}, const BodyLimit& body_limit = {})
{
    RequestParser parser(limits, body_limit);
    Parsed parsed;
    while (!bytes.empty() && !parsed.failure) {
        const std::string piece(bytes.substr(0, step));
        bytes.remove_prefix(piece.size());
        std::string_view input = piece;
        while (!input.empty() && !parsed.failure) {
            const auto outcome = parser.feed(input);
            if (outcome == RequestParser::Outcome::complete) {
                parsed.keep_alive.push_back(parser.keep_alive());
                parsed.requests.push_back(parser.take_request());
            } else if (outcome == RequestParser::Outcome::failed) {
                parsed.failure = parser.failure();
            }
        }
    }
    parsed.is_idle = parser.is_idle();
    return parsed;
}

constexpr std::size_t whole = std::string::npos;

// The status of the refusal; 0 when nothing was refused. The same for every way of cutting the bytes.
int refusal(std::string_view bytes, const ParserLimits& limits = {})
{
    const auto at_once = parse(bytes, whole, limits);
    for (const std::size_t step : {1u, 2u, 7u}) {
        const auto slow = parse(bytes, step, limits);
        EXPECT_EQ(slow.failure.has_value(), at_once.failure.has_value()) << bytes.substr(0, 200);
        EXPECT_EQ(slow.requests.size(), at_once.requests.size()) << bytes.substr(0, 200);
    }
    return at_once.failure ? at_once.failure->status : 0;
}

std::string with_header(const std::string& lines) { return "GET / HTTP/1.1\r\nHost: a\r\n" + lines + "\r\n"; }

TEST(RequestParser, reads_a_plain_request)
{
    for (const std::size_t step : {std::size_t{1}, std::size_t{3}, whole}) {
        const auto parsed = parse("GET /a?b=c HTTP/1.1\r\nHost: site.example:8080\r\nX-One:  two words \t\r\n\r\n", step);
        ASSERT_EQ(parsed.requests.size(), 1u);
        const auto& request = parsed.requests[0];
        EXPECT_EQ(request.method, "GET");
        EXPECT_EQ(request.target, "/a?b=c");
        EXPECT_EQ(request.minor, 1);
        ASSERT_NE(request.header("x-one"), nullptr);
        EXPECT_EQ(*request.header("x-one"), "two words");
        EXPECT_EQ(request.header("x-two"), nullptr);
        EXPECT_TRUE(parsed.keep_alive[0]);
        EXPECT_TRUE(parsed.is_idle);
    }
}

TEST(RequestParser, reads_bodies_of_both_framings)
{
    const std::string text = "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
                             "POST /q HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                             "3;name=value\r\nabc\r\n0A\r\n0123456789\r\n0\r\nTrailer: dropped\r\n\r\n"
                             "GET /r HTTP/1.1\r\nHost: a\r\n\r\n";
    for (const std::size_t step : {std::size_t{1}, std::size_t{2}, std::size_t{5}, std::size_t{64}, whole}) {
        const auto parsed = parse(text, step);
        ASSERT_FALSE(parsed.failure);
        ASSERT_EQ(parsed.requests.size(), 3u) << step;
        EXPECT_EQ(parsed.requests[0].body, "hello");
        EXPECT_EQ(parsed.requests[1].body, "abc0123456789");
        EXPECT_EQ(parsed.requests[1].header("trailer"), nullptr);
        EXPECT_EQ(parsed.requests[2].target, "/r");
    }
}

TEST(RequestParser, knows_when_the_connection_stays_open)
{
    const auto keeps = [](const std::string& version, const std::string& header) {
        const auto parsed = parse("GET / " + version + "\r\nHost: a\r\n" + header + "\r\n", whole);
        return parsed.keep_alive.at(0);
    };
    EXPECT_TRUE(keeps("HTTP/1.1", ""));
    EXPECT_FALSE(keeps("HTTP/1.1", "Connection: Close\r\n"));
    EXPECT_FALSE(keeps("HTTP/1.1", "Connection: upgrade, close\r\n"));
    EXPECT_FALSE(keeps("HTTP/1.1", "Connection: keep-alive\r\nConnection: close\r\n"));
    EXPECT_TRUE(keeps("HTTP/1.1", "Connection: enclose\r\n"));
    EXPECT_FALSE(keeps("HTTP/1.0", ""));
    EXPECT_TRUE(keeps("HTTP/1.0", "Connection: Keep-Alive\r\n"));
}

TEST(RequestParser, accepts_an_empty_line_before_a_request_but_not_many)
{
    EXPECT_EQ(refusal("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), 0);
    EXPECT_EQ(refusal("\r\n\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
}

struct Refused {
    const char* why;
    std::string bytes;
    int status;
};

void PrintTo(const Refused& refused, std::ostream* out) { *out << refused.why; }

class RefusedRequests : public testing::TestWithParam<Refused> {};

TEST_P(RefusedRequests, are_refused_however_they_are_cut)
{
    EXPECT_EQ(refusal(GetParam().bytes), GetParam().status) << GetParam().why;
}

const std::string post = "POST / HTTP/1.1\r\nHost: a\r\n";

INSTANTIATE_TEST_SUITE_P(
    request_line, RefusedRequests,
    testing::Values(Refused{"bare LF", "GET / HTTP/1.1\nHost: a\r\n\r\n", 400}, Refused{"bare CR", "GET /\r HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"NUL", "GET /\0 HTTP/1.1\r\nHost: a\r\n\r\n"s, 400},
                    Refused{"two spaces", "GET  / HTTP/1.1\r\nHost: a\r\n\r\n", 400}, Refused{"tab", "GET\t/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"no version", "GET /\r\nHost: a\r\n\r\n", 400}, Refused{"lower case version", "GET / http/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"HTTP/2", "GET / HTTP/2.0\r\nHost: a\r\n\r\n", 505}, Refused{"HTTP/1.2", "GET / HTTP/1.2\r\nHost: a\r\n\r\n", 505},
                    Refused{"long version", "GET / HTTP/1.10\r\nHost: a\r\n\r\n", 400},
                    Refused{"absolute form", "GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"asterisk with GET", "GET * HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"fragment", "GET /a#b HTTP/1.1\r\nHost: a\r\n\r\n", 400}, Refused{"raw UTF-8", "GET /\xc3\xa9 HTTP/1.1\r\nHost: a\r\n\r\n", 400},
                    Refused{"unknown method", "BREW / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
                    Refused{"lower case method", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 501},
                    Refused{"TRACE", "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n", 405}, Refused{"CONNECT", "CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n", 405},
                    Refused{"TLS", "\x16\x03\x01\x02", 400}));

INSTANTIATE_TEST_SUITE_P(
    headers, RefusedRequests,
    testing::Values(Refused{"no Host", "GET / HTTP/1.1\r\n\r\n", 400}, Refused{"two Hosts", with_header("Host: a\r\n"), 400},
                    Refused{"bad Host", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400}, Refused{"Host with path", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400},
                    Refused{"Host with user", "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400}, Refused{"empty Host", "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400},
                    Refused{"Host with port word", "GET / HTTP/1.1\r\nHost: a:http\r\n\r\n", 400},
                    Refused{"Host with big port", "GET / HTTP/1.1\r\nHost: a:65536\r\n\r\n", 400},
                    Refused{"space before colon", with_header("X : 1\r\n"), 400}, Refused{"no colon", with_header("X\r\n"), 400},
                    Refused{"no name", with_header(": 1\r\n"), 400}, Refused{"obs-fold", with_header("X: 1\r\n 2\r\n"), 400},
                    Refused{"first header folded", "GET / HTTP/1.1\r\n Host: a\r\n\r\n", 400}, Refused{"bare LF", with_header("X: 1\nY: 2\r\n"), 400},
                    Refused{"bare CR", with_header("X: 1\rY: 2\r\n"), 400}, Refused{"control", with_header("X: \x01\r\n"), 400},
                    Refused{"DEL", with_header("X: \x7f\r\n"), 400}, Refused{"NUL", with_header("X: a\0b\r\n"s), 400},
                    Refused{"unknown expectation", with_header("Expect: more\r\n"), 417}));

INSTANTIATE_TEST_SUITE_P(
    framing, RefusedRequests,
    testing::Values(Refused{"different lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
                    Refused{"equal lengths", post + "Content-Length: 1\r\nContent-Length: 1\r\n\r\na", 400},
                    Refused{"list", post + "Content-Length: 1, 1\r\n\r\na", 400}, Refused{"plus", post + "Content-Length: +1\r\n\r\na", 400},
                    Refused{"minus", post + "Content-Length: -1\r\n\r\na", 400}, Refused{"hexadecimal", post + "Content-Length: 0x1\r\n\r\na", 400},
                    Refused{"empty", post + "Content-Length:\r\n\r\n", 400}, Refused{"inner space", post + "Content-Length: 1 1\r\n\r\na", 400},
                    Refused{"too many digits", post + "Content-Length: 10000000000000000000000\r\n\r\n", 400},
                    Refused{"large", post + "Content-Length: 1048577\r\n\r\n", 413},
                    Refused{"length then chunked", post + "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
                    Refused{"chunked then length", post + "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n\r\n0\r\n\r\n", 400},
                    Refused{"chunked twice", post + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400},
                    Refused{"xchunked", post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501},
                    Refused{"identity", post + "Transfer-Encoding: identity\r\n\r\n", 501},
                    Refused{"gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501},
                    Refused{"chunked, identity", post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 501},
                    Refused{"quoted", post + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 501},
                    Refused{"chunked in 1.0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400}));

const std::string chunked = post + "Transfer-Encoding: chunked\r\n\r\n";

INSTANTIATE_TEST_SUITE_P(
    chunks, RefusedRequests,
    testing::Values(Refused{"no size", chunked + "\r\n", 400}, Refused{"not hexadecimal", chunked + "g\r\n", 400},
                    Refused{"prefix", chunked + "0x1\r\na\r\n", 400}, Refused{"minus", chunked + "-1\r\n", 400},
                    Refused{"leading space", chunked + " 1\r\na\r\n", 400}, Refused{"trailing space", chunked + "1 \r\na\r\n", 400},
                    Refused{"bare LF after size", chunked + "1\na\r\n", 400}, Refused{"data too long", chunked + "1\r\nab\r\n", 400},
                    Refused{"bare LF after data", chunked + "1\r\na\n0\r\n\r\n", 400}, Refused{"too large", chunked + "100001\r\n", 413},
                    Refused{"overflowing", chunked + "fffffffffffffffff\r\n", 413},
                    Refused{"long extension", chunked + "1;" + std::string(300, 'x') + "\r\na\r\n", 400},
                    Refused{"control in extension", chunked + "1;\x01\r\na\r\n", 400}, Refused{"bad trailer", chunked + "0\r\nno colon\r\n\r\n", 400},
                    Refused{"folded trailer", chunked + "0\r\nA: b\r\n c\r\n\r\n", 400},
                    Refused{"endless trailers", chunked + "0\r\nA: " + std::string(5000, 'x'), 400}));

TEST(RequestParser, keeps_its_limits)
{
    EXPECT_EQ(refusal("GET /" + std::string(8190, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
    EXPECT_EQ(refusal("GET /" + std::string(8000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 0);
    EXPECT_EQ(refusal("GET /" + std::string(9000, 'a')), 414) << "also before the line has ended";
    EXPECT_EQ(refusal(with_header("X: " + std::string(17000, 'a'))), 431);
    EXPECT_EQ(refusal("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17000, 'a')), 431) << "also without a line end";
    EXPECT_EQ(refusal(with_header("X: " + std::string(16000, 'a') + "\r\n")), 0);
    std::string many;
    for (int i = 0; i < 99; ++i)
        many += "X: 1\r\n";
    EXPECT_EQ(refusal(with_header(many)), 0) << "99 and Host";
    EXPECT_EQ(refusal(with_header(many + "X: 1\r\n")), 431);
    std::string extensions = chunked;
    for (int i = 0; i < 100; ++i)
        extensions += "1;" + std::string(100, 'e') + "\r\na\r\n";
    EXPECT_EQ(refusal(extensions), 400) << "small extensions add up";
}

TEST(RequestParser, asks_how_large_the_body_may_be)
{
    const BodyLimit limit = [](const Request& head) { return head.target == "/upload" ? std::size_t{8} : std::size_t{4}; };
    const auto send = [&](const std::string& target) {
        return parse("POST " + target + " HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n123456", whole, {}, limit);
    };
    EXPECT_EQ(send("/upload").requests.size(), 1u);
    ASSERT_TRUE(send("/form").failure);
    EXPECT_EQ(send("/form").failure->status, 413);
}

TEST(RequestParser, tells_when_the_client_waits_for_permission)
{
    const ParserLimits limits;
    const BodyLimit no_callback;
    RequestParser parser(limits, no_callback);
    std::string_view head = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n";
    parser.feed(head);
    EXPECT_TRUE(parser.wants_continue());
    std::string_view body = "a";
    parser.feed(body);
    EXPECT_FALSE(parser.wants_continue());
}

TEST(RequestParser, remembers_that_a_refused_request_was_a_head)
{
    const ParserLimits limits;
    const BodyLimit no_callback;
    RequestParser parser(limits, no_callback);
    std::string_view input = "HEAD / HTTP/1.1\r\n\r\n";
    EXPECT_EQ(parser.feed(input), RequestParser::Outcome::failed);
    EXPECT_TRUE(parser.is_head_request());
}

TEST(RequestParser, takes_linear_time_for_one_byte_at_a_time)
{
    ParserLimits limits;
    limits.head_bytes_max = 4 * 1024 * 1024;
    const auto time_for = [&](std::size_t bytes) {
        const auto text = with_header("X: " + std::string(bytes, 'a') + "\r\n");
        const auto start = std::chrono::steady_clock::now();
        EXPECT_EQ(parse(text, 1, limits).requests.size(), 1u);
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    };
    time_for(100'000);
    const double small = time_for(100'000);
    const double large = time_for(1'600'000);
    EXPECT_LT(large, small * 16 * 6) << "16 times the bytes; a quadratic parser would need 256 times as long";
}

} // namespace
} // namespace hurtrock::http
