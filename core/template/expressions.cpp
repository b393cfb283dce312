#include "expressions.hpp"

#include "objects.hpp"

namespace hurtrock::tmpl {
namespace {

Cell entry_with_hint(const Value::Map& entries, std::string_view name, std::atomic<std::uint32_t>& hint)
{
    const auto likely = hint.load(std::memory_order_relaxed);
    if (likely < entries.size() && entries[likely].first == name) return Cell::borrow(entries[likely].second);
    for (std::size_t at = 0; at < entries.size(); ++at) {
        if (entries[at].first != name) continue;
        hint.store(static_cast<std::uint32_t>(at), std::memory_order_relaxed);
        return Cell::borrow(entries[at].second);
    }
    return {};
}

bool is_equal_undefined(const Cell& left, const Cell& right) { return left.is_undefined() && right.is_undefined(); }

} // namespace

Cell NameExpression::evaluate(Frame& frame) const
{
    for (const auto& candidate : candidates) {
        const Frame* holder = &frame;
        for (auto hops = candidate.hops; hops > 0; --hops) holder = holder->outer;
        if (const auto& cell = holder->locals[candidate.slot]; cell.is_set()) return cell;
    }
    auto& kept = frame.frees[free];
    if (!kept.is_set()) kept = resolve_free(frame, missing.name, missing, lenient ? nullptr : &offset);
    return kept;
}

Cell AttributeExpression::evaluate(Frame& frame) const
{
    const auto from = object->evaluate(frame);
    if (from.tag() == Tag::host_map)
        if (const auto found = entry_with_hint(from.as_host().entries(), missing.name, hint); found.is_set()) return found;
    mark(frame, offset);
    return attribute_of(frame.runtime, from, missing.name, &missing);
}

Cell ItemExpression::evaluate(Frame& frame) const
{
    const auto from = object->evaluate(frame);
    const auto index = key->evaluate(frame);
    mark(frame, offset);
    return item_of(frame.runtime, from, index);
}

Cell SliceExpression::evaluate(Frame& frame) const
{
    const auto from = object->evaluate(frame);
    const auto part = [&](const ExpressionPtr& bound) { return bound ? bound->evaluate(frame) : Cell::none(); };
    const auto first = part(start), last = part(stop), stride = part(step);
    mark(frame, offset);
    return slice_of(frame.runtime, from, first, last, stride);
}

Cell ListExpression::evaluate(Frame& frame) const
{
    auto* made = tuple ? frame.runtime.make_tuple() : frame.runtime.make_list();
    made->items.reserve(items.size());
    for (const auto& item : items) made->items.push_back(item->evaluate(frame));
    return Cell::object(made);
}

Cell DictExpression::evaluate(Frame& frame) const
{
    auto* made = frame.runtime.make_dict();
    made->entries.reserve(entries.size());
    for (const auto& [key, value] : entries) {
        const auto name = key->evaluate(frame);
        const auto content = value->evaluate(frame);
        mark(frame, offset);
        made->set(name, content);
    }
    return Cell::object(made);
}

Cell ArithmeticExpression::evaluate(Frame& frame) const
{
    const auto a = left->evaluate(frame);
    const auto b = right->evaluate(frame);
    mark(frame, offset);
    frame.runtime.tick();
    return arithmetic(frame.runtime, operation, a, b);
}

Cell UnaryExpression::evaluate(Frame& frame) const
{
    const auto value = operand->evaluate(frame);
    if (sign == Sign::negation) return Cell::boolean(!truth(value));
    mark(frame, offset);
    return sign == Sign::minus ? negate(value) : posit(value);
}

Cell LogicExpression::evaluate(Frame& frame) const
{
    const auto a = left->evaluate(frame);
    return truth(a) == conjunction ? right->evaluate(frame) : a;
}

bool holds(Runtime& runtime, Comparison comparison, const Cell& left, const Cell& right)
{
    switch (comparison) {
    case Comparison::equal: return equal(left, right) || is_equal_undefined(left, right);
    case Comparison::unequal: return !equal(left, right) && !is_equal_undefined(left, right);
    case Comparison::less: return compare(left, right, "<") < 0;
    case Comparison::less_equal: return compare(left, right, "<=") <= 0;
    case Comparison::greater: return compare(left, right, ">") > 0;
    case Comparison::greater_equal: return compare(left, right, ">=") >= 0;
    case Comparison::in: return contains(runtime, right, left);
    case Comparison::not_in: return !contains(runtime, right, left);
    }
    return false;
}

Cell CompareExpression::evaluate(Frame& frame) const
{
    auto left = first->evaluate(frame);
    for (const auto& [comparison, operand] : rest) {
        const auto right = operand->evaluate(frame);
        mark(frame, offset);
        if (!holds(frame.runtime, comparison, left, right)) return Cell::boolean(false);
        left = right;
    }
    return Cell::boolean(true);
}

Cell ConcatExpression::evaluate(Frame& frame) const
{
    auto& runtime = frame.runtime;
    constexpr std::size_t few = 8;
    Cell inline_cells[few];
    std::vector<Cell> many;
    Cell* cells = inline_cells;
    if (parts.size() > few) {
        many.resize(parts.size());
        cells = many.data();
    }
    bool safe = false;
    for (std::size_t at = 0; at < parts.size(); ++at) {
        cells[at] = parts[at]->evaluate(frame);
        safe = safe || cells[at].is_safe();
    }
    safe = safe && runtime.autoescape;
    mark(frame, offset);
    runtime.tick();
    std::string joined;
    for (std::size_t at = 0; at < parts.size(); ++at) safe ? print_escaped(joined, cells[at]) : print(joined, cells[at]);
    return runtime.text(joined, safe);
}

Cell ConditionExpression::evaluate(Frame& frame) const
{
    static constexpr Missing no_else{"", "", "the inline if-expression evaluated to false and no else section was defined."};
    if (truth(condition->evaluate(frame))) return then->evaluate(frame);
    return otherwise ? otherwise->evaluate(frame) : Cell::undefined(&no_else);
}

Arguments ArgumentList::evaluate(Frame& frame, const Cell& caller) const
{
    auto& runtime = frame.runtime;
    if (empty() && !caller.is_set()) return {};
    std::pmr::vector<Cell> all{runtime.arena.resource()};
    std::pmr::vector<NamedCell> all_named{runtime.arena.resource()};
    all.reserve(positional.size());
    all_named.reserve(named.size() + 1);
    for (const auto& argument : positional) all.push_back(argument->evaluate(frame));
    for (const auto& [name, argument] : named) all_named.push_back({name, argument->evaluate(frame)});
    if (spread) {
        const auto items = items_of(runtime, spread->evaluate(frame));
        for (std::size_t at = 0; at < items.size(); ++at) all.push_back(items[at]);
    }
    if (spread_named) {
        for (const auto& [key, value] : entries_of(runtime, spread_named->evaluate(frame))) {
            if (!key.is_text()) throw Fault{"keywords must be strings"};
            for (const auto& known : all_named)
                if (known.name == key.as_text()) throw Fault{"got multiple values for keyword argument '" + std::string{known.name} + "'"};
            all_named.push_back({key.as_text(), value});
        }
    }
    if (caller.is_set()) all_named.push_back({"caller", caller});
    // The vectors' memory is the arena's: it stays when they go.
    return {{all.data(), all.size()}, {all_named.data(), all_named.size()}};
}

Cell CallExpression::call(Frame& frame, const Cell& caller) const
{
    auto& runtime = frame.runtime;
    Cell target;
    Cell self;
    BoundMethod::Code method = nullptr;
    if (const auto* attribute = dynamic_cast<const AttributeExpression*>(callee.get())) {
        self = attribute->object->evaluate(frame);
        mark(frame, attribute->offset);
        // A called method comes before an entry of the same name: {{ box.items() }}.
        method = find_method(self, attribute->missing.name);
        if (!method) target = attribute_of(runtime, self, attribute->missing.name, &attribute->missing);
    } else {
        target = callee->evaluate(frame);
    }
    const auto evaluated = arguments.evaluate(frame, caller);
    mark(frame, offset);
    runtime.tick();
    if (method) return method(runtime, self, evaluated);
    if (target.is_undefined()) fail_undefined(target.as_missing());
    if (target.tag() != Tag::object) throw Fault{"'" + std::string{type_name(target)} + "' object is not callable"};
    return target.as_object()->call(runtime, evaluated);
}

Cell FilterExpression::evaluate(Frame& frame) const { return apply(frame, input->evaluate(frame)); }

Cell FilterExpression::apply(Frame& frame, const Cell& value) const
{
    const auto evaluated = arguments.evaluate(frame);
    mark(frame, offset);
    frame.runtime.tick();
    return filter->apply(frame.runtime, value, evaluated);
}

Cell TestExpression::evaluate(Frame& frame) const
{
    const auto value = input->evaluate(frame);
    const auto evaluated = arguments.evaluate(frame);
    mark(frame, offset);
    return Cell::boolean(test->holds(frame.runtime, value, evaluated) != negated);
}

} // namespace hurtrock::tmpl
