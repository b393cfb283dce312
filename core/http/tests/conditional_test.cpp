#include "core/http/conditional.hpp"
#include "core/http/disposition.hpp"
#include "core/http/http_date.hpp"

#include <gtest/gtest.h>

namespace hurtrock::http {
namespace {

constexpr std::time_t day = 784111777; // Sun, 06 Nov 1994 08:49:37 GMT

Request asking(HeaderList headers, std::string method = "GET")
{
    Request request;
    request.method = std::move(method);
    request.headers = std::move(headers);
    return request;
}

TEST(Etags, AreComparedWeakly)
{
    EXPECT_TRUE(matches_etag("\"a\"", "\"a\""));
    EXPECT_TRUE(matches_etag("W/\"a\"", "\"a\""));
    EXPECT_TRUE(matches_etag("\"a\"", "W/\"a\""));
    EXPECT_TRUE(matches_etag("\"x\", W/\"b,c\" ,\"a\"", "\"a\""));
    EXPECT_TRUE(matches_etag("\"b,c\"", "\"b,c\""));
    EXPECT_TRUE(matches_etag(" * ", "\"a\""));
    for (const char* list : {"", "a", "\"a", "\"A\"", "\"ab\"", "w/\"a\"", "\"*\"", "x\"a\""}) EXPECT_FALSE(matches_etag(list, "\"a\"")) << list;
    EXPECT_FALSE(matches_etag("\"\"", ""));
}

TEST(NotModified, BelievesTagsMoreThanDates)
{
    const Validators validators{"\"a\"", day};
    const auto same_day = format_http_date(day);
    EXPECT_TRUE(is_not_modified(asking({{"if-none-match", "\"a\""}}), validators));
    EXPECT_TRUE(is_not_modified(asking({{"if-none-match", "\"b\""}, {"if-none-match", "\"a\""}}), validators));
    EXPECT_TRUE(is_not_modified(asking({{"if-modified-since", same_day}}), validators));
    EXPECT_TRUE(is_not_modified(asking({{"if-modified-since", format_http_date(day + 60)}}, "HEAD"), validators));
    EXPECT_FALSE(is_not_modified(asking({{"if-none-match", "\"b\""}, {"if-modified-since", same_day}}), validators));
    EXPECT_FALSE(is_not_modified(asking({{"if-modified-since", format_http_date(day - 1)}}), validators));
    EXPECT_FALSE(is_not_modified(asking({{"if-modified-since", "yesterday"}}), validators));
    EXPECT_FALSE(is_not_modified(asking({{"if-none-match", "\"a\""}}, "POST"), validators));
    EXPECT_FALSE(is_not_modified(asking({{"if-modified-since", same_day}}), {"\"a\"", std::nullopt}));
    EXPECT_FALSE(is_not_modified(asking({}), validators));
}

std::string chosen(HeaderList headers, std::int64_t length = 1000, std::string method = "GET")
{
    const auto choice = choose_range(asking(std::move(headers), std::move(method)), {"\"a\"", day}, length);
    if (choice.answer == RangeAnswer::whole)
        return "whole";
    return choice.answer == RangeAnswer::unsatisfiable ? "416" : content_range(choice.range, length);
}

TEST(Ranges, AreOneAndWithinTheFile)
{
    EXPECT_EQ(chosen({{"range", "bytes=0-99"}}), "bytes 0-99/1000");
    EXPECT_EQ(chosen({{"range", "bytes=900-"}}), "bytes 900-999/1000");
    EXPECT_EQ(chosen({{"range", "bytes=-50"}}), "bytes 950-999/1000");
    EXPECT_EQ(chosen({{"range", "bytes=-5000"}}), "bytes 0-999/1000");
    EXPECT_EQ(chosen({{"range", "bytes=990-5000"}}), "bytes 990-999/1000");
    EXPECT_EQ(chosen({{"range", "BYTES=999-999"}}), "bytes 999-999/1000");
    for (const char* none : {"bytes=1000-", "bytes=1000-2000", "bytes=-0"}) EXPECT_EQ(chosen({{"range", none}}), "416") << none;
    EXPECT_EQ(chosen({{"range", "bytes=0-"}}, 0), "416");
    for (const char* ignored : {"bytes=", "bytes=-", "bytes=a-b", "bytes=5-1", "bytes=0-1,5-6", "bytes 0-1", "items=0-1", "bytes=1", "bytes=--1", "bytes=0-9999999999999999999"})
        EXPECT_EQ(chosen({{"range", ignored}}), "whole") << ignored;
    EXPECT_EQ(chosen({{"range", "bytes=0-1"}}, 1000, "HEAD"), "whole");
    EXPECT_EQ(content_range(std::nullopt, 7), "bytes */7");
}

TEST(Ranges, CountOnlyForTheFileTheClientKnows)
{
    const std::pair<std::string, std::string> range{"range", "bytes=0-1"};
    EXPECT_EQ(chosen({range, {"if-range", "\"a\""}}), "bytes 0-1/1000");
    EXPECT_EQ(chosen({range, {"if-range", format_http_date(day)}}), "bytes 0-1/1000");
    for (const auto& other : {std::string("\"b\""), std::string("W/\"a\""), format_http_date(day + 1), std::string("a")})
        EXPECT_EQ(chosen({range, {"if-range", other}}), "whole") << other;
}

TEST(Attachments, HaveNamesThatEveryBrowserUnderstands)
{
    EXPECT_EQ(attachment_named("notes 1.pdf"), "attachment; filename=\"notes 1.pdf\"");
    EXPECT_EQ(attachment_named("Gitar é.pdf"), "attachment; filename=\"Gitar _.pdf\"; filename*=UTF-8''Gitar%20%C3%A9.pdf");
    EXPECT_EQ(attachment_named("a\"b%41.pdf"), "attachment; filename=\"a_b_41.pdf\"; filename*=UTF-8''a%22b%2541.pdf");
    EXPECT_EQ(attachment_named("../../etc/passwd"), "attachment; filename=\"passwd\"");
    EXPECT_EQ(attachment_named("C:\\temp\\a.txt"), "attachment; filename=\"a.txt\"");
    EXPECT_EQ(attachment_named("a\r\nSet-Cookie: b"), "attachment; filename=\"a__Set-Cookie: b\"");
    EXPECT_EQ(attachment_named("\xff.pdf"), "attachment; filename=\"_.pdf\"");
    EXPECT_EQ(attachment_named(""), "attachment");
    EXPECT_LT(attachment_named(std::string(5000, 'x')).size(), 300U);
}

} // namespace
} // namespace hurtrock::http
