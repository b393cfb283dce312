/// libFuzzer entry: any text as a template must end in output or in an Error, within the budgets.
/// Build: clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address,undefined -Isdk/include -Icore/template
///        tests/fuzz/template_fuzz.cpp core/template/*.cpp sdk/src/value.cpp -o template_fuzz

#include <engine.hpp>

namespace {

using namespace hurtrock;

/// The input itself under every name, so that extends, include and import find something.
class EchoLoader final : public tmpl::Loader {
public:
    explicit EchoLoader(std::string_view text) : text_{text} {}
    std::optional<tmpl::Source> load(std::string_view name) override
    {
        if (name.size() > 8) return std::nullopt;
        return tmpl::Source{std::string{name}, std::string{text_}, {}, "1"};
    }
    bool is_current(std::string_view, std::string_view) override { return true; }

private:
    std::string_view text_;
};

const Value& context()
{
    static const Value values{
        {"text", "a <b> \xC3\xA9 c"}, {"number", 7}, {"half", 0.5}, {"list", Value::list({3, 1, 2, "x"})}, {"map", Value{{"a", 1}, {"b", Value::list({1})}}},
    };
    return values;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* bytes, std::size_t size)
{
    EchoLoader loader{{reinterpret_cast<const char*>(bytes), size}};
    tmpl::Options options;
    options.budgets = {.instructions_max = 20'000, .time_ms_max = 500, .output_bytes_max = 1 << 20, .memory_bytes_max = 8 << 20, .depth_max = 20, .iterations_max = 5'000};
    options.trim_blocks = size % 2 == 0;
    const tmpl::Engine engine{loader, options};
    tmpl::RenderEnv environment;
    try {
        static_cast<void>(engine.render("main", context(), environment));
    } catch (const tmpl::Error&) {
        // The expected way to refuse.
    }
    return 0;
}
