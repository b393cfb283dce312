#include "core/web/page_cache.hpp"
#include "core/web/page_key.hpp"

#include <gtest/gtest.h>

namespace hurtrock::web {
namespace {

using namespace std::chrono_literals;

class PageCacheTest : public testing::Test {
protected:
    static http::Response page(std::string body) { return http::make_response(200, "text/html", std::move(body)); }
    std::string found(const std::string& key) { return found(key, time); }
    std::string found(const std::string& key, PageCache::Time at)
    {
        const auto kept = cache.find(key, at);
        return kept ? *kept->body : "-";
    }

    std::uint64_t surroundings{1};
    PageCache cache{[this] { return surroundings; }};
    PageCache::Time time{std::chrono::steady_clock::now()};
};

TEST_F(PageCacheTest, keeps_a_page_until_what_it_names_changes)
{
    cache.store("a", {"thing:1", "thing:2"}, cache.now(), page("A"), time);
    cache.store("b", {"thing:3"}, cache.now(), page("B"), time);
    EXPECT_EQ(found("a"), "A");
    EXPECT_EQ(found("c"), "-");
    cache.forget(std::vector<std::string>{"thing:2"});
    EXPECT_EQ(found("a"), "-");
    EXPECT_EQ(found("b"), "B");
    cache.forget_all();
    EXPECT_EQ(found("b"), "-");
    EXPECT_EQ(cache.stats().pages, 0u) << "what no longer holds is dropped when it is asked for";
    EXPECT_EQ(cache.stats().bytes, 0u);
}

TEST_F(PageCacheTest, never_keeps_a_render_that_a_change_overtook)
{
    const auto begun = cache.now();
    cache.forget(std::vector<std::string>{"thing:1"});
    cache.store("a", {"thing:1"}, begun, page("old"), time);
    EXPECT_EQ(found("a"), "-");
    cache.store("b", {"thing:2"}, begun, page("of another thing"), time);
    EXPECT_EQ(found("b"), "of another thing");

    const auto before_all = cache.now();
    cache.forget_all();
    cache.store("c", {}, before_all, page("old"), time);
    EXPECT_EQ(found("c"), "-");

    const auto before_theme = cache.now();
    ++surroundings;
    cache.store("d", {}, before_theme, page("old"), time);
    EXPECT_EQ(found("d"), "-");
}

TEST_F(PageCacheTest, holds_no_longer_than_it_says_and_not_in_other_surroundings)
{
    cache.store("a", {}, cache.now(), page("A"), time);
    EXPECT_EQ(found("a", time + PageCache::age_max), "A");
    EXPECT_EQ(found("a", time + PageCache::age_max + 1ms), "-");
    cache.store("b", {}, cache.now(), page("B"), time);
    ++surroundings;
    EXPECT_EQ(found("b"), "-");
}

TEST_F(PageCacheTest, stays_within_its_memory_and_drops_what_was_not_asked_for_longest)
{
    const std::string large(900 << 10, 'x');
    constexpr int count = 100;
    for (int i = 0; i < count; ++i) {
        cache.store(std::to_string(i), {}, cache.now(), page(large), time);
        EXPECT_EQ(found("0"), large) << "asked for after every store";
    }
    EXPECT_LE(cache.stats().bytes, PageCache::bytes_max);
    EXPECT_GT(cache.stats().pages, 50u);
    EXPECT_EQ(found("1"), "-");
    EXPECT_EQ(found(std::to_string(count - 1)), large);
    cache.store("huge", {}, cache.now(), page(std::string(PageCache::page_bytes_max, 'x')), time);
    EXPECT_EQ(found("huge"), "-");
}

TEST_F(PageCacheTest, keeps_nothing_while_nobody_watches_the_surroundings)
{
    surroundings = 0;
    cache.store("a", {}, cache.now(), page("A"), time);
    EXPECT_EQ(found("a"), "-");
}

TEST_F(PageCacheTest, takes_the_newer_of_two_pages_of_one_address)
{
    cache.store("a", {}, cache.now(), page("first"), time);
    cache.store("a", {}, cache.now(), page("second"), time);
    EXPECT_EQ(found("a"), "second");
    EXPECT_EQ(cache.stats().pages, 1u);
}

TEST(MayBeKept, only_what_is_whole_and_says_that_it_is_for_all)
{
    const auto made = [](http::HeaderList headers, int status = 200) {
        auto answer = http::make_response(status, "text/html", "x");
        for (auto& header : headers)
            answer.headers.push_back(std::move(header));
        return answer;
    };
    const std::pair<std::string, std::string> shared{"Cache-Control", "public, no-cache"};
    EXPECT_TRUE(may_be_kept(made({shared, {"Vary", "Accept-Encoding, Cookie"}})));
    EXPECT_FALSE(may_be_kept(made({})));
    EXPECT_FALSE(may_be_kept(made({{"Cache-Control", "private, no-cache"}})));
    EXPECT_FALSE(may_be_kept(made({{"Cache-Control", "no-store"}})));
    EXPECT_FALSE(may_be_kept(made({shared}, 404)));
    EXPECT_FALSE(may_be_kept(made({shared, {"set-cookie", "a=b"}})));
    EXPECT_FALSE(may_be_kept(made({shared, {"Vary", "Accept-Encoding , User-Agent"}})));
    EXPECT_FALSE(may_be_kept(made({shared, {"vary", "*"}})));
    auto bare = made({shared});
    bare.body.reset();
    EXPECT_FALSE(may_be_kept(bare));
}

} // namespace
} // namespace hurtrock::web
