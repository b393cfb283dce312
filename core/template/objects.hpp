#pragma once
/// The callable and self-aware objects of a running template.

#include "nodes.hpp"
#include "values.hpp"

namespace hurtrock::tmpl {

/// A method of text, a list or a dict together with what it was taken from.
class BoundMethod final : public Object {
public:
    using Code = Cell (*)(Runtime&, const Cell& self, const Arguments&);
    BoundMethod(const Cell& owner, Code code) : Object{Kind::callable}, self_{owner}, code_{code} {}
    std::string_view type_name() const noexcept override { return "builtin_function_or_method"; }
    Cell call(Runtime& runtime, const Arguments& arguments) override { return code_(runtime, self_, arguments); }

private:
    Cell self_;
    Code code_;
};

/// The method of that name for a value of this type, or nullptr.
BoundMethod::Code find_method(const Cell& object, std::string_view name);

/// A function of the library or of the host.
class FunctionObject final : public Object {
public:
    FunctionObject(std::string_view name, const FunctionEntry& entry) : Object{Kind::callable}, name_{name}, entry_{entry} {}
    std::string_view type_name() const noexcept override { return "function"; }
    Cell call(Runtime& runtime, const Arguments& arguments) override;

private:
    std::string_view name_;
    const FunctionEntry& entry_;
};

/// What a {% macro %} or {% call %} declares.
struct MacroCode {
    struct Parameter {
        std::string_view name;
        std::uint16_t slot;
        ExpressionPtr fallback{};
    };
    static constexpr std::uint16_t unused = 0xFFFF;
    std::string_view name{};
    Unit unit{};
    std::vector<Parameter> parameters{};
    /// Slots of the special names; unused when the body does not read them.
    std::uint16_t caller{unused}, varargs{unused}, kwargs{unused};
};

class Macro final : public Object {
public:
    Macro(const MacroCode& code, Frame& defined_in) : Object{Kind::callable}, code_{code}, defined_in_{defined_in} {}
    std::string_view type_name() const noexcept override { return "Macro"; }
    Cell attribute(Runtime& runtime, std::string_view name) override;
    Cell call(Runtime& runtime, const Arguments& arguments) override;

private:
    void bind(Frame& frame, const Arguments& arguments) const;
    void bind_rest(Frame& frame, const Arguments& arguments) const;

    const MacroCode& code_;
    Frame& defined_in_;
};

struct ForStatement;

/// The variable `loop` inside {% for %}.
class Loop final : public Object {
public:
    static constexpr Kind class_kind = Kind::loop;
    Loop(const ForStatement& statement, Frame& frame, const ItemView& all, std::uint32_t level)
        : Object{Kind::loop}, items{all}, statement_{statement}, frame_{frame}, depth0_{level}
    {
    }
    std::string_view type_name() const noexcept override { return "LoopContext"; }
    Cell attribute(Runtime& runtime, std::string_view name) override;
    /// loop(items): renders the same loop one level deeper; only for {% for ... recursive %}.
    Cell call(Runtime& runtime, const Arguments& arguments) override;
    bool callable() const noexcept override { return true; }
    Cell cycle(const Arguments& arguments) const;
    bool changed(Runtime& runtime, const Arguments& arguments);

    ItemView items;
    std::size_t index{0};

private:
    const ForStatement& statement_;
    Frame& frame_;
    std::uint32_t depth0_;
    Cell last_changed_{};
};

/// The top level of an imported template.
class Module final : public Object {
public:
    static constexpr Kind class_kind = Kind::module;
    Module(const Program& program, const Context& context, const Cell& body) : Object{Kind::module}, program_{program}, context_{context}, body_{body} {}
    std::string_view type_name() const noexcept override { return "TemplateModule"; }
    Cell attribute(Runtime& runtime, std::string_view name) override;
    const Program& program() const noexcept { return program_; }
    const Cell& body() const noexcept { return body_; }

private:
    const Program& program_;
    const Context& context_;
    Cell body_;
};

/// super() and self.name(): renders a block into text. The context is the one of the block that asks.
class BlockReference final : public Object {
public:
    BlockReference(Frame& from, BlockChain& chain, std::size_t level) : Object{Kind::callable}, from_{from}, chain_{chain}, level_{level} {}
    std::string_view type_name() const noexcept override { return "BlockReference"; }
    Cell attribute(Runtime& runtime, std::string_view name) override;
    Cell call(Runtime& runtime, const Arguments& arguments) override;

private:
    Frame& from_;
    BlockChain& chain_;
    std::size_t level_;
};

/// `self`: the template's blocks by name.
class SelfReference final : public Object {
public:
    explicit SelfReference(Frame& frame) : Object{Kind::self}, frame_{frame} {}
    std::string_view type_name() const noexcept override { return "TemplateReference"; }
    Cell attribute(Runtime& runtime, std::string_view name) override;

private:
    Frame& frame_;
};

} // namespace hurtrock::tmpl
