#pragma once
/// Expression nodes.

#include "nodes.hpp"
#include "values.hpp"

#include <atomic>

namespace hurtrock::tmpl {

struct Literal final : Expression {
    Literal(std::uint32_t at, Cell constant) : Expression{at}, value{constant} {}
    Cell evaluate(Frame&) const override { return value; }
    Cell value;
};

/// Where a name may be: so many activations out, that slot. The first slot that is set wins.
struct SlotReference {
    std::uint16_t hops;
    std::uint16_t slot;
};

struct NameExpression final : Expression {
    NameExpression(std::uint32_t at, std::string_view variable) : Expression{at}, missing{variable} {}
    Cell evaluate(Frame& frame) const override;
    Missing missing;
    std::vector<SlotReference> candidates{};
    std::uint16_t free{0};
    /// Asked whether it is defined, or given a default: unknown is fine even when variables are strict.
    bool lenient{false};
};

struct AttributeExpression final : Expression {
    AttributeExpression(std::uint32_t at, ExpressionPtr from, std::string_view attribute)
        : Expression{at}, object{std::move(from)}, missing{attribute, "dict"}
    {
    }
    Cell evaluate(Frame& frame) const override;
    ExpressionPtr object;
    Missing missing;
    /// Where the entry was last time: lists of like maps find it at once. Only a hint, so races are harmless.
    mutable std::atomic<std::uint32_t> hint{0};
};

struct ItemExpression final : Expression {
    ItemExpression(std::uint32_t at, ExpressionPtr from, ExpressionPtr index)
        : Expression{at}, object{std::move(from)}, key{std::move(index)}
    {
    }
    Cell evaluate(Frame& frame) const override;
    ExpressionPtr object, key;
};

struct SliceExpression final : Expression {
    using Expression::Expression;
    Cell evaluate(Frame& frame) const override;
    ExpressionPtr object{}, start{}, stop{}, step{};
};

struct ListExpression final : Expression {
    ListExpression(std::uint32_t at, bool is_tuple) : Expression{at}, tuple{is_tuple} {}
    Cell evaluate(Frame& frame) const override;
    bool tuple;
    std::vector<ExpressionPtr> items{};
};

struct DictExpression final : Expression {
    using Expression::Expression;
    Cell evaluate(Frame& frame) const override;
    std::vector<std::pair<ExpressionPtr, ExpressionPtr>> entries{};
};

struct ArithmeticExpression final : Expression {
    ArithmeticExpression(std::uint32_t at, Operator what, ExpressionPtr a, ExpressionPtr b)
        : Expression{at}, operation{what}, left{std::move(a)}, right{std::move(b)}
    {
    }
    Cell evaluate(Frame& frame) const override;
    Operator operation;
    ExpressionPtr left, right;
};

enum class Sign : std::uint8_t { minus, plus, negation };

struct UnaryExpression final : Expression {
    UnaryExpression(std::uint32_t at, Sign what, ExpressionPtr inner) : Expression{at}, sign{what}, operand{std::move(inner)} {}
    Cell evaluate(Frame& frame) const override;
    Sign sign;
    ExpressionPtr operand;
};

struct LogicExpression final : Expression {
    LogicExpression(std::uint32_t at, bool is_and, ExpressionPtr a, ExpressionPtr b)
        : Expression{at}, conjunction{is_and}, left{std::move(a)}, right{std::move(b)}
    {
    }
    Cell evaluate(Frame& frame) const override;
    bool conjunction;
    ExpressionPtr left, right;
};

enum class Comparison : std::uint8_t { equal, unequal, less, less_equal, greater, greater_equal, in, not_in };
bool holds(Runtime& runtime, Comparison comparison, const Cell& left, const Cell& right);

struct CompareExpression final : Expression {
    using Expression::Expression;
    Cell evaluate(Frame& frame) const override;
    ExpressionPtr first{};
    std::vector<std::pair<Comparison, ExpressionPtr>> rest{};
};

struct ConcatExpression final : Expression {
    using Expression::Expression;
    Cell evaluate(Frame& frame) const override;
    std::vector<ExpressionPtr> parts{};
};

struct ConditionExpression final : Expression {
    using Expression::Expression;
    Cell evaluate(Frame& frame) const override;
    ExpressionPtr condition{}, then{}, otherwise{};
};

/// Argument expressions of a call, filter or test.
struct ArgumentList {
    std::vector<ExpressionPtr> positional{};
    std::vector<std::pair<std::string_view, ExpressionPtr>> named{};
    ExpressionPtr spread{};
    ExpressionPtr spread_named{};
    bool empty() const noexcept { return positional.empty() && named.empty() && !spread && !spread_named; }
    /// The cells live in the arena. `caller` (if set) joins the named arguments.
    Arguments evaluate(Frame& frame, const Cell& caller = {}) const;
};

struct CallExpression final : Expression {
    using Expression::Expression;
    Cell evaluate(Frame& frame) const override { return call(frame, {}); }
    Cell call(Frame& frame, const Cell& caller) const;
    ExpressionPtr callee{};
    ArgumentList arguments{};
};

struct FilterExpression final : Expression {
    using Expression::Expression;
    Cell evaluate(Frame& frame) const override;
    Cell apply(Frame& frame, const Cell& input) const;
    /// Empty in a {% filter %} tag, where the body is the input.
    ExpressionPtr input{};
    const Filter* filter{nullptr};
    ArgumentList arguments{};
};

struct TestExpression final : Expression {
    using Expression::Expression;
    Cell evaluate(Frame& frame) const override;
    ExpressionPtr input{};
    const Test* test{nullptr};
    bool negated{false};
    ArgumentList arguments{};
};

} // namespace hurtrock::tmpl
