#pragma once
/// Names to slots while parsing. A unit (top level, block, macro) has its own slots; inside it, loops, with and captured
/// bodies open scopes. A name may be set in several enclosing scopes: reading tries the innermost that is set.

#include "expressions.hpp"
#include "objects.hpp"
#include "statements.hpp"

namespace hurtrock::tmpl {

class UnitScope {
public:
    /// `outer` is the unit a macro is written in; blocks and the top level have none.
    UnitScope(Unit& unit, UnitScope* outer, bool is_root) : unit_{unit}, outer_{outer}, root_{is_root} { scopes_.emplace_back(); }

    /// Marks the unit as a macro, whose body may read caller, varargs and kwargs.
    void make_macro(MacroCode& code)
    {
        macro_ = &code;
        special_slots_ = unit_.locals;
        unit_.locals = static_cast<std::uint16_t>(unit_.locals + 3);
    }

    std::uint16_t declare(std::string_view name);
    void open() { scopes_.emplace_back(); }
    void close() { scopes_.pop_back(); }
    std::uint16_t slots() const noexcept { return unit_.locals; }
    /// Whether a name set here is set at the top level of the template.
    bool at_top_level() const noexcept { return root_ && scopes_.size() == 1; }

    /// The slots a name may be in, innermost first.
    std::vector<SlotReference> candidates(std::string_view name);
    std::uint16_t free_slot(std::string_view name);
    VisibleNames visible();
    /// Whether the name declared in the innermost scope was read (or may have been, by an include).
    bool was_read(std::string_view name) const;

private:
    struct Local {
        std::string_view name;
        std::uint16_t slot;
        bool read{false};
    };
    void declare_special(std::string_view name);
    void collect(std::string_view name, std::uint16_t hops, std::vector<SlotReference>& found);

    Unit& unit_;
    UnitScope* outer_;
    bool root_;
    MacroCode* macro_{nullptr};
    /// Where caller, varargs and kwargs go: before all scopes, which empty their slots.
    std::uint16_t special_slots_{0};
    std::vector<std::vector<Local>> scopes_{};
};

} // namespace hurtrock::tmpl
