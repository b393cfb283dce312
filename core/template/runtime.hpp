#pragma once
/// The state of one render: memory, budgets, output, and the doors to the host.

#include "arena.hpp"
#include "cell.hpp"
#include "engine.hpp"
#include "library.hpp"

#include <chrono>
#include <deque>
#include <string>

namespace hurtrock::tmpl {

class Program;
struct Unit;
struct Block;

/// The variables a template sees that are not its own: what the render was given, what the templates around it hold,
/// and what top-level {% set %} and macros added.
struct Context {
    struct Variable {
        std::string_view name;
        Cell value;
        /// Whether an import of this template may take it.
        bool offered{true};
    };

    Context(std::pmr::memory_resource* memory, const Context* around, const Value* given_by_host)
        : outer{around}, host{given_by_host}, variables{memory}
    {
    }
    Cell lookup(std::string_view name) const;
    void set(std::string_view name, const Cell& value, bool offered);

    const Context* outer;
    const Value* host;
    std::pmr::vector<Variable> variables;
};

using ProgramPtr = std::shared_ptr<const Program>;

/// How programs are found while rendering.
class ProgramSource {
public:
    virtual ~ProgramSource() = default;
    /// Throws Error when the template is broken; nullptr when there is none.
    virtual ProgramPtr find(std::string_view name) const = 0;
};

/// Where the render is, for messages. Written before anything that may fail.
struct Spot {
    const Program* program{nullptr};
    std::uint32_t offset{0};
};

class Runtime {
public:
    Runtime(std::string& output, const Options& render_options, const Library& names, const ProgramSource& source,
            const Value& context, RenderEnv& host);
    Runtime(const Runtime&) = delete;
    Runtime& operator=(const Runtime&) = delete;

    Cell text(std::string_view value, bool safe = false) { return Cell::text(arena.copy(value), safe); }
    /// Keeps a Value the host handed over and borrows from it.
    Cell adopt(Value value);
    Sequence* make_list() { return arena.make<Sequence>(arena.resource(), false); }
    Sequence* make_tuple() { return arena.make<Sequence>(arena.resource(), true); }
    Dict* make_dict() { return arena.make<Dict>(arena.resource()); }
    Cell make_undefined(std::string_view name, std::string_view owner = {}, std::string_view sentence = {})
    {
        return Cell::undefined(arena.make<Missing>(Missing{name, owner, sentence}));
    }

    /// One step of work. Throws Fault when a budget is spent.
    void tick()
    {
        if (--steps_until_check_ == 0) check_budgets();
    }
    void count_iteration()
    {
        if (iterations_left_ == 0) throw Fault{"the template loops too often", Error::Kind::budget};
        --iterations_left_;
        tick();
    }
    void check_output() const
    {
        if (out.size() > options.budgets.output_bytes_max) throw Fault{"the template prints too much", Error::Kind::budget};
    }
    /// Work that grows with data (a large list walked by a filter) counts as that many steps.
    void spend(std::size_t steps);

    /// Keeps a program alive until the render ends.
    const Program& keep(ProgramPtr program);
    ProgramPtr find_program(std::string_view name) const { return programs_.find(name); }
    /// The program by name, or a Fault with a "not found" sentence.
    const Program& require_program(std::string_view name);

    Value call_host(std::string_view function, const Arguments& arguments);
    Call host_call(const Cell* input, const Arguments& arguments);
    /// A name no context holds: host variables, functions. unset when nobody knows it.
    Cell lookup_global(std::string_view name);

    /// Modules already imported without context in this render.
    Object* imported(const Program& program) const;
    void remember_import(const Program& program, Object* module) { imports_.emplace_back(&program, module); }

    Arena arena;
    std::string& out;
    const Options& options;
    const Library& library;
    RenderEnv& environment;
    const Value& root;
    bool autoescape;
    std::uint32_t depth{0};
    Spot spot{};

private:
    void check_budgets();

    const ProgramSource& programs_;
    std::deque<Value> adopted_;
    std::vector<ProgramPtr> kept_;
    std::vector<std::pair<const Program*, Object*>> imports_;
    std::chrono::steady_clock::time_point deadline_;
    std::uint64_t steps_left_;
    std::uint64_t iterations_left_;
    std::uint32_t steps_until_check_;
    std::size_t adopted_bytes_{0};
};

/// Counts nested calls, includes and blocks; Fault beyond the budget.
class DepthGuard {
public:
    explicit DepthGuard(Runtime& runtime) : runtime_{runtime}
    {
        if (++runtime_.depth > runtime_.options.budgets.depth_max) {
            --runtime_.depth;
            throw Fault{"the template calls or includes itself too deeply", Error::Kind::budget};
        }
    }
    ~DepthGuard() { --runtime_.depth; }
    DepthGuard(const DepthGuard&) = delete;
    DepthGuard& operator=(const DepthGuard&) = delete;

private:
    Runtime& runtime_;
};

/// Takes what is printed during its life out of the output again. take() must be the last thing asked of it.
class Capture {
public:
    explicit Capture(Runtime& runtime) : runtime_{runtime}, mark_{runtime.out.size()} {}
    ~Capture()
    {
        if (runtime_.out.size() > mark_) runtime_.out.resize(mark_);
    }
    Capture(const Capture&) = delete;
    Capture& operator=(const Capture&) = delete;
    Cell take(bool safe) const { return runtime_.text(std::string_view{runtime_.out}.substr(mark_), safe); }

private:
    Runtime& runtime_;
    std::size_t mark_;
};

} // namespace hurtrock::tmpl
