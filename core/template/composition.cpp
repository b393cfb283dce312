/// Statements that join templates: extends, block, include, import, slot, trans.
#include "statements.hpp"

namespace hurtrock::tmpl {
namespace {

std::string_view template_name(Frame& frame, const Cell& name)
{
    if (name.is_undefined()) fail_undefined(name.as_missing());
    if (!name.is_text()) throw Fault{"a template name must be text, not '" + std::string{type_name(name)} + "'"};
    frame.runtime.tick();
    return name.as_text();
}

std::string listed(Runtime& runtime, const Cell& names)
{
    std::string list;
    const auto items = items_of(runtime, names);
    for (std::size_t at = 0; at < items.size(); ++at) {
        if (at > 0) list += ", ";
        print_repr(list, items[at]);
    }
    return list;
}

/// The number that chooses the plural form; anything that is not one thing counts as many.
std::int64_t count_of(const Cell& number)
{
    if (number.is_integer()) return number.as_integer();
    return number.is_number() && number.as_decimal() == 1 ? 1 : 2;
}

} // namespace

Context& VisibleNames::over(Frame& frame) const
{
    auto& runtime = frame.runtime;
    auto* context = runtime.arena.make<Context>(runtime.arena.resource(), &frame.context, nullptr);
    for (const auto& [name, candidates] : names) {
        for (const auto& candidate : candidates) {
            const Frame* holder = &frame;
            for (auto hops = candidate.hops; hops > 0; --hops) holder = holder->outer;
            const auto& cell = holder->locals[candidate.slot];
            if (!cell.is_set()) continue;
            context->variables.push_back({name, cell});
            break;
        }
    }
    return *context;
}

Flow ExtendsStatement::run(Frame& frame) const
{
    const auto value = parent->evaluate(frame);
    mark(frame, offset);
    if (frame.instance.parent) throw Fault{"extended multiple times"};
    const auto& program = frame.runtime.require_program(template_name(frame, value));
    frame.instance.parent = &program;
    frame.instance.add_blocks(program);
    frame.muted = true;
    return Flow::next;
}

Flow BlockStatement::run(Frame& frame) const
{
    if (top_level && frame.muted) return Flow::next;
    auto* chain = frame.instance.chain(name);
    mark(frame, offset);
    if (!chain) throw Fault{"there is no block '" + std::string{name} + "'"};
    if (chain->levels.front()->required) throw Fault{"Required block '" + std::string{name} + "' not found"};
    run_block(frame, scoped ? visible.over(frame) : frame.context, *chain, 0);
    return Flow::next;
}

const Program* IncludeStatement::find(Frame& frame) const
{
    const auto value = names->evaluate(frame);
    mark(frame, offset);
    auto& runtime = frame.runtime;
    if (!is_list(value)) {
        const auto name = template_name(frame, value);
        auto program = runtime.find_program(name);
        if (program) return &runtime.keep(std::move(program));
        if (!ignore_missing) throw Fault{"template '" + std::string{name} + "' not found", Error::Kind::not_found};
        return nullptr;
    }
    const auto items = items_of(runtime, value);
    for (std::size_t at = 0; at < items.size(); ++at)
        if (auto program = runtime.find_program(template_name(frame, items[at]))) return &runtime.keep(std::move(program));
    if (!ignore_missing)
        throw Fault{"none of the templates given were found: " + listed(runtime, value), Error::Kind::not_found};
    return nullptr;
}

Flow IncludeStatement::run(Frame& frame) const
{
    if (frame.muted) return Flow::next;
    const auto* program = find(frame);
    if (!program) return Flow::next;
    auto& runtime = frame.runtime;
    const DepthGuard guard{runtime};
    Context* context = nullptr;
    if (with_context) {
        auto& around = visible.over(frame);
        context = runtime.arena.make<Context>(runtime.arena.resource(), &around, nullptr);
    } else {
        context = runtime.arena.make<Context>(runtime.arena.resource(), nullptr, nullptr);
    }
    auto& instance = *runtime.arena.make<Instance>(runtime, *context);
    run_program(runtime, instance, *program);
    return Flow::next;
}

Module& ImportStatement::load(Frame& frame) const
{
    const auto value = from->evaluate(frame);
    mark(frame, offset);
    auto& runtime = frame.runtime;
    const auto& program = runtime.require_program(template_name(frame, value));
    if (!with_context)
        if (auto* known = runtime.imported(program)) return *static_cast<Module*>(known);
    const DepthGuard guard{runtime};
    auto* around = with_context ? &visible.over(frame) : nullptr;
    auto& context = *runtime.arena.make<Context>(runtime.arena.resource(), around, nullptr);
    auto& instance = *runtime.arena.make<Instance>(runtime, context);
    const Capture capture{runtime};
    run_program(runtime, instance, program);
    auto* imported = runtime.arena.make<Module>(program, context, capture.take(true));
    if (!with_context) runtime.remember_import(program, imported);
    return *imported;
}

Flow ImportStatement::run(Frame& frame) const
{
    auto& loaded = load(frame);
    if (module) module->assign(frame, Cell::object(&loaded));
    for (const auto& [name, target] : names) {
        auto value = loaded.attribute(frame.runtime, name);
        if (!value.is_set()) {
            mark(frame, offset);
            const auto sentence = "the template '" + loaded.program().origin.name + "' does not export the requested name '" + std::string{name} + "'";
            value = frame.runtime.make_undefined({}, {}, frame.runtime.arena.copy(sentence));
        }
        target.assign(frame, value);
    }
    return Flow::next;
}

Cell translated(Runtime& runtime, const Message& message, const Cell& variables)
{
    auto scoped = message;
    if (runtime.spot.program) scoped.scope = runtime.spot.program->origin.scope;
    const auto translation = runtime.environment.translate(scoped);
    const bool safe = runtime.autoescape;
    return runtime.text(format_percent(runtime, translation, variables, safe), safe);
}

Flow TransStatement::run(Frame& frame) const
{
    auto& runtime = frame.runtime;
    if (frame.muted) return Flow::next;
    auto* filled = runtime.make_dict();
    for (const auto& [name, value] : variables) filled->set(Cell::text(name), value->evaluate(frame));
    Message message{context, singular, plural, 1};
    if (!counted.empty()) {
        const auto number = *filled->find(counted);
        mark(frame, offset);
        message.count = count_of(number);
        if (!filled->find("num")) filled->set(Cell::text("num"), number);
    }
    mark(frame, offset);
    runtime.tick();
    runtime.out += translated(runtime, message, Cell::object(filled)).as_text();
    runtime.check_output();
    return Flow::next;
}

Flow SlotStatement::run(Frame& frame) const
{
    if (frame.muted) return Flow::next;
    auto& runtime = frame.runtime;
    const auto slot_name = name->evaluate(frame);
    const auto passed = arguments ? to_host(arguments->evaluate(frame)) : Value::map();
    mark(frame, offset);
    runtime.tick();
    const auto text = template_name(frame, slot_name);
    const auto begin = runtime.out.size();
    try {
        runtime.environment.slot(text, passed, runtime.out);
    } catch (const std::exception& failure) {
        runtime.out.resize(begin);
        runtime.environment.slot_failed(text, failure.what());
    } catch (...) {
        runtime.out.resize(begin);
        runtime.environment.slot_failed(text, "unknown exception");
    }
    runtime.check_output();
    return Flow::next;
}

} // namespace hurtrock::tmpl
