#pragma once
/// The template language of Hurtrock: Jinja2's, compiled once and rendered many times.
///
/// An Engine is shared by all threads. Set it up first (add_*, declare_*), then render; setting up while another thread
/// renders is not allowed. Everything a template prints is escaped unless it is safe text (Value::safe, |safe).
/// A template can only read what it is given: it runs inside budgets of time, memory, output, depth and iterations.

#include "error.hpp"

#include <hurtrock/value.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hurtrock::tmpl {

/// One template as the host stores it. `path` is what a person opens; `version` changes whenever the text does.
struct Source {
    std::string name;
    std::string text;
    std::string path;
    std::string version;
    /// Whose sentences it speaks first; handed on in Message.
    std::string scope{};
};

/// Where templates come from (a theme lookup, a folder, a map). Called from any thread.
class Loader {
public:
    virtual ~Loader() = default;
    /// Nothing when there is no such template.
    virtual std::optional<Source> load(std::string_view name) = 0;
    /// Whether a compiled template may still be used. Asked once per template and render, so it must be cheap.
    virtual bool is_current(std::string_view name, std::string_view version) = 0;
};

/// The limits of one render. Passing one ends the render with Error::Kind::budget.
struct Budgets {
    std::uint64_t instructions_max{20'000'000};
    std::uint32_t time_ms_max{5'000};
    std::size_t output_bytes_max{32u << 20};
    std::size_t memory_bytes_max{64u << 20};
    std::uint32_t depth_max{100};
    std::uint64_t iterations_max{1'000'000};
};

struct Options {
    Budgets budgets{};
    bool autoescape{true};
    bool trim_blocks{false};
    bool lstrip_blocks{false};
    bool keep_trailing_newline{false};
    /// Reading a variable nobody provides is an error instead of an empty value.
    bool strict_variables{false};
};

class RenderEnv;

/// What a host function, filter or test is called with. Valid during the call only.
class Call {
public:
    Call(std::vector<Value> positional, std::vector<Value::Entry> named, RenderEnv& environment, bool autoescape)
        // Parentheses: braces would make a list that holds the list.
        : positional_(std::move(positional)), named_(std::move(named)), environment_{environment}, autoescape_{autoescape}
    {
    }

    /// A filter's or test's input is argument 0.
    std::size_t size() const noexcept { return positional_.size(); }
    std::span<const Value> positional() const noexcept { return positional_; }
    std::span<const Value::Entry> named() const noexcept { return named_; }
    /// The argument by place or, failing that, by name; a null Value when the template gave neither.
    const Value& argument(std::size_t place, std::string_view name = {}) const noexcept;
    RenderEnv& environment() const noexcept { return environment_; }
    bool autoescape() const noexcept { return autoescape_; }

private:
    std::vector<Value> positional_;
    std::vector<Value::Entry> named_;
    RenderEnv& environment_;
    bool autoescape_;
};

using Function = std::function<Value(Call&)>;
using Predicate = std::function<bool(Call&)>;

/// A sentence to translate. `plural` is empty for a sentence without plural form; `count` then means nothing.
/// Placeholders read %(name)s and a literal percent sign %%, in the message and in its translation.
struct Message {
    std::string_view context;
    std::string_view singular;
    std::string_view plural;
    std::int64_t count{1};
    /// Source::scope of the template that says it.
    std::string_view scope{};
};

/// The host's side of one render: language, request and plugins. Called on the rendering thread only.
/// An exception from translate, call or lookup_global ends the render; one from slot only empties that slot.
class RenderEnv {
public:
    virtual ~RenderEnv() = default;

    /// The default answers the message itself (the plural unless count is 1).
    virtual std::string translate(const Message& message);
    /// A function declared with Engine::declare_function.
    virtual Value call(std::string_view function, Call& arguments);
    /// Appends what plugins put into the slot. `arguments` is a map of what the template passed with `with`.
    virtual void slot(std::string_view name, const Value& arguments, std::string& out);
    /// Told when slot() threw; what it had written has been dropped.
    virtual void slot_failed(std::string_view name, std::string_view reason) noexcept;
    /// A variable the context does not hold, or nothing. Asked at most once per name and template function.
    virtual std::optional<Value> lookup_global(std::string_view name);
};

/// Something wrong or suspicious a check found.
struct Finding {
    enum class Severity : std::uint8_t { error, warning };
    Severity severity;
    std::string message;
    Place place;
    std::string excerpt;
};

class Engine {
public:
    /// The loader must outlive the engine.
    explicit Engine(Loader& loader, Options options = {});
    ~Engine();
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;

    /// Functions, filters and tests that need no request. They must be callable from any thread. A later one replaces
    /// an earlier or built-in one of the same name.
    void add_function(std::string name, Function function);
    void add_filter(std::string name, Function filter);
    void add_test(std::string name, Predicate test);
    /// Calls of this function go to RenderEnv::call.
    void declare_function(std::string name);
    /// A variable that RenderEnv::lookup_global provides; check() knows it then.
    void declare_variable(std::string name);

    /// Throws Error. `context` is a map and must not change during the call.
    std::string render(std::string_view name, const Value& context, RenderEnv& environment) const;
    void render_to(std::string& out, std::string_view name, const Value& context, RenderEnv& environment) const;
    /// Renders text that no loader knows (a mail subject, a setting with placeholders).
    std::string render_text(std::string_view text, const Value& context, RenderEnv& environment) const;

    /// Compiles the template and reports what is wrong: syntax errors, unknown filters, tests and functions, templates it
    /// names that do not exist, and, when `known_variables` is given, variables outside that list.
    std::vector<Finding> check(std::string_view name, const std::vector<std::string>* known_variables = nullptr) const;

    bool exists(std::string_view name) const;
    /// Drops every compiled template.
    void forget_all();

    const Options& options() const noexcept;

private:
    struct State;
    std::unique_ptr<State> state_;
};

} // namespace hurtrock::tmpl
