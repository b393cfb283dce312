#include <hurtrock/testing/shop.hpp>

#include <gtest/gtest.h>

#include <chrono>
#include <iostream>

namespace hurtrock {
namespace {

const Query notes{"kit_test.notes", "SELECT text, seen, written_at FROM kit_subject.notes ORDER BY id"};

double milliseconds_since(std::chrono::steady_clock::time_point start)
{
    return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count();
}

TEST(Kit, StartsAShopInMilliseconds)
{
    constexpr int shops = 10;
    const auto begin = std::chrono::steady_clock::now();
    { kit::Shop first{kit::this_plugin()}; }
    const auto first_ms = milliseconds_since(begin);
    std::cout << "first shop   " << first_ms << " ms (PostgreSQL and the template)\n";
    std::vector<double> took;
    for (int count = 0; count < shops; ++count) {
        const auto start = std::chrono::steady_clock::now();
        kit::Shop shop{kit::this_plugin()};
        took.push_back(milliseconds_since(start));
        EXPECT_EQ(shop.browser().get("/subject/Sari").status, 200);
    }
    std::sort(took.begin(), took.end());
    std::cout << "later shops  " << took.front() << " to " << took.back() << " ms, median " << took[shops / 2] << " ms\n";
    EXPECT_LT(took.front() * 4, first_ms) << "later shops copy the first one's database instead of making it again";
}

TEST(Kit, AnswersPagesInTheCoresFrameAndInATheme)
{
    kit::Shop plain{kit::this_plugin({{"greeting", "Halo"}})};
    const auto page = plain.browser().get("/subject/Sari%20%3Cb%3E");
    EXPECT_EQ(page.status, 200);
    EXPECT_TRUE(page.holds("Halo, Sari &lt;b&gt;!")) << page.body;
    EXPECT_FALSE(page.header("content-security-policy").empty());
    EXPECT_EQ(plain.browser().get("/nothing").status, 404);

    auto options = kit::this_plugin();
    options.theme = "rock-metal";
    kit::Shop themed{options};
    EXPECT_TRUE(themed.browser().get("/subject/Sari").holds("theme/"));
    EXPECT_FALSE(page.holds("theme/settings.css"));
}

std::string directive(const kit::Answer& answer, const std::string& name)
{
    const std::string policy{answer.header("content-security-policy")};
    const auto start = policy.find(name + " ");
    return start == std::string::npos ? "" : policy.substr(start, policy.find(';', start) - start);
}

TEST(Kit, LetsAPageLoadFromDeclaredHostsOnly)
{
    kit::Shop shop{kit::this_plugin()};
    auto visitor = shop.browser();
    const auto strict = visitor.get("/subject/Sari");
    const std::string policy{strict.header("content-security-policy")};

    const auto wide = visitor.get("/subject/Sari/loads?script=https://pay.example.com/pay.js&frame=https://pay.example.com/");
    EXPECT_EQ(wide.status, 200);
    EXPECT_EQ(directive(wide, "script-src"), "script-src 'self' https://pay.example.com");
    EXPECT_EQ(directive(wide, "frame-src"), "frame-src https://pay.example.com");
    for (const auto* name : {"default-src", "style-src", "img-src", "connect-src", "font-src", "form-action", "base-uri", "frame-ancestors"})
        EXPECT_EQ(directive(wide, name), directive(strict, name));
    EXPECT_EQ(wide.header("cross-origin-opener-policy"), "same-origin-allow-popups");
    EXPECT_TRUE(wide.header("cache-control").starts_with("private")) << "though it may be kept, by what the handler says";
    EXPECT_EQ(visitor.get("/subject/Sari").header("content-security-policy"), policy) << "no other page is changed";
    EXPECT_EQ(strict.header("cross-origin-opener-policy"), "same-origin");

    const auto others = visitor.get("/subject/Sari/loads?style=https://pay.example.com&picture=https://pay.example.com&connection=https://pay.example.com");
    for (const auto* name : {"style-src", "img-src", "connect-src"})
        EXPECT_EQ(directive(others, name), std::string{name} + " 'self' https://pay.example.com");
    EXPECT_EQ(directive(others, "script-src"), "script-src 'self'");

    for (const auto* other : {"https://elsewhere.example/", "http://pay.example.com/", "https://pay.example.com:8443", "https://x.pay.example.com",
                              "http://127.0.0.1:8090/", "*", "'unsafe-inline'", "data:", "https://pay.example.com%20'unsafe-eval'"}) {
        const auto refused = visitor.get("/subject/Sari/loads?frame=https://pay.example.com&script=" + std::string{other});
        EXPECT_EQ(refused.status, 500) << other;
        EXPECT_EQ(refused.header("content-security-policy"), policy) << other;
    }
    shop.set("kit-subject", "window_base", "http://127.0.0.1:8090/snap");
    EXPECT_EQ(directive(visitor.get("/subject/Sari/loads?script=http://127.0.0.1:8090/"), "script-src"), "script-src 'self' http://127.0.0.1:8090");

    const auto broken = visitor.get("/subject/Sari/loads?broken=1&script=https://pay.example.com");
    EXPECT_EQ(broken.status, 500);
    EXPECT_EQ(broken.header("content-security-policy"), policy) << "an error page loads nothing";
}

TEST(Kit, LeavesOutASlotThatWouldLoadFromElsewhere)
{
    auto options = kit::this_plugin();
    options.stand_in = [](Host& host) {
        host.slots().fill("kit-subject.below", "kit-subject/line.html", [](const Request& request, const Value&) -> Value {
            request.may_load(PageSource::script, "https://pay.example.com/");   // declared, but by another plugin
            return {{"line", "here"}};
        });
    };
    kit::Shop shop{options};
    const auto page = shop.browser().get("/subject/Sari");
    EXPECT_EQ(page.status, 200);
    EXPECT_FALSE(page.holds("here"));
    EXPECT_EQ(directive(page, "script-src"), "script-src 'self'");
}

TEST(Kit, KeepsItsPolicyBesideAPluginsOwn)
{
    kit::Shop shop{kit::this_plugin()};
    const auto answer = shop.browser().get("/subject/Sari/loads?policy=script-src%20*");
    std::vector<std::string> policies;
    for (const auto& [name, value] : answer.headers)
        if (name == "content-security-policy") policies.push_back(value);
    ASSERT_EQ(policies.size(), 2U);
    EXPECT_EQ(directive(answer, "script-src"), "script-src 'self'");
    EXPECT_EQ(policies.back(), "script-src *");
}

TEST(Kit, GivesEachShopItsOwnDatabaseAndRollsBack)
{
    kit::Shop one{kit::this_plugin()}, other{kit::this_plugin()};
    auto visitor = one.browser();
    EXPECT_EQ(visitor.post("/subject", {{"text", "Nice & loud"}}).status, 303);
    EXPECT_TRUE(visitor.get("/subject/Sari").holds("Noted")) << "flash messages travel by cookie";
    EXPECT_FALSE(visitor.get("/subject/Sari").holds("Noted"));
    EXPECT_EQ(visitor.post("/subject", {{"text", "rude"}}).status, 422);
    const auto rows = one.database().run(notes);
    ASSERT_EQ(rows.size(), 1U);
    EXPECT_EQ(rows.front().text("text"), "Nice & loud");
    EXPECT_TRUE(other.database().run(notes).empty());
}

TEST(Kit, RunsJobsAndEventsWhenAskedByAClockThatStands)
{
    kit::Shop shop{kit::this_plugin()};
    const auto noon = Time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} + std::chrono::hours{12}};
    shop.clock().set(noon);
    shop.browser().post("/subject", {{"text", "Nice"}});
    shop.browser().post("/subject", {{"text", "rude"}});
    EXPECT_EQ(shop.database().run(notes).front().time("written_at"), noon);
    EXPECT_EQ(shop.database().run(notes).front().integer("seen"), 0) << "nothing happens by itself";

