#include "objects.hpp"

#include "statements.hpp"

#include <algorithm>

namespace hurtrock::tmpl {

Cell method_of(Runtime& runtime, const Cell& object, std::string_view name)
{
    const auto code = find_method(object, name);
    return code ? Cell::object(runtime.arena.make<BoundMethod>(object, code)) : Cell{};
}

Cell FunctionObject::call(Runtime& runtime, const Arguments& arguments)
{
    if (entry_.builtin) return entry_.builtin(runtime, arguments);
    auto call = runtime.host_call(nullptr, arguments);
    return runtime.adopt(entry_.host ? entry_.host(call) : runtime.environment.call(name_, call));
}

Cell Macro::attribute(Runtime& runtime, std::string_view name)
{
    if (name == "name") return Cell::text(code_.name);
    if (name == "catch_kwargs") return Cell::boolean(code_.kwargs != MacroCode::unused);
    if (name == "catch_varargs") return Cell::boolean(code_.varargs != MacroCode::unused);
    if (name == "caller") return Cell::boolean(code_.caller != MacroCode::unused);
    if (name != "arguments") return {};
    auto* names = runtime.make_tuple();
    for (const auto& parameter : code_.parameters) names->items.push_back(Cell::text(parameter.name));
    return Cell::object(names);
}

Cell Macro::call(Runtime& runtime, const Arguments& arguments)
{
    const DepthGuard guard{runtime};
    auto& frame = make_frame(runtime, defined_in_.instance, defined_in_.context, code_.unit, &defined_in_);
    frame.block = defined_in_.block;
    frame.block_level = defined_in_.block_level;
    const bool safe = runtime.autoescape;
    bind(frame, arguments);
    const Capture capture{runtime};
    run_unit(frame);
    return capture.take(safe);
}

void Macro::bind(Frame& frame, const Arguments& arguments) const
{
    const auto& parameters = code_.parameters;
    for (std::size_t at = 0; at < parameters.size() && at < arguments.positional.size(); ++at)
        frame.locals[parameters[at].slot] = arguments.positional[at];
    for (std::size_t at = arguments.positional.size(); at < parameters.size(); ++at)
        for (const auto& named : arguments.named)
            if (named.name == parameters[at].name) frame.locals[parameters[at].slot] = named.value;
    bind_rest(frame, arguments);
    for (const auto& parameter : parameters) {
        auto& cell = frame.locals[parameter.slot];
        if (cell.is_set()) continue;
        if (parameter.fallback) {
            cell = parameter.fallback->evaluate(frame);
        } else {
            const auto sentence = "parameter '" + std::string{parameter.name} + "' was not provided";
            cell = frame.runtime.make_undefined(parameter.name, {}, frame.runtime.arena.copy(sentence));
        }
    }
}

void Macro::bind_rest(Frame& frame, const Arguments& arguments) const
{
    static constexpr Missing no_caller{"caller", "", "No caller defined"};
    const auto& parameters = code_.parameters;
    auto& runtime = frame.runtime;
    const auto quoted = "macro '" + std::string{code_.name} + "' ";
    auto* extra = code_.varargs == MacroCode::unused ? nullptr : runtime.make_tuple();
    for (std::size_t at = parameters.size(); at < arguments.positional.size(); ++at) {
        if (!extra) throw Fault{quoted + "takes not more than " + std::to_string(parameters.size()) + " argument(s)"};
        extra->items.push_back(arguments.positional[at]);
    }
    auto* extra_named = code_.kwargs == MacroCode::unused ? nullptr : runtime.make_dict();
    const bool takes_caller = code_.caller != MacroCode::unused;
    if (takes_caller) frame.locals[code_.caller] = Cell::undefined(&no_caller);
    for (const auto& [name, value] : arguments.named) {
        const auto known = std::find_if(parameters.begin(), parameters.end(), [&wanted = name](const auto& parameter) { return parameter.name == wanted; });
        if (known != parameters.end() && static_cast<std::size_t>(known - parameters.begin()) >= arguments.positional.size()) continue;
        if (takes_caller && name == "caller") {
            frame.locals[code_.caller] = value;
            continue;
        }
        if (!extra_named) throw Fault{quoted + "takes no keyword argument '" + std::string{name} + "'"};
        extra_named->set(Cell::text(name), value);
    }
    if (extra) frame.locals[code_.varargs] = Cell::object(extra);
    if (extra_named) frame.locals[code_.kwargs] = Cell::object(extra_named);
}

namespace {

constexpr Missing no_previous{"previtem", "", "there is no previous item"};
constexpr Missing no_next{"nextitem", "", "there is no next item"};

Cell cycle_method(Runtime&, const Cell& self, const Arguments& arguments) { return self.object_as<Loop>()->cycle(arguments); }
Cell changed_method(Runtime& runtime, const Cell& self, const Arguments& arguments)
{
    return Cell::boolean(self.object_as<Loop>()->changed(runtime, arguments));
}

} // namespace

Cell Loop::attribute(Runtime& runtime, std::string_view name)
{
    const auto number = [](std::size_t value) { return Cell::integer(static_cast<std::int64_t>(value)); };
    if (name == "index") return number(index + 1);
    if (name == "index0") return number(index);
    if (name == "first") return Cell::boolean(index == 0);
    if (name == "last") return Cell::boolean(index + 1 == items.size());
    if (name == "length") return number(items.size());
    if (name == "revindex") return number(items.size() - index);
    if (name == "revindex0") return number(items.size() - index - 1);
    if (name == "depth") return number(depth0_ + 1);
    if (name == "depth0") return number(depth0_);
    if (name == "previtem") return index > 0 ? items[index - 1] : Cell::undefined(&no_previous);
    if (name == "nextitem") return index + 1 < items.size() ? items[index + 1] : Cell::undefined(&no_next);
    if (name == "cycle") return Cell::object(runtime.arena.make<BoundMethod>(Cell::object(this), &cycle_method));
    if (name == "changed") return Cell::object(runtime.arena.make<BoundMethod>(Cell::object(this), &changed_method));
    return {};
}

Cell Loop::cycle(const Arguments& arguments) const
{
    if (arguments.positional.empty()) throw Fault{"no items for cycling given"};
    return arguments.positional[index % arguments.positional.size()];
}

bool Loop::changed(Runtime& runtime, const Arguments& arguments)
{
    auto* now = runtime.make_tuple();
    now->items.assign(arguments.positional.begin(), arguments.positional.end());
    const auto cell = Cell::object(now);
    if (last_changed_.is_set() && equal(last_changed_, cell)) return false;
    last_changed_ = cell;
    return true;
}

Cell Loop::call(Runtime&, const Arguments& arguments)
{
    if (!statement_.recursive)
        throw Fault{"The loop must have the 'recursive' marker to be called recursively."};
    if (arguments.positional.size() != 1) throw Fault{"loop() takes what to loop over"};
    return statement_.recurse(frame_, arguments.positional[0], depth0_ + 1);
}

Cell Module::attribute(Runtime&, std::string_view name)
{
    if (!name.empty() && name.front() == '_') return {};
    for (const auto& variable : context_.variables)
        if (variable.name == name && variable.offered) return variable.value;
    return {};
}

Cell BlockReference::attribute(Runtime& runtime, std::string_view name)
{
    if (name != "super") return {};
    if (level_ + 1 >= chain_.levels.size()) {
        const auto sentence = "there is no parent block called '" + std::string{chain_.name} + "'.";
        return runtime.make_undefined({}, {}, runtime.arena.copy(sentence));
    }
    return Cell::object(runtime.arena.make<BlockReference>(from_, chain_, level_ + 1));
}

Cell BlockReference::call(Runtime& runtime, const Arguments&)
{
    const Capture capture{runtime};
    const bool safe = runtime.autoescape;
    run_block(from_, from_.context, chain_, level_);
    return capture.take(safe);
}

Cell SelfReference::attribute(Runtime& runtime, std::string_view name)
{
    auto* chain = frame_.instance.chain(name);
    return chain ? Cell::object(runtime.arena.make<BlockReference>(frame_, *chain, 0)) : Cell{};
}

} // namespace hurtrock::tmpl
