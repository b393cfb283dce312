#include "core/http/response_head.hpp"

#include <gtest/gtest.h>

namespace hurtrock::http {
namespace {

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TEST(ResponseHead, adds_what_belongs_to_the_transport)
{
    auto response = make_response(404, "text/plain", "gone");
    response.headers.emplace_back("Content-Length", "999");
    response.headers.emplace_back("connection", "upgrade");
    response.headers.emplace_back("Transfer-Encoding", "chunked");
    const auto head = write_response_head(response, {.minor = 1, .keep_alive = true});
    EXPECT_EQ(head.text.substr(0, 24), "HTTP/1.1 404 Not Found\r\n");
    EXPECT_TRUE(contains(head.text, "Content-Length: 4\r\n"));
    EXPECT_TRUE(contains(head.text, "Date: "));
    EXPECT_FALSE(contains(head.text, "999"));
    EXPECT_FALSE(contains(head.text, "onnection"));
    EXPECT_FALSE(contains(head.text, "chunked"));
    EXPECT_TRUE(head.has_body);
}

TEST(ResponseHead, never_carries_a_line_break_from_a_header)
{
    for (const std::string& value : {std::string("a\r\nX: 1"), std::string("a\nb"), std::string("a\rb"), std::string("a\0b", 3)}) {
        Response response;
        response.headers = {{"Location", value}, {"X-Good", "1"}};
        const auto head = write_response_head(response, {});
        EXPECT_FALSE(contains(head.text, "Location"));
        EXPECT_TRUE(contains(head.text, "X-Good: 1\r\n"));
        EXPECT_EQ(head.refused_headers, 1);
    }
    Response response;
    response.headers = {{"Bad\r\nName", "1"}, {"", "1"}, {"A B", "1"}};
    EXPECT_EQ(write_response_head(response, {}).refused_headers, 3);
}

TEST(ResponseHead, knows_which_answers_have_no_body)
{
    const auto response_with = [](int status) { return make_response(status, "text/plain", "text"); };
    EXPECT_FALSE(write_response_head(response_with(204), {}).has_body);
    EXPECT_FALSE(contains(write_response_head(response_with(204), {}).text, "Content-Length"));
    EXPECT_FALSE(write_response_head(response_with(304), {}).has_body);
    const auto head = write_response_head(response_with(200), {.is_head_request = true});
    EXPECT_FALSE(head.has_body);
    EXPECT_TRUE(contains(head.text, "Content-Length: 4\r\n"));
}

TEST(ResponseHead, says_what_happens_to_the_connection)
{
    EXPECT_TRUE(contains(write_response_head({}, {.minor = 1, .keep_alive = false}).text, "Connection: close\r\n"));
    EXPECT_TRUE(contains(write_response_head({}, {.minor = 0, .keep_alive = true}).text, "Connection: keep-alive\r\n"));
    EXPECT_FALSE(contains(write_response_head({}, {.minor = 1, .keep_alive = true}).text, "Connection"));
}

TEST(ResponseHead, turns_an_impossible_status_into_500)
{
    for (const int status : {0, 42, 100, 600, -1}) {
        Response response;
        response.status = status;
        EXPECT_EQ(write_response_head(response, {}).text.substr(0, 13), "HTTP/1.1 500 ");
    }
    EXPECT_EQ(reason_phrase(418), "Unknown");
    EXPECT_EQ(reason_phrase(200), "OK");
    EXPECT_EQ(reason_phrase(507), "Insufficient Storage");
}

} // namespace
} // namespace hurtrock::http
