#include "notes.hpp"

#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

namespace hurtrock::sample_thing {
namespace {

TEST(Notes, MayNotLeadElsewhere)
{
    EXPECT_TRUE(holds_link("look at https://example.com"));
    EXPECT_TRUE(holds_link("www.example.com is nice"));
    EXPECT_FALSE(holds_link("Great shop, will come again."));
}

TEST(Notes, AreKeptWithTheTimeTheyWereWritten)
{
    kit::Shop shop{kit::this_plugin()};
    Notes notes{shop.database()};
    EXPECT_EQ(notes.add("see www.example.com").problem().code, "sample_thing.no_links");
    EXPECT_TRUE(notes.add("Great shop"));
    ASSERT_EQ(notes.latest().size(), 1U);
    EXPECT_EQ(notes.latest()[0].text, "Great shop");
}

TEST(Pages, ShowWhatVisitorsWrote)
{
    kit::Shop shop{kit::this_plugin({{"welcome", "Welcome"}})};
    auto visitor = shop.browser();
    EXPECT_TRUE(visitor.get("/en/sample-thing").holds("No notes yet."));
    EXPECT_EQ(visitor.post("/en/sample-thing", {{"text", "Nice <b>amps</b>"}}).status, 303);
    const auto page = visitor.get("/en/sample-thing");
    EXPECT_TRUE(page.holds("Welcome") && page.holds("Nice &lt;b&gt;amps&lt;/b&gt;")) << page.body;
    const auto refused = visitor.post("/en/sample-thing", {{"text", "www.example.com"}});
    EXPECT_EQ(refused.status, 422);
    EXPECT_TRUE(refused.holds("No links, please.")) << refused.body;
}

TEST(Queries, AreAcceptedByPostgres)
{
    kit::Shop shop{kit::this_plugin()};
    EXPECT_TRUE(shop.broken_queries().empty());
}

} // namespace
} // namespace hurtrock::sample_thing
