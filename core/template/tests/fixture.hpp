#pragma once
/// Templates in a map, and a host that records what it is asked.

#include <engine.hpp>

#include <gtest/gtest.h>

#include <map>

namespace hurtrock::tmpl {

class MapLoader final : public Loader {
public:
    std::map<std::string, Source, std::less<>> sources{};
    int loads{0};

    void set(std::string name, std::string text, std::string version = "1")
    {
        sources[name] = {name, std::move(text), "themes/" + name, std::move(version)};
    }
    std::optional<Source> load(std::string_view name) override
    {
        ++loads;
        const auto found = sources.find(name);
        return found == sources.end() ? std::nullopt : std::optional{found->second};
    }
    bool is_current(std::string_view name, std::string_view version) override
    {
        const auto found = sources.find(name);
        return found != sources.end() && found->second.version == version;
    }
};

class TestHost : public RenderEnv {
public:
    std::string translate(const Message& message) override
    {
        if (message.singular == "Hello %(name)s") return "Halo %(name)s";
        if (!message.plural.empty()) return message.count == 1 ? "satu" : "%(num)s banyak";
        return RenderEnv::translate(message);
    }
    Value call(std::string_view function, Call& arguments) override
    {
        if (function == "url_for") return "/" + std::string{arguments.argument(0).text()} + "?" + std::string{arguments.argument(1, "q").text()};
        if (function == "field") return Value::safe("<input name=\"" + std::string{arguments.argument(0).text()} + "\">");
        return RenderEnv::call(function, arguments);
    }
    void slot(std::string_view name, const Value& arguments, std::string& out) override
    {
        out += "[" + std::string{name} + ":" + std::string{arguments["who"].text()} + "]";
        if (name == "broken") throw std::runtime_error{"plugin failed"};
    }
    void slot_failed(std::string_view name, std::string_view reason) noexcept override { failures += std::string{name} + "=" + std::string{reason}; }
    std::optional<Value> lookup_global(std::string_view name) override
    {
        ++lookups;
        return name == "site" ? std::optional<Value>{Value{{"title", "Rock & Roll"}}} : std::nullopt;
    }

    std::string failures{};
    int lookups{0};
};

class EngineTest : public ::testing::Test {
protected:
    std::string render(std::string text, const Value& context = Value::map(), Options options = {})
    {
        loader.set("page.html", std::move(text));
        Engine engine{loader, options};
        engine.declare_function("url_for");
        engine.declare_function("field");
        return engine.render("page.html", context, host);
    }
    /// The error a render ends with; the test fails when it does not.
    Error failure(const std::string& text, Options options = {}, const Value& context = Value::map())
    {
        try {
            const auto output = render(text, context, options);
            ADD_FAILURE() << "rendered: " << output;
        } catch (const Error& error) {
            return error;
        }
        return {Error::Kind::runtime, "", {}, ""};
    }

    MapLoader loader{};
    TestHost host{};
};

} // namespace hurtrock::tmpl
