#pragma once
/// What a compiled template is made of: a tight tree whose names are already slots.

#include "runtime.hpp"

#include <deque>
#include <memory>
#include <string>
#include <vector>

namespace hurtrock::tmpl {

struct Unit;
struct Instance;

/// One activation of a unit. `outer` is the activation a macro was defined in. Lives in the arena.
struct Frame {
    Runtime& runtime;
    Instance& instance;
    Context& context;
    const Unit& unit;
    Frame* outer;
    Cell* locals;
    /// Names taken from the context, kept after the first lookup.
    Cell* frees;
    /// The template extends another one, so what its top level prints is dropped.
    bool muted{false};
    /// The block being rendered and its place in the chain of overrides, for super().
    std::string_view block{};
    std::size_t block_level{0};
};

enum class Flow : std::uint8_t { next, break_loop, continue_loop };

struct Expression {
    explicit Expression(std::uint32_t at) : offset{at} {}
    virtual ~Expression() = default;
    virtual Cell evaluate(Frame& frame) const = 0;
    std::uint32_t offset;
};
using ExpressionPtr = std::unique_ptr<Expression>;

struct Statement {
    explicit Statement(std::uint32_t at) : offset{at} {}
    virtual ~Statement() = default;
    virtual Flow run(Frame& frame) const = 0;
    std::uint32_t offset;
};
using StatementPtr = std::unique_ptr<Statement>;
using Body = std::vector<StatementPtr>;

Flow run_body(const Body& body, Frame& frame);

/// A piece of template with its own slots: the top level, a block, a macro, the body of a call.
struct Unit {
    const Program* program{nullptr};
    Body body{};
    std::uint16_t locals{0};
    std::vector<std::string_view> frees{};
    bool autoescape{true};
};

struct Block {
    std::string_view name;
    Unit unit{};
    bool scoped{false};
    bool required{false};
    std::uint32_t offset{0};
};

/// A name used by a template and where, for checks.
struct NameUse {
    std::string_view name;
    std::uint32_t offset;
};

/// A compiled template. Immutable once compiled; shared by all renders.
class Program {
public:
    Source origin{};
    std::string source{};
    std::deque<std::string> texts{};
    Unit root{};
    std::deque<Block> blocks{};
    std::deque<Unit> units{};
    /// Literals the template names in extends, include and import.
    std::vector<NameUse> references{};
    /// Names nothing in the template sets.
    std::vector<NameUse> free_names{};

    const Block* find_block(std::string_view name) const;
    Place place_at(std::uint32_t offset) const;
};

/// The overrides of one block, the most derived first.
struct BlockChain {
    std::string_view name;
    std::pmr::vector<const Block*> levels;
};

/// One template being rendered together with the templates it extends.
struct Instance {
    Instance(Runtime& owner, Context& names) : runtime{owner}, context{names}, chains{owner.arena.resource()} {}
    void add_blocks(const Program& program);
    BlockChain* chain(std::string_view name);

    Runtime& runtime;
    Context& context;
    /// Pointers, because super() keeps hold of a chain while ancestors add more.
    std::pmr::vector<BlockChain*> chains;
    const Program* parent{nullptr};
};

Frame& make_frame(Runtime& runtime, Instance& instance, Context& context, const Unit& unit, Frame* outer);
/// Runs a unit's body under its own autoescape setting.
void run_unit(Frame& frame);
/// Renders a program and, through extends, its ancestors. The frame of the program's own top level is returned.
Frame& run_program(Runtime& runtime, Instance& instance, const Program& program);
void run_block(Frame& from, Context& context, BlockChain& chain, std::size_t level);
/// The value of a name no slot holds. With `strict_at` and Options::strict_variables an unknown name is a Fault.
Cell resolve_free(Frame& frame, std::string_view name, const Missing& missing, const std::uint32_t* strict_at);

inline void mark(Frame& frame, std::uint32_t offset) { frame.runtime.spot = {frame.unit.program, offset}; }

} // namespace hurtrock::tmpl
