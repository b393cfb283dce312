#pragma once
/// Statement nodes.

#include "expressions.hpp"
#include "objects.hpp"

namespace hurtrock::tmpl {

struct DataStatement final : Statement {
    DataStatement(std::uint32_t at, std::string_view data) : Statement{at}, text{data} {}
    Flow run(Frame& frame) const override;
    std::string_view text;
};

struct OutputStatement final : Statement {
    OutputStatement(std::uint32_t at, ExpressionPtr what) : Statement{at}, expression{std::move(what)} {}
    Flow run(Frame& frame) const override;
    ExpressionPtr expression;
};

/// What an assignment writes to: a slot, a field of a namespace, or several of them.
struct Target {
    std::uint32_t offset{0};
    std::string_view name{};
    std::uint16_t slot{0};
    /// A name set at the top level also becomes part of the context (and of the module, for imports).
    bool exported{false};
    /// What a template imports it does not offer to those who import it.
    bool offered{true};
    ExpressionPtr space{};
    std::vector<Target> parts{};

    void assign(Frame& frame, const Cell& value) const;
};

struct IfStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    std::vector<std::pair<ExpressionPtr, Body>> branches{};
    Body otherwise{};
};

/// Slots of an inner scope, emptied each time the scope is entered.
struct ScopeSlots {
    std::uint16_t begin{0}, end{0};
    void clear(Frame& frame) const
    {
        for (auto slot = begin; slot < end; ++slot) frame.locals[slot] = Cell{};
    }
};

struct ForStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    void loop_over(Frame& frame, const Cell& iterable, std::uint32_t level) const;
    /// loop(items) of a recursive loop: the slots of the running level are put back afterwards.
    Cell recurse(Frame& frame, const Cell& iterable, std::uint32_t level) const;

    Target target{};
    ExpressionPtr iterable{}, filter{};
    bool recursive{false};
    /// The slot of `loop`, or MacroCode::unused when the body never reads it.
    std::uint16_t loop_slot{MacroCode::unused};
    ScopeSlots scope{}, else_scope{};
    Body body{}, otherwise{};

private:
    ItemView filtered(Frame& frame, const ItemView& items) const;
};

struct SetStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    Target target{};
    ExpressionPtr value{};
};

/// {% set x %}...{% endset %}
struct SetBlockStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    Target target{};
    std::vector<std::unique_ptr<FilterExpression>> filters{};
    ScopeSlots scope{};
    Body body{};
};

struct FilterBlockStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    std::vector<std::unique_ptr<FilterExpression>> filters{};
    ScopeSlots scope{};
    Body body{};
};

struct MacroStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    Target target{};
    MacroCode code{};
};

struct CallStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    std::unique_ptr<CallExpression> call{};
    MacroCode caller{};
};

struct WithStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    std::vector<std::pair<Target, ExpressionPtr>> assignments{};
    ScopeSlots scope{};
    Body body{};
};

struct AutoescapeStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    ExpressionPtr enabled{};
    ScopeSlots scope{};
    Body body{};
};

struct DoStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    ExpressionPtr expression{};
};

struct JumpStatement final : Statement {
    JumpStatement(std::uint32_t at, Flow where) : Statement{at}, flow{where} {}
    Flow run(Frame&) const override { return flow; }
    Flow flow;
};

struct ExtendsStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    ExpressionPtr parent{};
};

/// The names visible at a place in a template, for what sees the surrounding scopes: includes, scoped blocks.
struct VisibleNames {
    std::vector<std::pair<std::string_view, std::vector<SlotReference>>> names{};
    /// A context that adds them to the frame's own.
    Context& over(Frame& frame) const;
};

struct BlockStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    std::string_view name{};
    bool scoped{false};
    bool top_level{false};
    VisibleNames visible{};
};

struct IncludeStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    ExpressionPtr names{};
    bool ignore_missing{false};
    bool with_context{true};
    VisibleNames visible{};

private:
    const Program* find(Frame& frame) const;
};

struct ImportStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    ExpressionPtr from{};
    bool with_context{false};
    VisibleNames visible{};
    /// {% import x as y %}
    std::optional<Target> module{};
    /// {% from x import a as b %}
    std::vector<std::pair<std::string_view, Target>> names{};

private:
    Module& load(Frame& frame) const;
};

struct TransStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    std::string context{}, singular{}, plural{};
    std::vector<std::pair<std::string_view, ExpressionPtr>> variables{};
    /// The variable that decides the plural form; empty for a sentence without one.
    std::string_view counted{};
};

struct SlotStatement final : Statement {
    using Statement::Statement;
    Flow run(Frame& frame) const override;
    ExpressionPtr name{};
    ExpressionPtr arguments{};
};

/// Translates and fills the placeholders; safe text under autoescape, with the variables escaped.
Cell translated(Runtime& runtime, const Message& message, const Cell& variables);

} // namespace hurtrock::tmpl
