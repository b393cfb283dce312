#include "runtime.hpp"

#include "objects.hpp"

#include <algorithm>

namespace hurtrock::tmpl {
namespace {

/// The clock is read once per so many steps.
constexpr std::uint32_t steps_per_check = 512;

std::size_t weight(const Value& value)
{
    constexpr std::size_t entry_bytes = 64;
    std::size_t bytes = entry_bytes + (value.is_text() ? value.size() : 0);
    for (const auto& item : value.items()) bytes += weight(item);
    for (const auto& entry : value.entries()) bytes += entry.first.size() + weight(entry.second);
    return bytes;
}

} // namespace

Cell Context::lookup(std::string_view name) const
{
    for (const auto* context = this; context; context = context->outer) {
        for (auto variable = context->variables.rbegin(); variable != context->variables.rend(); ++variable)
            if (variable->name == name) return variable->value;
        if (!context->host) continue;
        if (const auto* found = context->host->find(name)) return Cell::borrow(*found);
    }
    return {};
}

void Context::set(std::string_view name, const Cell& value, bool offered)
{
    for (auto& variable : variables) {
        if (variable.name != name) continue;
        variable.value = value;
        variable.offered = offered;
        return;
    }
    variables.push_back({name, value, offered});
}

Runtime::Runtime(std::string& output, const Options& render_options, const Library& names, const ProgramSource& source,
                 const Value& context, RenderEnv& host)
    : arena{render_options.budgets.memory_bytes_max},
      out{output},
      options{render_options},
      library{names},
      environment{host},
      root{context},
      autoescape{render_options.autoescape},
      programs_{source},
      deadline_{std::chrono::steady_clock::now() + std::chrono::milliseconds{render_options.budgets.time_ms_max}},
      steps_left_{render_options.budgets.instructions_max},
      iterations_left_{render_options.budgets.iterations_max},
      steps_until_check_{steps_per_check}
{
}

Cell Runtime::adopt(Value value)
{
    switch (value.kind()) {
    case Value::Kind::text: return text(value.text(), value.is_safe());
    case Value::Kind::list:
    case Value::Kind::map:
        adopted_bytes_ += weight(value);
        if (adopted_bytes_ > options.budgets.memory_bytes_max) throw Fault{"the template uses too much memory", Error::Kind::budget};
        return Cell::borrow(adopted_.emplace_back(std::move(value)));
    default: return Cell::borrow(value);
    }
}

void Runtime::check_budgets()
{
    steps_until_check_ = steps_per_check;
    spend(steps_per_check);
}

void Runtime::spend(std::size_t steps)
{
    if (steps_left_ < steps) throw Fault{"the template does too much work", Error::Kind::budget};
    steps_left_ -= steps;
    if (steps >= steps_per_check && std::chrono::steady_clock::now() > deadline_)
        throw Fault{"the template takes too long", Error::Kind::budget};
}

const Program& Runtime::keep(ProgramPtr program)
{
    for (const auto& known : kept_)
        if (known == program) return *known;
    return *kept_.emplace_back(std::move(program));
}

const Program& Runtime::require_program(std::string_view name)
{
    auto program = find_program(name);
    if (!program) throw Fault{"template '" + std::string{name} + "' not found", Error::Kind::not_found};
    return keep(std::move(program));
}

Call Runtime::host_call(const Cell* input, const Arguments& arguments)
{
    std::vector<Value> positional;
    positional.reserve(arguments.positional.size() + 1);
    if (input) positional.push_back(to_host(*input));
    for (const auto& argument : arguments.positional) positional.push_back(to_host(argument));
    std::vector<Value::Entry> named;
    named.reserve(arguments.named.size());
    for (const auto& [name, value] : arguments.named) named.emplace_back(name, to_host(value));
    return {std::move(positional), std::move(named), environment, autoescape};
}

Cell Runtime::lookup_global(std::string_view name)
{
    if (auto provided = environment.lookup_global(name)) return adopt(std::move(*provided));
    const auto found = library.functions.find(name);
    if (found == library.functions.end()) return {};
    return Cell::object(arena.make<FunctionObject>(found->first, found->second));
}

Object* Runtime::imported(const Program& program) const
{
    for (const auto& [known, module] : imports_)
        if (known == &program) return module;
    return nullptr;
}

const Block* Program::find_block(std::string_view name) const
{
    const auto found = std::find_if(blocks.begin(), blocks.end(), [&](const Block& block) { return block.name == name; });
    return found == blocks.end() ? nullptr : &*found;
}

Place Program::place_at(std::uint32_t offset) const
{
    const auto before = std::string_view{source}.substr(0, offset);
    const auto line = static_cast<std::uint32_t>(std::count(before.begin(), before.end(), '\n')) + 1;
    const auto begin = before.rfind('\n');
    const auto column = static_cast<std::uint32_t>(begin == std::string_view::npos ? before.size() : before.size() - begin - 1) + 1;
    return {origin.name, origin.path, line, column};
}

void Instance::add_blocks(const Program& program)
{
    for (const auto& block : program.blocks) {
        auto* known = chain(block.name);
        if (!known) {
            auto& memory = runtime.arena;
            known = chains.emplace_back(memory.make<BlockChain>(BlockChain{block.name, std::pmr::vector<const Block*>{memory.resource()}}));
        }
        known->levels.push_back(&block);
    }
}

BlockChain* Instance::chain(std::string_view name)
{
    for (auto* known : chains)
        if (known->name == name) return known;
    return nullptr;
}

Frame& make_frame(Runtime& runtime, Instance& instance, Context& context, const Unit& unit, Frame* outer)
{
    auto* cells = runtime.arena.array<Cell>(unit.locals + unit.frees.size());
    std::uninitialized_fill_n(cells, unit.locals + unit.frees.size(), Cell{});
    return *runtime.arena.make<Frame>(Frame{runtime, instance, context, unit, outer, cells, cells + unit.locals});
}

void run_unit(Frame& frame)
{
    struct Restore {
        bool& setting;
        bool before;
        ~Restore() { setting = before; }
    };
    const Restore restore{frame.runtime.autoescape, frame.runtime.autoescape};
    frame.runtime.autoescape = frame.unit.autoescape;
    run_body(frame.unit.body, frame);
}

Frame& run_program(Runtime& runtime, Instance& instance, const Program& program)
{
    instance.add_blocks(program);
    auto* frame = &make_frame(runtime, instance, instance.context, program.root, nullptr);
    run_unit(*frame);
    auto& first = *frame;
    std::uint32_t ancestors = 0;
    while (const auto* parent = std::exchange(instance.parent, nullptr)) {
        if (++ancestors > runtime.options.budgets.depth_max)
            throw Fault{"the template extends itself too deeply", Error::Kind::budget};
        frame = &make_frame(runtime, instance, instance.context, parent->root, nullptr);
        run_unit(*frame);
    }
    return first;
}

void run_block(Frame& from, Context& context, BlockChain& chain, std::size_t level)
{
    const DepthGuard guard{from.runtime};
    auto& frame = make_frame(from.runtime, from.instance, context, chain.levels[level]->unit, nullptr);
    frame.block = chain.name;
    frame.block_level = level;
    run_unit(frame);
}

Cell resolve_free(Frame& frame, std::string_view name, const Missing& missing, const std::uint32_t* strict_at)
{
    auto& runtime = frame.runtime;
    if (const auto known = frame.context.lookup(name); known.is_set()) return known;
    if (name == "super" && !frame.block.empty()) {
        auto& chain = *frame.instance.chain(frame.block);
        if (frame.block_level + 1 < chain.levels.size())
            return Cell::object(runtime.arena.make<BlockReference>(frame, chain, frame.block_level + 1));
        const auto sentence = "there is no parent block called '" + std::string{frame.block} + "'.";
        return runtime.make_undefined({}, {}, runtime.arena.copy(sentence));
    }
    if (name == "self") return Cell::object(runtime.arena.make<SelfReference>(frame));
    if (const auto known = runtime.lookup_global(name); known.is_set()) return known;
    if (strict_at && runtime.options.strict_variables) {
        mark(frame, *strict_at);
        std::vector<std::string> names;
        for (const auto* context = &frame.context; context; context = context->outer) {
            for (const auto& variable : context->variables) names.emplace_back(variable.name);
            if (context->host)
                for (const auto& entry : context->host->entries()) names.push_back(entry.first);
        }
        for (const auto& entry : runtime.library.functions) names.push_back(entry.first);
        throw Fault{"'" + std::string{name} + "' is undefined." + suggestion_for(name, names)};
    }
    return Cell::undefined(&missing);
}

} // namespace hurtrock::tmpl