    ASSERT_EQ(shop.events().size(), 1U) << "an event that was rolled back was never raised";
    EXPECT_EQ(shop.events()[0].name, "kit-subject.noted");
    EXPECT_EQ(shop.run_jobs().done, 1) << "the event; the job waits five minutes";
    shop.clock().advance(std::chrono::minutes{6});
    EXPECT_EQ(shop.run_jobs().done, 1);
    EXPECT_EQ(shop.run_jobs().done, 0);
    EXPECT_EQ(shop.database().run(notes).front().integer("seen"), 2);
    EXPECT_GE(shop.run_schedules().done, 1);
    EXPECT_EQ(shop.run_schedules().done, 0);
    shop.clock().advance(std::chrono::hours{2});
    EXPECT_GE(shop.run_schedules().done, 1);
}

TEST(Kit, KeepsMails)
{
    kit::Shop shop{kit::this_plugin()};
    EXPECT_TRUE(shop.mails().empty());
    shop.browser().post("/subject", {{"text", "a < b"}});
    const auto mails = shop.mails();
    ASSERT_EQ(mails.size(), 1U);
    EXPECT_EQ(mails[0].to, "sari@example.com");
    EXPECT_EQ(mails[0].subject, "Noted: a < b");
    EXPECT_NE(mails[0].html.find("<b>a &lt; b</b>"), std::string::npos);
}

