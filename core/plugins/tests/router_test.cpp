#include "core/plugins/registry.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

namespace hurtrock::plugins {
namespace {

RouteRow get(std::string path) { return {Method::get, std::move(path), {}, {}}; }

class RouterTest : public testing::Test {
protected:
    void add(const std::string& path, Method method = Method::get)
    {
        rows_.push_back(std::make_unique<RouteRow>(RouteRow{method, path, {}, {}}));
        router_.add(owner_, *rows_.back());
    }
    std::string found(std::string_view path, Method method = Method::get)
    {
        const auto match = router_.match(method, path);
        return match && match->route ? match->route->path : "";
    }

    std::string owner_{"hello"};
    std::vector<std::unique_ptr<RouteRow>> rows_;
    Router router_;
};

TEST_F(RouterTest, LiteralsWinOverNumbersAndNumbersOverNames)
{
    add("/a/{name}");
    add("/a/{id:int}");
    add("/a/new");
    EXPECT_EQ(found("/a/new"), "/a/new");
    EXPECT_EQ(found("/a/12"), "/a/{id:int}");
    EXPECT_EQ(found("/a/12x"), "/a/{name}");
    EXPECT_EQ(found("/a/-1"), "/a/{name}");
    EXPECT_EQ(found("/a/1234567890123456789"), "/a/{name}") << "beyond 18 digits is no number";
}

TEST_F(RouterTest, GoesBackWhenALiteralLeadsNowhere)
{
    add("/a/new/edit");
    add("/a/{name}/show");
    EXPECT_EQ(found("/a/new/show"), "/a/{name}/show");
    EXPECT_EQ(router_.match(Method::get, "/a/new/show")->parameters.at(0).second, "new");
}

TEST_F(RouterTest, TellsTrailingSlashesAndEmptySegmentsApart)
{
    add("/");
    add("/a");
    add("/a/{name}");
    EXPECT_EQ(found("/"), "/");
    EXPECT_EQ(found("/a"), "/a");
    EXPECT_EQ(found("/a/"), "");
    EXPECT_EQ(found("//"), "");
    EXPECT_EQ(found("/a//"), "");
    EXPECT_EQ(found("/b"), "");
}

TEST_F(RouterTest, HeadFindsGetAndOtherMethodsAreListed)
{
    add("/a");
    add("/a", Method::post);
    EXPECT_EQ(found("/a", Method::head), "/a");
    const auto match = router_.match(Method::remove, "/a");
    ASSERT_TRUE(match);
    EXPECT_EQ(match->route, nullptr);
    EXPECT_EQ(match->allowed, (std::vector{Method::get, Method::post}));
}

TEST_F(RouterTest, GivesParametersTheirNames)
{
    add("/{shop}/x/{id:int}");
    const auto match = router_.match(Method::get, "/rock/x/7");
    ASSERT_TRUE(match && match->route);
    ASSERT_EQ(match->parameters.size(), 2U);
    EXPECT_EQ(match->parameters[0].first, "shop");
    EXPECT_EQ(match->parameters[0].second, "rock");
    EXPECT_EQ(match->parameters[1].first, "id");
    EXPECT_EQ(match->parameters[1].second, "7");
}

TEST_F(RouterTest, RefusesMalformedPaths)
{
    for (const char* path : {"", "a", "/{name", "/{}", "/{:int}", "/{a:}", "/{a}b", "/b{a}", "/{a:}x", "/{a}/{a}", "/{a:path}/b", "/{a:path}/"})
        EXPECT_THROW(add(path), std::invalid_argument) << path;
}

TEST_F(RouterTest, SaysWhatIsWrongWithAnUnknownType)
{
    try {
        add("/a/{name:slag}");
        FAIL() << "there is no such type";
    } catch (const std::invalid_argument& error) {
        EXPECT_STREQ(error.what(), "hello: route \"/a/{name:slag}\": unknown type \"slag\"; did you mean \"slug\"?; there are int, slug, id, uuid and path");
    }
}

TEST_F(RouterTest, AMismatchOfATypeIsNoSuchPath)
{
    add("/p/{slug:slug}");
    add("/o/{id:id}");
    add("/u/{key:uuid}");
    for (const char* path : {"/p/gitar", "/p/gitar-listrik-2", "/o/0aZ9aZ9aZ9aZ9aZ9aZ9aZ9", "/u/0190163d-8694-739b-aea5-966c26f8ad91", "/u/0190163D-8694-739B-AEA5-966C26F8AD91"})
        EXPECT_NE(found(path), "") << path;
    for (const char* path : {"/p/Gitar", "/p/-gitar", "/p/gitar-", "/p/a--b", "/p/a_b", "/p/a.b", "/p/a/b", "/p/", "/o/0aZ9aZ9aZ9aZ9aZ9aZ9aZ", "/o/0aZ9aZ9aZ9aZ9aZ9aZ9aZ99", "/o/0aZ9aZ9aZ9aZ9aZ9aZ9a-9",
                             "/u/0190163d-8694-739b-aea5-966c26f8ad9", "/u/0190163d08694-739b-aea5-966c26f8ad91", "/u/0190163g-8694-739b-aea5-966c26f8ad91"})
        EXPECT_FALSE(router_.match(Method::get, path)) << path;
    EXPECT_FALSE(router_.match(Method::get, "/p/" + std::string(201, 'a')));
}

TEST_F(RouterTest, NarrowTypesWinOverWideOnes)
{
    for (const char* path : {"/a/{x:path}", "/a/{x}", "/a/{x:slug}", "/a/{x:id}", "/a/{x:uuid}", "/a/{x:int}"}) add(path);
    EXPECT_EQ(found("/a/12"), "/a/{x:int}");
    EXPECT_EQ(found("/a/0190163d-8694-739b-aea5-966c26f8ad91"), "/a/{x:uuid}");
    EXPECT_EQ(found("/a/0aZ9aZ9aZ9aZ9aZ9aZ9aZ9"), "/a/{x:id}");
    EXPECT_EQ(found("/a/gitar"), "/a/{x:slug}");
    EXPECT_EQ(found("/a/Gitar"), "/a/{x}");
    EXPECT_EQ(found("/a/b/c"), "/a/{x:path}");
}

TEST_F(RouterTest, ThePathTypeTakesAllThatIsLeft)
{
    add("/files/{file:path}");
    EXPECT_EQ(router_.match(Method::get, "/files/a/b c/d.pdf")->parameters.at(0).second, "a/b c/d.pdf");
    EXPECT_EQ(router_.match(Method::get, "/files/a")->parameters.at(0).second, "a");
    EXPECT_EQ(router_.match(Method::get, "/files/a/")->parameters.at(0).second, "a/");
    EXPECT_FALSE(router_.match(Method::get, "/files"));
    EXPECT_FALSE(router_.match(Method::get, "/files/"));
}

TEST_F(RouterTest, AWiderPathThatKnowsTheMethodIsFoundBehindANarrowOne)
{
    add("/a/new", Method::post);
    add("/a/{name}");
    EXPECT_EQ(found("/a/new"), "/a/{name}");
    EXPECT_EQ(found("/a/new", Method::post), "/a/new");
    EXPECT_EQ(router_.match(Method::remove, "/a/new")->allowed, (std::vector{Method::get, Method::post}));
}

TEST_F(RouterTest, NamesTheOwnerOfAnAddressThatIsTaken)
{
    add("/a/{name}");
    const std::string other{"other"};
    const auto row = get("/a/{slug}");
    try {
        router_.add(other, row);
        FAIL() << "the same address twice";
    } catch (const std::logic_error& error) {
        EXPECT_NE(std::string{error.what()}.find("already belongs to plugin hello"), std::string::npos) << error.what();
    }
}

TEST(Methods, AreFoundByTheirNames)
{
    EXPECT_EQ(method_named("DELETE"), Method::remove);
    EXPECT_EQ(name_of(Method::remove), "DELETE");
    EXPECT_FALSE(method_named("get"));
    EXPECT_FALSE(method_named("TRACE"));
}

std::shared_ptr<Registrations> rows_of(const std::string& owner) { return std::make_shared<Registrations>(Registrations{.owner = owner}); }

Command command(const std::string& name)
{
    Command made;
    made.name = name;
    return made;
}

TEST(RegistryTest, OrdersSlotsByPositionThenOwner)
{
    auto b = rows_of("b"), a = rows_of("a");
    b->slots.push_back({"home", "b/first.html", {}, 10});
    a->slots.push_back({"home", "a/second.html", {}, 20});
    b->slots.push_back({"home", "b/second.html", {}, 20});
    const Registry registry{{{b, nullptr}, {a, nullptr}}};
    std::vector<std::string> names;
    for (const auto& [owner, row] : registry.slot("home")) names.push_back(row->template_name);
    EXPECT_EQ(names, (std::vector<std::string>{"b/first.html", "a/second.html", "b/second.html"}));
    EXPECT_TRUE(registry.slot("nowhere").empty());
}

TEST(RegistryTest, AServiceKeepsItsPluginForAsLongAsItIsHeld)
{
    int service = 7;
    auto keep = std::make_shared<int>(1);
    const std::weak_ptr<int> alive = keep;
    auto rows = rows_of("a");
    rows->services.push_back({"greeting/1", "", &service});
    auto registry = std::make_unique<Registry>(std::vector<Registry::Source>{{rows, keep}});
    keep.reset();
    auto found = registry->service("greeting/1", "");
    ASSERT_EQ(found.get(), &service);
    registry.reset();
    EXPECT_FALSE(alive.expired());
    found.reset();
    EXPECT_TRUE(alive.expired());
}

TEST(RegistryTest, RefusesWhatTwoPluginsClaim)
{
    const auto both = [](auto add) {
        auto a = rows_of("a"), b = rows_of("b");
        add(*a);
        add(*b);
        return std::vector<Registry::Source>{{a, nullptr}, {b, nullptr}};
    };
    int service = 0;
    EXPECT_THROW(Registry{both([](auto& rows) { rows.routes.push_back(get("/a")); })}, std::logic_error);
    EXPECT_THROW(Registry{both([](auto& rows) { rows.globals.push_back({"shop", {}, {}}); })}, std::logic_error);
    EXPECT_THROW(Registry{both([](auto& rows) { rows.jobs.push_back({"tidy", {}}); })}, std::logic_error);
    EXPECT_THROW(Registry{both([&](auto& rows) { rows.services.push_back({"greeting/1", "", &service}); })}, std::logic_error);
    EXPECT_THROW(Registry{both([](auto& rows) { rows.commands.push_back(command("import")); })}, std::logic_error);
    EXPECT_NO_THROW(Registry{both([](auto& rows) { rows.commands.push_back(command("seed demo")); })});
}

TEST(RegistryTest, ASlotIsReadWhileItIsReplaced)
{
    RegistrySlot slot;
    std::atomic<bool> over{false};
    std::vector<std::thread> readers;
    for (int i = 0; i < 3; ++i)
        readers.emplace_back([&] {
            while (!over) EXPECT_LE(slot.get()->routes().size(), 1U);
        });
    for (int i = 0; i < 2000; ++i) {
        auto rows = rows_of("a");
        if (i % 2) rows->routes.push_back(get("/a"));
        slot.set(std::make_shared<const Registry>(std::vector<Registry::Source>{{rows, nullptr}}));
    }
    over = true;
    for (auto& reader : readers) reader.join();
}

} // namespace
} // namespace hurtrock::plugins
