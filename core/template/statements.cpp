#include "statements.hpp"

namespace hurtrock::tmpl {
namespace {

/// A captured body prints although the template extends another one.
class Unmuted {
public:
    explicit Unmuted(Frame& frame) : frame_{frame}, muted_{frame.muted} { frame_.muted = false; }
    ~Unmuted() { frame_.muted = muted_; }
    Unmuted(const Unmuted&) = delete;
    Unmuted& operator=(const Unmuted&) = delete;

private:
    Frame& frame_;
    bool muted_;
};

void put(Frame& frame, const Cell& cell)
{
    auto& runtime = frame.runtime;
    runtime.autoescape ? print_escaped(runtime.out, cell) : print(runtime.out, cell);
    runtime.check_output();
}

/// Runs a body and answers what it printed.
Cell captured(Frame& frame, const Body& body, Flow& flow)
{
    const Capture capture{frame.runtime};
    const Unmuted unmuted{frame};
    flow = run_body(body, frame);
    return capture.take(frame.runtime.autoescape);
}

Cell through(const std::vector<std::unique_ptr<FilterExpression>>& filters, Frame& frame, Cell value)
{
    for (const auto& filter : filters) value = filter->apply(frame, value);
    return value;
}

} // namespace

Flow run_body(const Body& body, Frame& frame)
{
    for (const auto& statement : body)
        if (const auto flow = statement->run(frame); flow != Flow::next) return flow;
    return Flow::next;
}

Flow DataStatement::run(Frame& frame) const
{
    if (frame.muted) return Flow::next;
    frame.runtime.out += text;
    frame.runtime.tick();
    frame.runtime.check_output();
    return Flow::next;
}

Flow OutputStatement::run(Frame& frame) const
{
    if (frame.muted) return Flow::next;
    frame.runtime.tick();
    put(frame, expression->evaluate(frame));
    return Flow::next;
}

void Target::assign(Frame& frame, const Cell& value) const
{
    if (!parts.empty()) {
        mark(frame, offset);
        const auto items = items_of(frame.runtime, value);
        if (items.size() < parts.size())
            throw Fault{"not enough values to unpack (expected " + std::to_string(parts.size()) + ", got " + std::to_string(items.size()) + ")"};
        if (items.size() > parts.size()) throw Fault{"too many values to unpack (expected " + std::to_string(parts.size()) + ")"};
        for (std::size_t at = 0; at < parts.size(); ++at) parts[at].assign(frame, items[at]);
        return;
    }
    if (space) {
        const auto holder = space->evaluate(frame);
        mark(frame, offset);
        auto* fields = holder.object_as<Space>();
        if (!fields) throw Fault{"cannot assign attribute on non-namespace object"};
        fields->fields.set(Cell::text(name), value);
        return;
    }
    frame.locals[slot] = value;
    if (exported) frame.context.set(name, value, offered);
}

Flow IfStatement::run(Frame& frame) const
{
    frame.runtime.tick();
    for (const auto& [condition, body] : branches)
        if (truth(condition->evaluate(frame))) return run_body(body, frame);
    return run_body(otherwise, frame);
}

Flow ForStatement::run(Frame& frame) const
{
    loop_over(frame, iterable->evaluate(frame), 0);
    return Flow::next;
}

ItemView ForStatement::filtered(Frame& frame, const ItemView& items) const
{
    auto* kept = frame.runtime.make_list();
    for (std::size_t at = 0; at < items.size(); ++at) {
        frame.runtime.count_iteration();
        scope.clear(frame);
        target.assign(frame, items[at]);
        if (truth(filter->evaluate(frame))) kept->items.push_back(items[at]);
    }
    return ItemView{kept->items};
}

void ForStatement::loop_over(Frame& frame, const Cell& over, std::uint32_t level) const
{
    auto& runtime = frame.runtime;
    mark(frame, offset);
    runtime.tick();
    auto items = items_of(runtime, over);
    if (filter) items = filtered(frame, items);
    auto* loop = loop_slot == MacroCode::unused ? nullptr : runtime.arena.make<Loop>(*this, frame, items, level);
    for (std::size_t at = 0; at < items.size(); ++at) {
        mark(frame, offset);
        runtime.count_iteration();
        scope.clear(frame);
        if (loop) {
            loop->index = at;
            frame.locals[loop_slot] = Cell::object(loop);
        }
        target.assign(frame, items[at]);
        if (run_body(body, frame) == Flow::break_loop) return;
    }
    if (items.size() > 0) return;
    else_scope.clear(frame);
    run_body(otherwise, frame);
}

Cell ForStatement::recurse(Frame& frame, const Cell& over, std::uint32_t level) const
{
    const DepthGuard guard{frame.runtime};
    const Capture capture{frame.runtime};
    const Unmuted unmuted{frame};
    const auto kept = std::span{frame.locals + scope.begin, frame.locals + scope.end};
    std::pmr::vector<Cell> saved{kept.begin(), kept.end(), frame.runtime.arena.resource()};
    loop_over(frame, over, level);
    std::copy(saved.begin(), saved.end(), kept.begin());
    return capture.take(frame.runtime.autoescape);
}

Flow SetStatement::run(Frame& frame) const
{
    frame.runtime.tick();
    target.assign(frame, value->evaluate(frame));
    return Flow::next;
}

Flow SetBlockStatement::run(Frame& frame) const
{
    scope.clear(frame);
    auto flow = Flow::next;
    const auto text = captured(frame, body, flow);
    target.assign(frame, through(filters, frame, text));
    return flow;
}

Flow FilterBlockStatement::run(Frame& frame) const
{
    scope.clear(frame);
    auto flow = Flow::next;
    const auto text = captured(frame, body, flow);
    const auto result = through(filters, frame, text);
    if (!frame.muted) put(frame, result);
    return flow;
}

Flow MacroStatement::run(Frame& frame) const
{
    target.assign(frame, Cell::object(frame.runtime.arena.make<Macro>(code, frame)));
    return Flow::next;
}

Flow CallStatement::run(Frame& frame) const
{
    const auto result = call->call(frame, Cell::object(frame.runtime.arena.make<Macro>(caller, frame)));
    if (!frame.muted) put(frame, result);
    return Flow::next;
}

Flow WithStatement::run(Frame& frame) const
{
    std::pmr::vector<Cell> values{frame.runtime.arena.resource()};
    values.reserve(assignments.size());
    for (const auto& assignment : assignments) values.push_back(assignment.second->evaluate(frame));
    scope.clear(frame);
    for (std::size_t at = 0; at < values.size(); ++at) assignments[at].first.assign(frame, values[at]);
    return run_body(body, frame);
}

Flow AutoescapeStatement::run(Frame& frame) const
{
    struct Restore {
        bool& setting;
        bool before;
        ~Restore() { setting = before; }
    };
    const bool wanted = truth(enabled->evaluate(frame));
    const Restore restore{frame.runtime.autoescape, frame.runtime.autoescape};
    frame.runtime.autoescape = wanted;
    scope.clear(frame);
    return run_body(body, frame);
}

Flow DoStatement::run(Frame& frame) const
{
    frame.runtime.tick();
    expression->evaluate(frame);
    return Flow::next;
}

} // namespace hurtrock::tmpl