TEST(Kit, ChangesSettingsAsTheOwnerWould)
{
    kit::Shop shop{kit::this_plugin()};
    shop.set("kit-subject", "greeting", "Selamat datang");
    EXPECT_TRUE(shop.browser().get("/subject/Sari").holds("Selamat datang, Sari!"));
    EXPECT_EQ(shop.settings("kit-subject").text("greeting"), "Selamat datang");
    EXPECT_THROW(shop.set("kit-subject", "greting", "x"), std::runtime_error);
    EXPECT_THROW(shop.set("kit-subject", "greeting", std::string(61, 'x')), std::runtime_error);
    kit::Shop fixed{kit::this_plugin({{"greeting", "Halo"}})};
    EXPECT_THROW(fixed.set("kit-subject", "greeting", "Hi"), std::runtime_error);
}

TEST(Kit, LetsInWhoMayEnterAndNobodyElse)
{
    kit::Shop shop{kit::this_plugin()};
    EXPECT_EQ(shop.browser().get("/admin/subject").status, 303) << "to the login";
    EXPECT_EQ(shop.customer().get("/admin/subject").status, 403);
    EXPECT_EQ(shop.staff({}).get("/admin/subject").status, 403);
    EXPECT_EQ(shop.staff({"kit-subject.notes.read"}).get("/admin/subject").body, R"({"notes":0})");
    EXPECT_EQ(shop.admin().get("/admin/subject").status, 200);
    EXPECT_TRUE(shop.customer().user());
    EXPECT_FALSE(shop.browser().user());
}

TEST(Kit, SendsRequestsAsTheyAreAndRefusesForgedOnes)
{
    kit::Shop shop{kit::this_plugin()};
    auto visitor = shop.customer();
    EXPECT_EQ(visitor.send("POST", "/webhooks/subject", "raw bytes", {{"content-type", "text/plain"}}).body, "raw bytes");
    EXPECT_EQ(visitor.send("POST", "/subject", "text=x", {{"content-type", "application/x-www-form-urlencoded"}}).status, 403);
    EXPECT_EQ(visitor.post("/subject", {{"text", "x"}}).status, 303);
}

TEST(Kit, TakesStandInsAndFillsSlots)
{
    auto options = kit::this_plugin();
    int heard = 0;
    options.stand_in = [&](Host& host) {
        host.slots().fill("kit-subject.below", "kit-subject/line.html", [](const Request&, const Value& context) { return Value{{"line", context["name"]}}; });
        host.events().during_event("kit-subject.noted", Listening::required, [&](Transaction&, const Value&) -> Result<Done> {
            ++heard;
            return Done{};
        });
    };
    kit::Shop shop{options};
    EXPECT_TRUE(shop.render("kit-subject/greeting.html", {{"greeting", "Hi"}, {"name", "Sari"}}).find("<p class=\"line\">Sari</p>") != std::string::npos);
    shop.browser().post("/subject", {{"text", "x"}});
    EXPECT_EQ(heard, 1);
    EXPECT_THROW(shop.render("kit-subject/no.html", {}), std::runtime_error);
}

TEST(Kit, PreparesEveryStatementAndRefusesWhatIsNotThere)
{
    kit::Shop shop{kit::this_plugin()};
    EXPECT_TRUE(shop.broken_queries().empty());
    EXPECT_THROW(kit::Shop{{.plugins = {"ghost"}}}, std::runtime_error);
    kit::Shop empty;
    EXPECT_EQ(empty.browser().get("/subject/Sari").status, 404);
    EXPECT_EQ(empty.host().translate("en", "kit_subject.too_rude"), "kit_subject.too_rude");
}

} // namespace
} // namespace hurtrock
