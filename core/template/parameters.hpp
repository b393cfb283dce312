#pragma once
/// The arguments of a built-in filter, test, method or function, bound to parameter names as Python would.

#include "runtime.hpp"
#include "values.hpp"

#include <array>

namespace hurtrock::tmpl {

template <std::size_t Count>
class Parameters {
public:
    /// `required` leading parameters must be given.
    Parameters(const Arguments& arguments, const std::array<std::string_view, Count>& names, std::size_t required = 0)
    {
        if (arguments.positional.size() > Count)
            throw Fault{"takes at most " + std::to_string(Count) + " argument(s), got " + std::to_string(arguments.positional.size())};
        for (std::size_t at = 0; at < arguments.positional.size(); ++at) cells_[at] = arguments.positional[at];
        for (const auto& [name, value] : arguments.named) {
            std::size_t at = 0;
            while (at < Count && names[at] != name) ++at;
            if (at == Count) throw Fault{"got an unexpected keyword argument '" + std::string{name} + "'"};
            if (cells_[at].is_set()) throw Fault{"got multiple values for argument '" + std::string{name} + "'"};
            cells_[at] = value;
        }
        for (std::size_t at = 0; at < required; ++at)
            if (!cells_[at].is_set()) throw Fault{"missing the argument '" + std::string{names[at]} + "'"};
    }

    bool given(std::size_t at) const noexcept { return cells_[at].is_set() && !cells_[at].is_none(); }
    Cell cell(std::size_t at, Cell fallback = Cell::none()) const noexcept { return cells_[at].is_set() ? cells_[at] : fallback; }
    bool boolean(std::size_t at, bool fallback) const { return cells_[at].is_set() ? truth(cells_[at]) : fallback; }
    std::int64_t integer(std::size_t at, std::int64_t fallback) const
    {
        if (!cells_[at].is_set()) return fallback;
        if (cells_[at].is_undefined()) fail_undefined(cells_[at].as_missing());
        if (!cells_[at].is_integer()) throw Fault{"an integer is required, not '" + std::string{type_name(cells_[at])} + "'"};
        return cells_[at].as_integer();
    }
    std::string_view text(std::size_t at, std::string_view fallback) const
    {
        if (!cells_[at].is_set()) return fallback;
        if (!cells_[at].is_text()) throw Fault{"text is required, not '" + std::string{type_name(cells_[at])} + "'"};
        return cells_[at].as_text();
    }

private:
    std::array<Cell, Count> cells_{};
};

inline void no_arguments(const Arguments& arguments)
{
    if (!arguments.positional.empty() || !arguments.named.empty()) throw Fault{"takes no arguments"};
}

/// The text a filter works on: str() of anything, keeping safe text safe.
inline Cell soft_text(Runtime& runtime, const Cell& cell) { return text_of(runtime, cell); }

/// Walks an attribute path ("address.city", "0.name") or takes one integer index.
Cell attribute_path(Runtime& runtime, const Cell& item, const Cell& path, const Cell& fallback = {});
/// Text in small letters, anything else as it is: how filters compare without case.
Cell ignore_case(Runtime& runtime, const Cell& cell);
std::string replaced(std::string_view text, std::string_view old, std::string_view fresh, std::int64_t count);

} // namespace hurtrock::tmpl
