/// Reads one case per line, {"templates": {name: text}, "name": ..., "context": {...}, "options": {...}}, and answers one
/// line each: {"output": ...} or {"error": ..., "kind": ...}. With "repeat" it renders that often and adds "seconds".

#include <engine.hpp>

#include <hurtrock/json.hpp>

#include <chrono>
#include <iostream>
#include <map>

namespace {

using namespace hurtrock;

class MapLoader final : public tmpl::Loader {
public:
    explicit MapLoader(const Value& templates) : templates_{templates} {}
    std::optional<tmpl::Source> load(std::string_view name) override
    {
        const auto* text = templates_.find(name);
        if (!text) return std::nullopt;
        return tmpl::Source{std::string{name}, std::string{text->text()}, {}, "1"};
    }
    bool is_current(std::string_view, std::string_view) override { return true; }

private:
    Value templates_;
};

/// Marks what it is asked to translate, so that a test sees that it was.
class TestEnv final : public tmpl::RenderEnv {
public:
    explicit TestEnv(Value translations) : translations_{std::move(translations)} {}

    std::string translate(const tmpl::Message& message) override
    {
        const auto sentence = RenderEnv::translate(message);
        const auto* known = translations_.find(sentence);
        return known ? std::string{known->text()} : sentence;
    }

private:
    Value translations_;
};

tmpl::Options options_of(const Value& given)
{
    tmpl::Options options;
    options.autoescape = given["autoescape"].boolean(true);
    options.trim_blocks = given["trim_blocks"].boolean();
    options.lstrip_blocks = given["lstrip_blocks"].boolean();
    options.keep_trailing_newline = given["keep_trailing_newline"].boolean();
    return options;
}

Value answer(const Value& request)
{
    MapLoader loader{request["templates"]};
    const tmpl::Engine engine{loader, options_of(request["options"])};
    TestEnv environment{request["translations"]};
    const auto name = request["name"].text("main");
    try {
        auto output = engine.render(name, request["context"], environment);
        const auto repeat = request["repeat"].integer();
        const auto begin = std::chrono::steady_clock::now();
        for (std::int64_t round = 0; round < repeat; ++round) output = engine.render(name, request["context"], environment);
        const std::chrono::duration<double> spent = std::chrono::steady_clock::now() - begin;
        return {{"output", output}, {"seconds", spent.count()}};
    } catch (const tmpl::Error& error) {
        return {{"error", error.what()}, {"kind", static_cast<int>(error.kind())}};
    }
}

} // namespace

int main()
{
    for (std::string line; std::getline(std::cin, line);) {
        const auto request = hurtrock::from_json(line);
        const auto reply = request ? answer(*request) : hurtrock::Value{{"error", request.problem().code}};
        std::cout << hurtrock::to_json(reply) << std::endl;
    }
}
