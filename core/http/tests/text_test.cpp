#include "core/http/http_date.hpp"
#include "core/http/negotiation.hpp"

#include <gtest/gtest.h>

namespace hurtrock::http {
namespace {

TEST(HttpDate, writes_and_reads_all_three_forms)
{
    constexpr std::time_t example = 784111777;
    EXPECT_EQ(format_http_date(example), "Sun, 06 Nov 1994 08:49:37 GMT");
    EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"), example);
    EXPECT_EQ(parse_http_date("Sunday, 06-Nov-94 08:49:37 GMT"), example);
    EXPECT_EQ(parse_http_date("Sun Nov  6 08:49:37 1994"), example);
    EXPECT_EQ(parse_http_date(current_http_date()).has_value(), true);
}

TEST(HttpDate, refuses_what_is_no_date)
{
    for (const char* bad : {"", "today", "Sun, 06 Nov 1994 08:49:37", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
                            "Sun, 06 Nov 94 08:49:37 GMT", "Sun, -6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
                            "Sun, 06 Nov 1994 08:49:37 GMT and a lot more"})
        EXPECT_FALSE(parse_http_date(bad)) << bad;
}

TEST(Negotiation, sorts_by_quality_and_skips_nonsense)
{
    const auto preferences = parse_preferences("en;q=0.5, id, ;q=1, fr;q=2, de;q=0.75;x=y, jv;q=0");
    ASSERT_EQ(preferences.size(), 4u);
    EXPECT_EQ(preferences[0].value, "id");
    EXPECT_EQ(preferences[1].value, "de");
    EXPECT_EQ(preferences[1].quality, 750);
    EXPECT_EQ(preferences[2].value, "en");
    EXPECT_EQ(preferences[3].quality, 0);
}

TEST(Negotiation, finds_the_best_language)
{
    const std::vector<std::string> languages{"id", "en"};
    EXPECT_EQ(best_language("id-ID,id;q=0.9,en;q=0.8", languages), "id");
    EXPECT_EQ(best_language("fr, en-US;q=0.3", languages), "en");
    EXPECT_EQ(best_language("fr, *;q=0.1", languages), "id");
    EXPECT_EQ(best_language("en;q=0, fr", languages), std::nullopt);
    EXPECT_EQ(best_language("", languages), std::nullopt);
    EXPECT_EQ(best_language("en-GB", {"en-US", "en-GB"}), "en-GB");
}

TEST(Negotiation, weighs_media_types)
{
    const std::string_view browser = "text/html,application/xml;q=0.9,*/*;q=0.8";
    EXPECT_EQ(media_type_quality(browser, "text/html"), 1000);
    EXPECT_EQ(media_type_quality(browser, "application/json"), 800);
    EXPECT_EQ(media_type_quality("text/*;q=0.3, text/html;q=0.7", "text/html"), 700);
    EXPECT_EQ(media_type_quality("text/html;q=0, */*", "text/html"), 0);
    EXPECT_EQ(media_type_quality("image/png", "text/html"), 0);
    EXPECT_EQ(media_type_quality("", "text/html"), 1000);
}

TEST(Negotiation, knows_accepted_encodings)
{
    EXPECT_TRUE(accepts_encoding("gzip, deflate, br", "br"));
    EXPECT_FALSE(accepts_encoding("gzip, br;q=0", "br"));
    EXPECT_TRUE(accepts_encoding("*;q=0.1", "br"));
    EXPECT_FALSE(accepts_encoding("", "br"));
}

} // namespace
} // namespace hurtrock::http
