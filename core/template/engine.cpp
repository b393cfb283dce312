#include "engine.hpp"

#include "parser.hpp"

#include <atomic>
#include <mutex>
#include <unordered_map>

namespace hurtrock::tmpl {

const Value& Call::argument(std::size_t place, std::string_view name) const noexcept
{
    static const Value nothing{};
    if (place < positional_.size()) return positional_[place];
    if (!name.empty())
        for (const auto& [known, value] : named_)
            if (known == name) return value;
    return nothing;
}

std::string RenderEnv::translate(const Message& message)
{
    return std::string{message.plural.empty() || message.count == 1 ? message.singular : message.plural};
}

Value RenderEnv::call(std::string_view function, Call&)
{
    throw Fault{"the function '" + std::string{function} + "' is not available here"};
}

void RenderEnv::slot(std::string_view, const Value&, std::string&) {}
void RenderEnv::slot_failed(std::string_view, std::string_view) noexcept {}
std::optional<Value> RenderEnv::lookup_global(std::string_view) { return std::nullopt; }

namespace {

struct NameHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view name) const noexcept { return std::hash<std::string_view>{}(name); }
};
using ProgramMap = std::unordered_map<std::string, ProgramPtr, NameHash, std::equal_to<>>;

std::string_view anonymous_name = "<text>";

[[noreturn]] void rethrow_with_place(const Fault& fault, const Spot& spot)
{
    if (!spot.program) throw Error{fault.kind(), fault.what(), {}, {}};
    const auto place = spot.program->place_at(spot.offset);
    throw Error{fault.kind(), fault.what(), place, source_excerpt(spot.program->source, place.line, place.column)};
}

} // namespace

/// Compiled programs by name. Readers take a snapshot of the whole map without waiting for writers; a writer copies the
/// map, adds its program and swaps. Programs are few (a theme has some hundred), renders many.
struct Engine::State final : ProgramSource {
    State(Loader& source, Options chosen) : loader{source}, options{chosen}, library{builtin_library()} {}

    Loader& loader;
    Options options;
    Library library;
    mutable std::shared_ptr<const ProgramMap> programs{std::make_shared<ProgramMap>()};
    mutable std::mutex writing{};

    ProgramPtr find(std::string_view name) const override
    {
        const auto snapshot = std::atomic_load_explicit(&programs, std::memory_order_acquire);
        const auto known = snapshot->find(name);
        if (known != snapshot->end() && loader.is_current(name, known->second->origin.version)) return known->second;
        auto source = loader.load(name);
        if (!source) return nullptr;
        if (source->name.empty()) source->name = name;
        auto program = compile(std::move(*source), options, library);
        remember(std::string{name}, program);
        return program;
    }

    void remember(std::string name, ProgramPtr program) const
    {
        const std::lock_guard lock{writing};
        auto next = std::make_shared<ProgramMap>(*std::atomic_load_explicit(&programs, std::memory_order_acquire));
        next->insert_or_assign(std::move(name), std::move(program));
        std::atomic_store_explicit(&programs, std::shared_ptr<const ProgramMap>{std::move(next)}, std::memory_order_release);
    }

    void render(std::string& out, const ProgramPtr& program, const Value& values, RenderEnv& environment) const
    {
        const auto begin = out.size();
        Runtime runtime{out, options, library, *this, values, environment};
        try {
            auto& context = *runtime.arena.make<Context>(runtime.arena.resource(), nullptr, &values);
            auto& instance = *runtime.arena.make<Instance>(runtime, context);
            run_program(runtime, instance, runtime.keep(program));
        } catch (const Fault& fault) {
            out.resize(begin);
            rethrow_with_place(fault, runtime.spot);
        } catch (...) {
            out.resize(begin);
            throw;
        }
    }
};

Engine::Engine(Loader& loader, Options options) : state_{std::make_unique<State>(loader, options)} {}
Engine::~Engine() = default;

void Engine::add_function(std::string name, Function function)
{
    state_->library.functions.insert_or_assign(std::move(name), FunctionEntry{nullptr, std::move(function)});
}

void Engine::add_filter(std::string name, Function filter)
{
    state_->library.filters.insert_or_assign(std::move(name), Filter{nullptr, std::move(filter)});
}

void Engine::add_test(std::string name, Predicate test)
{
    state_->library.tests.insert_or_assign(std::move(name), Test{nullptr, std::move(test)});
}

void Engine::declare_function(std::string name)
{
    state_->library.functions.insert_or_assign(std::move(name), FunctionEntry{});
}

void Engine::declare_variable(std::string name) { state_->library.variables.insert(std::move(name)); }

std::string Engine::render(std::string_view name, const Value& context, RenderEnv& environment) const
{
    std::string out;
    render_to(out, name, context, environment);
    return out;
}

void Engine::render_to(std::string& out, std::string_view name, const Value& context, RenderEnv& environment) const
{
    const auto program = state_->find(name);
    if (!program) throw Error{Error::Kind::not_found, "template '" + std::string{name} + "' not found", {std::string{name}, {}}, {}};
    state_->render(out, program, context, environment);
}

std::string Engine::render_text(std::string_view text, const Value& context, RenderEnv& environment) const
{
    std::string out;
    const auto program = compile({std::string{anonymous_name}, std::string{text}, {}, {}}, state_->options, state_->library);
    state_->render(out, program, context, environment);
    return out;
}

bool Engine::exists(std::string_view name) const
{
    const auto snapshot = std::atomic_load_explicit(&state_->programs, std::memory_order_acquire);
    const auto known = snapshot->find(name);
    if (known != snapshot->end() && state_->loader.is_current(name, known->second->origin.version)) return true;
    return state_->loader.load(name).has_value();
}

void Engine::forget_all()
{
    const std::lock_guard lock{state_->writing};
    std::atomic_store(&state_->programs, std::shared_ptr<const ProgramMap>{std::make_shared<ProgramMap>()});
}

const Options& Engine::options() const noexcept { return state_->options; }

std::vector<Finding> Engine::check(std::string_view name, const std::vector<std::string>* known_variables) const
{
    ProgramPtr program;
    try {
        program = state_->find(name);
    } catch (const Error& error) {
        return {{Finding::Severity::error, error.message(), error.place(), error.excerpt()}};
    }
    if (!program) return {{Finding::Severity::error, "template '" + std::string{name} + "' not found", {std::string{name}, {}}, {}}};
    std::vector<Finding> findings;
    const auto report = [&](Finding::Severity severity, std::string message, std::uint32_t offset) {
        const auto place = program->place_at(offset);
        findings.push_back({severity, std::move(message), place, source_excerpt(program->source, place.line, place.column)});
    };
    for (const auto& reference : program->references)
        if (!exists(reference.name)) report(Finding::Severity::error, "template '" + std::string{reference.name} + "' not found", reference.offset);
    if (!known_variables) return findings;
    auto names = *known_variables;
    for (const auto& entry : state_->library.functions) names.push_back(entry.first);
    names.insert(names.end(), state_->library.variables.begin(), state_->library.variables.end());
    names.insert(names.end(), {"self", "super"});
    for (const auto& use : program->free_names)
        if (std::find(names.begin(), names.end(), use.name) == names.end())
            report(Finding::Severity::warning, "'" + std::string{use.name} + "' is not known here." + suggestion_for(use.name, names), use.offset);
    return findings;
}

} // namespace hurtrock::tmpl
